"""What is written in the threads of tickets, as it comes or caught up with; and the end of those in which nobody writes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from weakref import WeakValueDictionary

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.matching.thanks import is_thanks
from bot.ticket_settings import Tickets
from bot.tickets import hearing, lifecycle, store, views
from bot.tickets.absences import store as absences
from bot.tickets.guests.service import with_guests
from bot.tickets.happening import changed, noted
from bot.tickets.hearing import Line
from bot.tickets.merges import store as merges
from bot.tickets.owed import owe, owe_closing, owe_places, record
from bot.tickets.reading import toward
from bot.tickets.receipts import store as receipts
from bot.tickets.record.message import Said
from bot.tickets.record.service import Recording
from bot.tickets.silences.owed import owe_silence
from bot.tickets.silences.silence import asked_otherwise
from bot.tickets.slots import free_slot
from bot.tickets.ticket import LIVE, Event, EventKind, Ticket, WaitingOn
from bot.tickets.views import View
from bot.use_cases import reads, writes


class Listening:
    """Each method is one use case and one transaction. What it returns has changed: run what that owes."""

    def __init__(
        self, database: Database, clock: Clock, settings: Tickets, jobs: JobRunner, recording: Recording
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._jobs = jobs
        self._recording = recording
        self._order = WeakValueDictionary[int, asyncio.Lock]()

    def in_order(self, thread_id: int) -> asyncio.Lock:
        """To be held while a line of this thread is heard, from when it came: the next one is judged by what this one
        decides, also where the database is busy meanwhile.
        """
        if (lock := self._order.get(thread_id)) is None:
            lock = self._order[thread_id] = asyncio.Lock()
        return lock

    async def wrote(
        self,
        thread_id: int,
        text: str,
        *,
        by: Actor,
        written_at: datetime | None = None,
        said: Said | None = None,
    ) -> Ticket | None:
        """Somebody wrote this in a thread, by Discord's clock at that time, else now; an empty text where the bot may not
        read it. The ticket, if it changed. What is older than what was decided since decides nothing.

        Staff's first line is recorded as the response, and who writes in a live ticket makes it the other's turn. A
        line of the requester in a ticket that is resolved, or that they closed, opens it again with whoever had it;
        plain thanks only put its closing off, and where the requester has a newer ticket of the type, the thread
        points there, once, and they are brought there. In a closed one, whose thread could not be locked, they are
        told once that nobody reads there. All that was `said` is kept in the same transaction, whether it means something or not.
        """
        line = Line(by.id, text, written_at or self._clock())
        if said is not None and self._recording.is_on:
            return await self._kept(said, line, by)
        matters = await self._database.read(lambda reader: self._matters(reader, thread_id, line, by))
        if matters is None:
            return None  # as most lines are: no need to keep the writer from others
        return await self._heard(matters, line, by)

    async def _kept(self, said: Said, line: Line, by: Actor) -> Ticket | None:
        """`wrote`, of what is kept too."""
        thread_id = said.thread_id
        if not self._recording.knows(thread_id) and not await self._recording.is_tickets(thread_id):
            return None

        def keep(tx: Transaction) -> Ticket | None:
            self._recording.keep(tx, said)
            matters = self._matters(tx, thread_id, line, by)
            return None if matters is None else self._judge(tx, matters, line, by)

        return await self._database.tx(keep)

    def _matters(self, reader: Reader, thread_id: int, line: Line, by: Actor) -> int | None:
        """The ticket to which a line of this author may mean something."""
        ticket = store.by_thread(reader, thread_id)
        if ticket is None or ticket.guild_id != by.guild_id:
            return None
        by = toward(ticket, by)
        [line] = with_guests(reader, ticket, [replace(line, is_staff=by.is_staff)])
        is_response = lifecycle.respond(ticket, by, line.at) is not None
        matters = (
            hearing.turned_by(ticket, line) is not None
            or (is_response and not store.has_response(reader, ticket.id))
            or (line.is_staff and self._asks_otherwise(reader, ticket, [line]) is not None)
            or lifecycle.speaks_after_all(ticket, self._for(ticket, line, by))
            or (lifecycle.knocks(ticket, self._for(ticket, line, by)) and not self._has_knocked(reader, ticket))
        )
        return ticket.id if matters else None

    @writes
    def _heard(self, tx: Transaction, ticket_id: int, line: Line, by: Actor) -> Ticket | None:
        return self._judge(tx, ticket_id, line, by)

    def _judge(self, tx: Transaction, ticket_id: int, line: Line, by: Actor) -> Ticket | None:
        ticket, now = store.known(tx, ticket_id), self._clock()
        by = toward(ticket, by)
        [line] = with_guests(tx, ticket, [replace(line, is_staff=by.is_staff)])
        speaker = self._for(ticket, line, by)
        event = lifecycle.respond(ticket, by, line.at)
        if event is not None and not store.has_response(tx, ticket.id):
            ticket = noted(self._jobs, tx, ticket, event)
        history = store.events_after(tx, ticket.id, 0)
        if hearing.is_overtaken(history, line, now):
            return None
        if lifecycle.knocks(ticket, speaker) and not is_thanks(line.text) and not self._has_knocked(tx, ticket):
            return self._point_from(tx, ticket, by, now)
        if lifecycle.speaks_after_all(ticket, speaker):
            if not is_thanks(line.text) or hearing.came_unread(history, line):
                return self._hear(tx, ticket, by.id, now)
            owe_closing(self._jobs, tx, ticket, now)
        if asked_otherwise(ticket, history, [line]) is not None:
            return self._turn(tx, ticket, WaitingOn.REQUESTER, line)
        to = hearing.turned_by(ticket, line)
        return None if to is None else self._turn(tx, ticket, to, line)

    @reads
    def missed_since(self, reader: Reader, ticket: Ticket) -> datetime | None:
        """After when a line would matter of which nothing is known; None where none would. See `catch_up`."""
        return hearing.missed_since(ticket, store.events_after(reader, ticket.id, 0))

    @writes
    def catch_up(self, tx: Transaction, ticket_id: int, lines: Sequence[Line]) -> Ticket | None:
        """The newest lines of its thread, the newest first, were perhaps not heard as they came: the bot was off, or
        the database busy. What they mean is done now, one after the other as by `wrote`; the ticket, if it changed.
        """
        now = self._clock()
        ticket = store.known(tx, ticket_id)
        history = store.events_after(tx, ticket_id, 0)
        lines = with_guests(tx, ticket, lines)
        if (last := hearing.unheard(ticket, history, lines)) is not None:
            return self._hear(tx, ticket, last.author_id, now)
        answer = hearing.first_answer(ticket, history, lines)
        turns = hearing.turns_unheard(ticket, history, lines)
        for line in reversed(lines):
            if line == answer:
                ticket = noted(self._jobs, tx, ticket, Event(EventKind.RESPONDED, line.author_id, line.at))
            if line in turns:
                ticket = self._turn(tx, ticket, turns[line], line)
        if not turns and (last := self._asks_otherwise(tx, ticket, lines)) is not None:
            return self._turn(tx, ticket, WaitingOn.REQUESTER, last)
        return ticket if turns else None

    @writes
    def expire(self, tx: Transaction, ticket_id: int, lines: Sequence[Line] = ()) -> Ticket | None:
        """Close what stayed resolved, and for good what its requester closed; None where it moved on.

        `lines` are the newest of its thread, the newest first. What its requester wrote unheard is heard first, as
        by `wrote`; then it closes only if they go on in a newer ticket.
        """
        now = self._clock()
        before = store.known(tx, ticket_id)
        lines = with_guests(tx, before, lines)
        if (last := hearing.unheard(before, store.events_after(tx, ticket_id, 0), lines)) is not None:
            heard = self._hear(tx, before, last.author_id, now)
            if heard is not None and heard.status in LIVE:
                return heard
        pointed = self._pointed_to(tx, before)
        decided = lifecycle.expire(before, now, goes_on_in=pointed)
        if decided is None:
            return None
        ticket, event = decided
        record(self._jobs, tx, before, ticket, event)
        return ticket

    def _hear(self, tx: Transaction, ticket: Ticket, by_id: int, now: datetime) -> Ticket | None:
        """The ticket as it is then; None where its requester has been pointed to a newer one before. Somebody else, whom
        that one does not concern, is heard all the same.
        """
        live = store.live_of(tx, ticket.guild_id, ticket.requester_id, ticket.type_id)
        if by_id != ticket.requester_id or len(live) < self._settings.max_open(ticket.type_id):
            heard, event = lifecycle.hear(ticket, _requester(ticket), now)
            event = replace(event, actor_id=by_id)
            heard = replace(heard, slot=free_slot(live))
            if absences.is_away(tx, heard.guild_id, heard.assignee_id, now):
                heard = heard.without_holder()
            record(self._jobs, tx, ticket, heard, event)
            return heard
        newer = max(live, key=lambda one: one.number)
        if self._pointed_to(tx, ticket) == newer.number:
            owe_closing(self._jobs, tx, ticket, now)
            return None
        record(self._jobs, tx, ticket, ticket, lifecycle.point(newer, now))
        receipts.save_doubt(tx, newer.id)
        owe(self._jobs, tx, newer, views.ON_CONTACT, now)
        return ticket

    def _point_from(self, tx: Transaction, ticket: Ticket, by: Actor, now: datetime) -> Ticket:
        """Nobody reads here: not any more, or not here but where it goes on."""
        ends = merges.above(tx, ticket)
        knock = lifecycle.knock(by, now, goes_on_in=ends[-1].number if ends else None)
        noted(self._jobs, tx, ticket, knock)
        owe(self._jobs, tx, ticket, (View.NEWS, View.LOCK), now, run_now=True)
        return ticket

    def _for(self, ticket: Ticket, line: Line, by: Actor) -> Actor:
        """For whom somebody speaks: a guest for the requester, others for themselves."""
        return _requester(ticket) if line.is_guests else by

    def _turn(self, tx: Transaction, ticket: Ticket, to: WaitingOn, by: Line) -> Ticket:
        turned, event = lifecycle.turn(ticket, to, by.author_id, by.at)
        turned = changed(self._jobs, tx, ticket, turned, event)
        now = self._clock()
        owe(self._jobs, tx, turned, views.OF_A_TURN, now, run_now=True)
        owe_silence(self._jobs, tx, ticket, turned, event)
        owe_places(self._jobs, tx, turned.guild_id, now)
        return turned

    def _asks_otherwise(self, reader: Reader, ticket: Ticket, lines: Sequence[Line]) -> Line | None:
        """With which line staff have left the question whether it is solved behind."""
        return asked_otherwise(ticket, store.events_after(reader, ticket.id, 0), lines)

    def _pointed_to(self, tx: Transaction, ticket: Ticket) -> int | None:
        """The number of the newer ticket to which the requester was pointed, if nothing has happened since."""
        events = store.events_after(tx, ticket.id, 0)
        return events[-1].event.number if events and events[-1].event.kind is EventKind.POINTED else None

    def _has_knocked(self, reader: Reader, ticket: Ticket) -> bool:
        """Whether the requester has been told since the ticket was closed."""
        return store.events_after(reader, ticket.id, 0)[-1].event.kind is EventKind.KNOCKED


def _requester(ticket: Ticket) -> Actor:
    return Actor(ticket.requester_id, guild_id=ticket.guild_id)

"""What people do with tickets: open, claim, release, resolve, close, reopen, and look at the queue.

A ticket is workable from its commit. Every change owes Discord the views that it makes out of date, each a job of
its own (`views`), in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict, replace
from datetime import datetime

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.ids import Ids
from bot.jobs.runner import JobRunner
from bot.reputation.accepting import Accepting
from bot.ticket_errors import (
    BotRequester,
    GoesToCommunity,
    NotTheAuthor,
    UnknownTicket,
    UnknownTicketType,
    WrongAnswers,
)
from bot.ticket_settings import Tickets
from bot.ticket_types import TicketType
from bot.ticket_urgency import Priority
from bot.tickets import lifecycle, store, views
from bot.tickets.absences import store as absences
from bot.tickets.answers import ruling, wrong
from bot.tickets.costs import store as costs
from bot.tickets.costs.cost import NOTHING, Estimate, at_resolve
from bot.tickets.guests import store as guests
from bot.tickets.happening import opened
from bot.tickets.limits import Limits
from bot.tickets.line import store as line
from bot.tickets.merges import store as merges
from bot.tickets.owed import (
    KEPT_FOR,
    KEPT_JOB,
    ORIGIN_JOB,
    SETTLE_QUESTION_JOB,
    owe,
    owe_ping,
    owe_places,
    record,
    with_source,
)
from bot.tickets.queue import ALL_OF_IT, Queue, Wanted, nearest, part
from bot.tickets.reading import require_type, toward
from bot.tickets.receipts import store as receipts
from bot.tickets.request import Request, Ruling, Source
from bot.tickets.ticket import Detail, Event, EventKind, Ticket, WaitingOn
from bot.use_cases import reads, writes

Decision = Callable[[Ticket, datetime], tuple[Ticket, Event]]


class TicketService:
    """Each method is one use case and one transaction. After a change, run what it owes: `views.in_order`.

    A ticket of another server than the actor's is refused like one that is not there: UnknownTicket.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Tickets,
        jobs: JobRunner,
        accepting: Accepting,
        ids: Ids,
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._jobs = jobs
        self._accepting = accepting
        self._ids = ids
        self._limits = Limits(clock, settings)

    @property
    def types(self) -> list[TicketType]:
        """The ticket types in the operator's order."""
        return self._settings.types

    def type(self, type_id: str) -> TicketType:
        """Raises UnknownTicketType where the operator has no such type (any more)."""
        found = self._settings.type(type_id)
        if found is None:
            raise UnknownTicketType(type_id)
        return found

    def for_staff(self, type_id: str) -> TicketType:
        """The same of a type of which tickets are opened. Raises GoesToCommunity, too."""
        if (kind := self.type(type_id)).goes_to == "community":
            raise GoesToCommunity(kind)
        return kind

    async def open(self, request: Request, *, by: Actor) -> Ticket:
        """Write the ticket and owe its views; the same submission twice gives the same ticket.

        Staff may open one for somebody else. Raises NotTheAuthor, UnknownTicketType, GoesToCommunity, WrongAnswers,
        AlreadyOpen, TooSoon.
        """
        return await self._open(request, ruling(self.checked(request, by=by), request), by)

    def checked(self, request: Request, *, by: Actor) -> TicketType:
        """The type of a request that can be opened by its sender. Raises NotTheAuthor, UnknownTicketType, WrongAnswers."""
        self.allow(request.requester_id, by=by)
        kind = self.for_staff(request.type_id)
        if refused := wrong(kind, request.details, on_behalf=by.id != request.requester_id):
            raise WrongAnswers(refused)
        return kind

    @writes
    def _open(self, tx: Transaction, request: Request, ruled: Ruling, by: Actor) -> Ticket:
        known = store.by_interaction(tx, request.interaction_id)
        return known or self.open_in(tx, request, ruled, self.require_opening(tx, request, by=by), by.id)

    def require_opening(self, reader: Reader, request: Request, *, by: Actor) -> int:
        """The slot of one more live ticket. Raises AlreadyOpen, OpenUnread, TooSoon."""
        slot = self._limits.require_room(reader, request.guild_id, request.requester_id, request.type_id, by=by)
        self._limits.require_calm(reader, request.guild_id, by, EventKind.OPENED, request.type_id)
        return slot

    def open_in(self, tx: Transaction, request: Request, ruled: Ruling, slot: int, by_id: int) -> Ticket:
        """Write the ticket of a request that may be opened, in a transaction of the caller's, and owe its views."""
        now, request = self._clock(), with_source(self._jobs, tx, request)
        ticket = store.insert_ticket(
            tx,
            ticket_id=self._ids.draw(now),
            guild_id=request.guild_id,
            type_id=request.type_id,
            priority=ruled.priority,
            requester_id=request.requester_id,
            summary=ruled.summary,
            details=request.details + request.context,
            question_id=request.question_id,
            interaction_id=request.interaction_id,
            at=now,
            language=request.language,
            slot=slot,
            grounds=ruled.grounds,
        )
        ticket = opened(self._jobs, tx, ticket, Event(EventKind.OPENED, by_id, now))
        self._owe_opening(tx, ticket, request, now)
        kind = self._settings.type(request.type_id)
        if kind is not None:
            owe_ping(self._jobs, tx, ticket, kind)
        return ticket

    def allow(self, requester_id: int, *, by: Actor, is_bot: bool = False) -> None:
        """Staff may open a ticket for anybody but a bot, others for themselves. Raises BotRequester, NotTheAuthor.

        Who wrote a message is known to be a bot where the message is seen: before its form is shown.
        """
        if is_bot:
            raise BotRequester
        if by.id != requester_id and not by.is_staff:
            raise NotTheAuthor(requester_id)

    @reads
    def may_open(self, reader: Reader, guild_id: int, requester_id: int, type_id: str, *, by: Actor) -> None:
        """To be asked before a form is filled in for nothing. Raises AlreadyOpen, OpenUnread, TooSoon."""
        self._limits.require_room(reader, guild_id, requester_id, type_id, by=by)
        self._limits.require_calm(reader, guild_id, by, EventKind.OPENED, type_id)

    @reads
    def may_close(self, reader: Reader, *, by: Actor) -> None:
        """The same. Raises TooSoonAgain."""
        self._limits.require_calm(reader, by.guild_id, by, EventKind.CLOSED)

    @writes
    def keep(self, tx: Transaction, guild_id: int, source: Source, said: Detail, author_id: int) -> None:
        """Keep what a message says for `KEPT_FOR`: it may be gone when the form that is about to be shown is sent."""
        now = self._clock()
        self._jobs.put(
            tx,
            guild_id=guild_id,
            kind=KEPT_JOB,
            subject_id=source.message_id,
            due_at=now + KEPT_FOR,
            data={"channel": source.channel_id, "said": asdict(said), "author": author_id},
        )

    async def claim(self, ticket_id: int, *, by: Actor) -> Ticket:
        """Take it. Two who press at once: one wins, the other gets AlreadyClaimed."""
        return await self._decide(ticket_id, lambda ticket, now: lifecycle.claim(ticket, by, now), by)

    async def release(self, ticket_id: int, *, by: Actor) -> Ticket:
        """Give it back to the queue."""
        return await self._decide(ticket_id, lambda ticket, now: lifecycle.release(ticket, by, now), by)

    @writes
    def assign(
        self,
        tx: Transaction,
        ticket_id: int,
        to: Actor,
        *,
        by: Actor,
        written_at: datetime | None = None,
        sure_of: int | None = None,
    ) -> Ticket:
        """Give it to somebody. `written_at`: when who has it wrote in it last; `sure_of`: about whom nobody is asked (again)."""
        before, now = store.known_in(tx, ticket_id, by.guild_id), self._clock()
        active_at = None
        if before.assignee_id != sure_of:
            active_at = lifecycle.last_active_at(before, store.events_after(tx, ticket_id, 0), written_at)
        ticket, event = lifecycle.assign(before, to, by, now, active_at=active_at)
        if to.id != by.id:
            absences.require_here(tx, by.guild_id, to.id, now)
        record(self._jobs, tx, before, ticket, event)
        return ticket

    @writes
    def resolve(
        self,
        tx: Transaction,
        ticket_id: int,
        *,
        by: Actor,
        note: str | None = None,
        helper_id: int | None = None,
        helper_is_bot: bool = False,
        estimate: Estimate = NOTHING,
    ) -> Ticket:
        """It is solved; a helper is credited, and kept what it cost, in the same transaction. Time closes it later.

        Raises what `lifecycle.resolve`, `Accepting.credit_ticket_help` and `cost.at_resolve` raise, and TooSoonAgain.
        """
        now = self._clock()
        before = store.known_in(tx, ticket_id, by.guild_id)
        beside = guests.parties_for(tx, before, by)
        ticket, event = lifecycle.resolve(before, by, now, note=note, helper_id=helper_id, beside=beside)
        self._limits.require_calm(tx, ticket.guild_id, toward(ticket, by), event.kind)
        if helper_id is not None:
            award = self._accepting.credit_ticket_help(
                tx,
                guild_id=ticket.guild_id,
                ticket_id=ticket.id,
                requester_id=ticket.requester_id,
                helper_id=helper_id,
                helper_is_bot=helper_is_bot,
                by=by,
            )
            event = replace(event, member_id=award.member_id if award else None)
        record(self._jobs, tx, before, ticket, event)
        if (spent := at_resolve(ticket, event, estimate, by)) is not None:
            costs.add(tx, spent)
        return ticket

    async def wait(self, ticket_id: int, on: WaitingOn, *, by: Actor, note: str | None = None) -> Ticket:
        """Say whose turn it is, until somebody writes or says otherwise."""
        return await self._decide(
            ticket_id, lambda ticket, now: lifecycle.wait(ticket, on, by, now, note=note), by
        )

    @writes
    def close(self, tx: Transaction, ticket_id: int, *, by: Actor, note: str | None = None) -> Ticket:
        """Nobody writes any more. What its requester closes they can reopen as if it were resolved."""
        return self._decide_in(
            tx,
            ticket_id,
            lambda ticket, now: lifecycle.close(
                ticket, by, now, note=note, beside=guests.parties_for(tx, ticket, by)
            ),
            by,
        )

    @writes
    def reopen(self, tx: Transaction, ticket_id: int, *, by: Actor) -> Ticket:
        """Open again, with whoever had it unless they are away; the requester is brought into the thread: they may have left it.

        Raises AlreadyOpen too, where a requester has as many live tickets of the type as may be, and TooSoonAgain.
        """
        return self.reopen_in(tx, ticket_id, by)

    def reopen_in(self, tx: Transaction, ticket_id: int, by: Actor) -> Ticket:
        """The same, within another decision."""
        return self._decide_in(
            tx,
            ticket_id,
            lambda ticket, now: lifecycle.reopen(ticket, by, now, beside=guests.parties_for(tx, ticket, by)),
            by,
        )

    async def prioritise(self, ticket_id: int, *, priority: Priority, note: str, by: Actor) -> Ticket:
        """Staff set another priority than the form led to. Raises what `lifecycle.prioritise` raises."""
        return await self._decide(
            ticket_id,
            lambda ticket, now: lifecycle.prioritise(ticket, by, now, priority=priority, note=note),
            by,
        )

    @reads
    def get(self, reader: Reader, ticket_id: int) -> Ticket:
        """Raises UnknownTicket."""
        return store.known(reader, ticket_id)

    @reads
    def in_server(self, reader: Reader, ticket_id: int, guild_id: int) -> Ticket:
        """The ticket that a button names, if it is one of this server. Raises UnknownTicket."""
        return store.known_in(reader, ticket_id, guild_id)

    @reads
    def by_number(self, reader: Reader, guild_id: int, number: int) -> Ticket:
        """Raises UnknownTicket."""
        ticket = store.by_number(reader, guild_id, number)
        if ticket is None:
            raise UnknownTicket(number)
        return ticket

    async def meant(self, guild_id: int, number: int | None, thread_id: int) -> Ticket:
        """The ticket of this number; without one, that of the thread. Raises UnknownTicket."""
        if number is not None:
            return await self.by_number(guild_id, number)
        return await self._database.read(lambda reader: store.known_by_thread(reader, thread_id, guild_id))

    @reads
    def have_settled(self, reader: Reader, question_ids: Collection[int]) -> bool:
        """Whether these questions became tickets, of which none is live any more, or goes on in one that is."""
        found = store.of_questions(reader, question_ids)
        return bool(found) and not any(merges.is_live(reader, ticket) for ticket in found)

    @reads
    def in_thread(self, reader: Reader, thread_id: int) -> Ticket | None:
        """The ticket whose thread this is, or None."""
        return store.by_thread(reader, thread_id)

    @reads
    def queue(
        self, reader: Reader, guild_id: int, *, by: Actor, page: int = 1, wanted: Wanted = ALL_OF_IT
    ) -> Queue:
        """A page of the live tickets that are wanted, or the last one where there are fewer. Raises NotStaff, NotReader."""
        lifecycle.require_staff(by)
        require_type(wanted.type_id, by)
        found = line.count(reader, guild_id, wanted, by.id, by.barred)
        page = nearest(page, found)
        before, limit = part(page)
        shown = line.some(reader, guild_id, wanted, by.id, by.barred, offset=before, limit=limit)
        return Queue(shown, found, page, wanted)

    @reads
    def ahead_of(self, reader: Reader, ticket: Ticket) -> int:
        """How many live tickets staff will look at before this one."""
        return line.count_ahead(reader, ticket)

    @writes
    def _decide(self, tx: Transaction, ticket_id: int, decision: Decision, by: Actor) -> Ticket:
        return self._decide_in(tx, ticket_id, decision, by)

    def _decide_in(self, tx: Transaction, ticket_id: int, decision: Decision, by: Actor) -> Ticket:
        before = store.known_in(tx, ticket_id, by.guild_id)
        ticket, event = decision(before, self._clock())
        self._limits.require_calm(tx, ticket.guild_id, toward(ticket, by), event.kind)
        if event.kind is EventKind.REOPENED:
            slot = self._limits.room_for(tx, ticket, by)
            ticket = replace(ticket, slot=slot)
            if absences.is_away(tx, ticket.guild_id, ticket.assignee_id, event.at):
                ticket = ticket.without_holder()
        record(self._jobs, tx, before, ticket, event)
        if event.kind is EventKind.REOPENED:
            ticket = replace(ticket, receipts=replace(ticket.receipts, requester_added=False))
            receipts.save_doubt(tx, ticket_id)
            owe(self._jobs, tx, ticket, views.ON_CONTACT, event.at, run_now=True)
        return ticket

    def _owe_opening(self, tx: Transaction, ticket: Ticket, request: Request, now: datetime) -> None:
        """The views of a new ticket, what its source says, and the end of the question that it came from."""
        owe(self._jobs, tx, ticket, views.OF_A_NEW_TICKET, now, run_now=True)
        owe_places(self._jobs, tx, ticket.guild_id, now)
        if request.source is not None:
            self._jobs.put(
                tx,
                guild_id=ticket.guild_id,
                kind=ORIGIN_JOB,
                subject_id=ticket.id,
                due_at=now,
                data={"channel": request.source.channel_id, "message": request.source.message_id},
                run_now=True,
            )
        if request.question_id is not None:
            self._jobs.put(
                tx,
                guild_id=ticket.guild_id,
                kind=SETTLE_QUESTION_JOB,
                subject_id=request.question_id,
                due_at=now,
                run_now=True,
            )

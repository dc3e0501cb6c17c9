"""What requesters may expect: said in the opening message, kept true as the queue moves, and excused before it is missed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.tickets import expectation, store
from bot.tickets.clocks.clock import ClockKind
from bot.tickets.clocks.policy import Policy
from bot.tickets.expectation import FURTHEST, LOOK_BACK, Expectation, Span, due_at, notice_at, roughly
from bot.tickets.expectations import store as expectations
from bot.tickets.expectations.store import Told
from bot.tickets.happening import noted
from bot.tickets.line import store as line
from bot.tickets.owed import DELAY_JOB, PLACES_EVERY, owe
from bot.tickets.queue import ALL_OF_IT
from bot.tickets.quiet import quiet_until
from bot.tickets.ticket import LIVE, Event, EventKind, Status, Ticket, WaitingOn
from bot.tickets.views import View
from bot.use_cases import reads, writes

MOST_EDITS = 20
"""Opening messages of a community that are edited at a time because the queue has moved; the others follow."""

MOST_EXCUSES = 5
"""Late answers of a community that are excused within a minute: after a downtime there may be many."""

EXCUSES_IN = timedelta(minutes=1)


class Expectations:
    """Each method is one use case and one transaction. What was told is what Discord shows."""

    def __init__(self, database: Database, clock: Clock, policy: Policy, zone: tzinfo, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._calendar = policy.calendar
        self._zone = zone
        self._jobs = jobs

    @reads
    def of(self, reader: Reader, ticket: Ticket) -> Expectation:
        """What its requester may expect now. What was said of the usual time stays so while its priority and type do."""
        ahead = roughly(line.count_ahead(reader, ticket)) if _has_place(ticket) else None
        if not _awaits_staff(ticket) or store.has_response(reader, ticket.id):
            return Expectation(ahead)
        put_off_to = self._put_off_to(reader, ticket)
        if put_off_to is not None:
            return Expectation(ahead, is_awaited=True, put_off_to=put_off_to)
        usual, is_of_work = self._usual(reader, ticket), self._policy.has_hours
        return Expectation(ahead, usual, is_awaited=True, is_of_work=is_of_work)

    async def told(self, ticket: Ticket, what: Expectation) -> None:
        """Its opening message says this now; if a time was said, whoever waits is told before it is missed."""
        known = await self._database.read(lambda reader: expectations.told(reader, ticket.id))
        says = self._says(ticket, what)
        if says != known and (known is not None or says.ahead is not None or says.due_at is not None):
            await self._save(ticket, says)

    async def moved(self, guild_id: int) -> datetime | None:
        """The queue has moved: owe the opening messages that say something else of the first `FURTHEST` places, at most
        `MOST_EDITS` of them; when to go on.
        """
        outdated = await self._outdated(guild_id)
        if outdated:
            await self._owe_greetings(outdated[:MOST_EDITS])
        return self._clock() + PLACES_EVERY if len(outdated) > MOST_EDITS else None

    @writes
    def excuse(self, tx: Transaction, ticket_id: int) -> datetime | None:
        """An answer will be late: say so, once, with a new time. When to try again: at night, and where many are late
        at once, that waits.
        """
        ticket, now = store.known(tx, ticket_id), self._clock()
        known = expectations.told(tx, ticket_id)
        if known is None or known.due_at is None:
            return None
        if not _awaits_staff(ticket) or store.has_response(tx, ticket_id):
            expectations.forget(tx, ticket_id)
            return None
        if self._put_off_to(tx, ticket) is not None:
            return None
        later = quiet_until(now, self._policy.settings.quiet_hours, self._zone) or self._pause(
            tx, ticket.guild_id, now
        )
        if later is not None:
            return later
        until = expectation.new_time(
            ticket.opened_at, known.due_at, now, self._samples(tx, ticket), self._calendar
        )
        until = quiet_until(until, self._policy.settings.quiet_hours, self._zone) or until
        event = Event(EventKind.DELAYED, None, now, until=until, is_late=now >= known.due_at)
        noted(self._jobs, tx, ticket, event)
        owe(self._jobs, tx, ticket, (View.NEWS, View.GREETING), now)
        return None

    @reads
    def _outdated(self, reader: Reader, guild_id: int) -> list[Ticket]:
        """Those whose opening message names another place than they have, the first in the queue first."""
        waiting = line.some(reader, guild_id, ALL_OF_IT, 0, offset=0, limit=FURTHEST)
        said = expectations.told_places(reader, [ticket.id for ticket in waiting])
        return [
            ticket
            for ahead, ticket in enumerate(waiting)
            if ticket.id in said and _has_place(ticket) and said[ticket.id] != roughly(ahead)
        ]

    @writes
    def _owe_greetings(self, tx: Transaction, outdated: Sequence[Ticket]) -> None:
        for ticket in outdated:
            owe(self._jobs, tx, ticket, [View.GREETING], self._clock())

    @writes
    def _save(self, tx: Transaction, ticket: Ticket, says: Told) -> None:
        expectations.save_told(tx, ticket.guild_id, ticket.id, says)
        if says.due_at is None:
            self._jobs.cancel(tx, DELAY_JOB, ticket.id)
            return
        at = notice_at(ticket.opened_at, says.due_at, self._calendar)
        self._jobs.put(tx, guild_id=ticket.guild_id, kind=DELAY_JOB, subject_id=ticket.id, due_at=at)

    def _says(self, ticket: Ticket, what: Expectation) -> Told:
        due = None
        if what.is_awaited and what.put_off_to is None:
            promised = self._policy.target(ticket.type_id, ticket.priority, ClockKind.FIRST_RESPONSE)
            due = due_at(ticket.opened_at, what.usual, promised, self._calendar)
            if due is not None and due <= self._clock():
                due = None
        return Told(ticket.type_id, ticket.priority, what.ahead, what.usual, due)

    def _usual(self, reader: Reader, ticket: Ticket) -> Span | None:
        known = expectations.told(reader, ticket.id)
        if known is not None and (known.type_id, known.priority) == (ticket.type_id, ticket.priority):
            found = known.usual
        else:
            found = expectation.usual(self._samples(reader, ticket))
        if found is None or expectation.after(ticket.opened_at, found.high, self._calendar) <= self._clock():
            return None
        return found

    def _samples(self, reader: Reader, ticket: Ticket) -> Sequence[timedelta]:
        since = self._clock() - LOOK_BACK
        return expectations.taken(reader, ticket.guild_id, ticket.type_id, ticket.priority, since, self._calendar)

    def _put_off_to(self, reader: Reader, ticket: Ticket) -> datetime | None:
        """The new time that was said, which stands for good: one excuse is an apology, two are a habit."""
        history = store.events_after(reader, ticket.id, 0)
        return next((one.event.until for one in history if one.event.kind is EventKind.DELAYED), None)

    def _pause(self, reader: Reader, guild_id: int, now: datetime) -> datetime | None:
        """When the next may be excused, if there were many just now."""
        lately = expectations.excused_at(reader, guild_id, now - EXCUSES_IN)
        return min(lately) + EXCUSES_IN if len(lately) >= MOST_EXCUSES else None


def _awaits_staff(ticket: Ticket) -> bool:
    return ticket.status in LIVE and ticket.waiting_on is WaitingOn.STAFF and not ticket.is_snoozed


def _has_place(ticket: Ticket) -> bool:
    """Whether it waits for anybody of staff to take it."""
    return ticket.status is Status.OPEN and _awaits_staff(ticket)

"""Staff ask whether a ticket is solved, and its customers answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.tickets import store
from bot.tickets.guests import store as guests
from bot.tickets.owed import record
from bot.tickets.parties import Parties
from bot.tickets.promises.times import moment
from bot.tickets.service import TicketService
from bot.tickets.silences import request, silence
from bot.tickets.ticket import REVERSIBLE, Event, StoredEvent, Ticket
from bot.use_cases import reads, writes
from bot.zones import zone

Decision = Callable[[Ticket, Sequence[StoredEvent], Parties, datetime], tuple[Ticket, Event]]


@dataclass(frozen=True)
class Objected:
    """The ticket as it is, and whether it had been closed."""

    ticket: Ticket
    is_reopened: bool = False


class CloseRequests:
    """Each method is one use case and one transaction. Afterwards, run what it owes: `views.in_order`."""

    def __init__(
        self, database: Database, clock: Clock, zone_name: str, jobs: JobRunner, tickets: TicketService
    ) -> None:
        self._database = database
        self._clock = clock
        self._zone_name = zone_name
        self._jobs = jobs
        self._tickets = tickets

    async def ask(self, ticket_id: int, until: str, *, by: Actor, note: str | None = None) -> Ticket:
        """Ask whether it is solved; where nobody answers, it counts as solved at a time as staff write it, or never.

        Raises UnclearTime, and what `request.ask` raises.
        """

        def asked(
            ticket: Ticket, history: Sequence[StoredEvent], _: Parties, now: datetime
        ) -> tuple[Ticket, Event]:
            request.require_unasked(ticket, history, by)
            at = moment(until, now, zone(self._zone_name)) if until else None
            return request.ask(ticket, history, by, now, note=note, until=at)

        return await self._decide(ticket_id, asked, by)

    async def accept(self, ticket_id: int, question: int, *, by: Actor) -> Ticket:
        """It is solved, to the question of this name. Raises what `request.accept` raises."""
        return await self._decide(
            ticket_id,
            lambda ticket, history, beside, now: request.accept(ticket, history, question, by, now, beside),
            by,
        )

    async def deny(self, ticket_id: int, question: int, *, by: Actor) -> Ticket:
        """It is not. Raises what `request.deny` raises."""
        return await self._decide(
            ticket_id,
            lambda ticket, history, beside, now: request.deny(ticket, history, question, by, now, beside),
            by,
        )

    @writes
    def object_to(self, tx: Transaction, ticket_id: int, *, by: Actor) -> Objected:
        """After a reminder: it is still a problem; what was closed meanwhile is open again.

        Raises what `request.object_to` raises, and there `TicketService.reopen`.
        """
        if store.known_in(tx, ticket_id, by.guild_id).status in REVERSIBLE:
            return Objected(self._tickets.reopen_in(tx, ticket_id, by), is_reopened=True)
        return Objected(
            self._decide_in(
                tx, ticket_id, lambda ticket, _, beside, now: request.object_to(ticket, by, now, beside), by
            )
        )

    @reads
    def may_ask(self, reader: Reader, ticket_id: int, *, by: Actor) -> None:
        """To be asked before a form is filled in for nothing. Raises what `request.require_unasked` raises."""
        ticket = store.known_in(reader, ticket_id, by.guild_id)
        request.require_unasked(ticket, store.events_after(reader, ticket_id, 0), by)

    @reads
    def live(self, reader: Reader, ticket: Ticket) -> StoredEvent | None:
        """The question that waits for an answer, with the time that the thread is told."""
        if not silence.awaits_requester(ticket):
            return None
        found = silence.asked(ticket, store.events_after(reader, ticket.id, 0))
        return None if found is None else silence.as_told(ticket, found, self._clock())

    @writes
    def _decide(self, tx: Transaction, ticket_id: int, decision: Decision, by: Actor) -> Ticket:
        return self._decide_in(tx, ticket_id, decision, by)

    def _decide_in(self, tx: Transaction, ticket_id: int, decision: Decision, by: Actor) -> Ticket:
        before, now = store.known_in(tx, ticket_id, by.guild_id), self._clock()
        history = store.events_after(tx, ticket_id, 0)
        ticket, event = decision(before, history, guests.parties_for(tx, before, by), now)
        record(self._jobs, tx, before, ticket, event)
        return ticket

"""What people do with tickets: open, claim, release, resolve, close, reopen, and look at the queue.

Every change of a ticket owes Discord a view of it: the job `ticket.show`, written in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, IntegrityError, Transaction
from bot.errors import AlreadyOpen, BotRequester, NotStaff, UnknownTicket, UnknownTicketType
from bot.jobs.runner import JobRunner
from bot.reputation.service import ReputationService
from bot.ticket_types import Tickets, TicketType
from bot.tickets import lifecycle, store
from bot.tickets.lifecycle import Detail, Event, EventKind, Receipts, StoredEvent, Ticket
from bot.tickets.panel import Panel
from bot.tickets.priority import Impact, priority

OPEN_JOB = "ticket.open"
"""Makes the thread, the first message and the card of a ticket. Subject: the ticket."""

SHOW_JOB = "ticket.show"
"""Brings thread and card up to date with the database. Subject: the ticket."""

AUTO_CLOSE_JOB = "ticket.auto_close"
"""Closes a ticket that stayed resolved. Subject: the ticket."""

SUMMARY_LENGTH = 90
"""Characters; a summary stands in lists and thread names, which Discord cuts at 100."""

Decision = Callable[[Ticket, datetime], tuple[Ticket, Event]]


@dataclass(frozen=True)
class Request:
    """What a requester asks for: the filled-in modal, as `context` where it came from, and their language."""

    guild_id: int
    type_id: str
    requester_id: int
    details: tuple[Detail, ...]
    impact: Impact | None
    interaction_id: int
    context: tuple[Detail, ...] = ()
    requester_is_bot: bool = False
    question_id: int | None = None
    language: str | None = None


class TicketService:
    """Each method is one use case and one transaction. After a change, run `SHOW_JOB` for the ticket."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Tickets,
        jobs: JobRunner,
        reputation: ReputationService,
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._jobs = jobs
        self._reputation = reputation

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

    async def open(self, request: Request, *, by: Actor) -> Ticket:
        """Write the ticket and owe its opening; the same submission twice gives the same ticket.

        Staff may open one for somebody else. Raises NotStaff, BotRequester, UnknownTicketType, AlreadyOpen.
        """
        self.allow(request.requester_id, is_bot=request.requester_is_bot, by=by)
        kind = self.type(request.type_id)
        if kind.goes_to == "community":
            raise UnknownTicketType(kind.id)
        now = self._clock()
        try:
            async with self._database.tx() as tx:
                known = await store.by_interaction(tx, request.interaction_id)
                if known is not None:
                    return known
                ticket = await store.insert_ticket(
                    tx,
                    guild_id=request.guild_id,
                    type_id=kind.id,
                    priority=priority(kind.priority, request.impact),
                    requester_id=request.requester_id,
                    summary=summary(request.details) or kind.label,
                    details=request.details + request.context,
                    question_id=request.question_id,
                    interaction_id=request.interaction_id,
                    at=now,
                    language=request.language,
                )
                await store.append(tx, ticket, Event(EventKind.OPENED, by.id, now))
                await self._jobs.put(
                    tx,
                    guild_id=ticket.guild_id,
                    kind=OPEN_JOB,
                    subject_id=ticket.id,
                    due_at=now,
                    run_now=True,
                )
        except IntegrityError:
            await self.require_none_live(request.guild_id, request.requester_id, kind.id)
            raise
        return ticket

    def allow(self, requester_id: int, *, is_bot: bool, by: Actor) -> None:
        """Staff may open a ticket for anybody but a bot, others for themselves. Raises NotStaff, BotRequester."""
        if by.id != requester_id and not by.is_staff:
            raise NotStaff
        if is_bot:
            raise BotRequester

    async def require_none_live(self, guild_id: int, requester_id: int, type_id: str) -> None:
        """To be asked before a form is filled in for nothing. Raises AlreadyOpen."""
        async with self._database.read() as reader:
            live = await store.live_of(reader, guild_id, requester_id, type_id)
        if live is not None:
            raise AlreadyOpen(live.number, live.receipts.thread_id)

    async def save_receipts(self, ticket_id: int, receipts: Receipts) -> None:
        """A step of the opening is made."""
        async with self._database.tx() as tx:
            await store.save_receipts(tx, ticket_id, receipts)

    async def finish_opening(self, ticket_id: int) -> Ticket:
        """The opening is complete: into the queue, and its job is gone, at once."""
        async with self._database.tx() as tx:
            ticket = lifecycle.finish_opening(await self._get(tx, ticket_id))
            await store.save(tx, ticket, None)
            await self._jobs.cancel(tx, OPEN_JOB, ticket_id)
        return ticket

    async def claim(self, ticket_id: int, *, by: Actor) -> Ticket:
        """Take it. Two who press at once: one wins, the other gets AlreadyClaimed."""
        return await self._decide(ticket_id, lambda ticket, now: lifecycle.claim(ticket, by, now))

    async def release(self, ticket_id: int, *, by: Actor) -> Ticket:
        """Give it back to the queue."""
        return await self._decide(ticket_id, lambda ticket, now: lifecycle.release(ticket, by, now))

    async def resolve(
        self,
        ticket_id: int,
        *,
        by: Actor,
        note: str | None = None,
        helper_id: int | None = None,
        helper_is_bot: bool = False,
    ) -> Ticket:
        """It is solved; a helper is credited in the same transaction. Time closes it later.

        Raises what `lifecycle.resolve` and `reputation.rules.credit` raise.
        """
        now = self._clock()
        async with self._database.tx() as tx:
            ticket, event = lifecycle.resolve(
                await self._get(tx, ticket_id), by, now, note=note, helper_id=helper_id
            )
            if helper_id is not None:
                await self._reputation.credit_ticket_help(
                    tx,
                    guild_id=ticket.guild_id,
                    ticket_id=ticket.id,
                    requester_id=ticket.requester_id,
                    helper_id=helper_id,
                    helper_is_bot=helper_is_bot,
                    by=by,
                )
            await self._save(tx, ticket, event)
            await self._owe_closing(tx, ticket, now)
        return ticket

    async def close(self, ticket_id: int, *, by: Actor, note: str | None = None) -> Ticket:
        """Nobody writes any more."""
        return await self._decide(ticket_id, lambda ticket, now: lifecycle.close(ticket, by, now, note=note))

    async def expire(self, ticket_id: int) -> Ticket | None:
        """Close what stayed resolved; None where it moved on."""
        async with self._database.tx() as tx:
            decided = lifecycle.expire(await self._get(tx, ticket_id), self._clock())
            if decided is None:
                return None
            await self._save(tx, *decided)
        return decided[0]

    async def reopen(self, ticket_id: int, *, by: Actor) -> Ticket:
        """Back into the queue. Raises AlreadyOpen too, where the requester has a newer live ticket of the type."""
        try:
            return await self._decide(ticket_id, lambda ticket, now: lifecycle.reopen(ticket, by, now))
        except IntegrityError:
            old = await self.get(ticket_id)
            await self.require_none_live(old.guild_id, old.requester_id, old.type_id)
            raise

    async def wrote(self, thread_id: int, *, by: Actor) -> None:
        """Somebody wrote in this thread. If it is a ticket's, staff's first line is recorded as the response, and
        a line of the requester in a resolved ticket puts its closing off.
        """
        now = self._clock()
        async with self._database.read() as reader:
            ticket = await store.by_thread(reader, thread_id)
            if ticket is None:
                return
            is_response = lifecycle.respond(ticket, by, now) is not None
            is_first = is_response and not await store.has_response(reader, ticket.id)
        if not is_first and not lifecycle.puts_closing_off(ticket, by):
            return  # as most lines are: no need to keep the writer from others
        async with self._database.tx() as tx:
            ticket = await self._get(tx, ticket.id)
            event = lifecycle.respond(ticket, by, now)
            if event is not None and not await store.has_response(tx, ticket.id):
                await store.append(tx, ticket, event)
            if lifecycle.puts_closing_off(ticket, by):
                await self._owe_closing(tx, ticket, now)

    async def thread_deleted(self, thread_id: int) -> None:
        """Somebody has deleted this thread; if a ticket waits in it, another one is owed."""
        async with self._database.tx() as tx:
            ticket = await store.by_thread(tx, thread_id)
            if ticket is None or ticket.status not in lifecycle.LIVE:
                return
            await self._jobs.put(
                tx, guild_id=ticket.guild_id, kind=SHOW_JOB, subject_id=ticket.id, due_at=self._clock()
            )

    async def announced(self, ticket_id: int, event_id: int) -> None:
        """Everything up to this event has been said in the thread."""
        async with self._database.tx() as tx:
            await store.save_announced(tx, ticket_id, event_id)

    async def get(self, ticket_id: int) -> Ticket:
        """Raises UnknownTicket."""
        async with self._database.read() as reader:
            ticket = await store.get(reader, ticket_id)
        if ticket is None:
            raise UnknownTicket(None)
        return ticket

    async def by_number(self, guild_id: int, number: int) -> Ticket:
        """Raises UnknownTicket."""
        async with self._database.read() as reader:
            ticket = await store.by_number(reader, guild_id, number)
        if ticket is None:
            raise UnknownTicket(number)
        return ticket

    async def in_thread(self, thread_id: int) -> Ticket | None:
        """The ticket whose thread this is, or None."""
        async with self._database.read() as reader:
            return await store.by_thread(reader, thread_id)

    async def queue(self, guild_id: int, *, by: Actor) -> list[Ticket]:
        """All live tickets, the most urgent first, then the longest waiting. Raises NotStaff."""
        if not by.is_staff:
            raise NotStaff
        async with self._database.read() as reader:
            return await store.live(reader, guild_id)

    async def ahead_of(self, ticket: Ticket) -> int:
        """How many live tickets staff will look at before this one."""
        async with self._database.read() as reader:
            live = await store.live(reader, ticket.guild_id)
        return next((place for place, other in enumerate(live) if other.id == ticket.id), len(live))

    async def panel(self, guild_id: int) -> Panel | None:
        """Where the community's panel stands."""
        async with self._database.read() as reader:
            return await store.panel(reader, guild_id)

    async def save_panel(self, guild_id: int, panel: Panel) -> None:
        """The panel stands here now."""
        async with self._database.tx() as tx:
            await store.save_panel(tx, guild_id, panel)

    async def unannounced(self, ticket: Ticket) -> list[StoredEvent]:
        """The events that the thread has not been told of, oldest first."""
        async with self._database.read() as reader:
            return await store.events_after(reader, ticket.id, ticket.announced_event_id)

    async def _decide(self, ticket_id: int, decision: Decision) -> Ticket:
        async with self._database.tx() as tx:
            ticket, event = decision(await self._get(tx, ticket_id), self._clock())
            await self._save(tx, ticket, event)
            await self._jobs.cancel(tx, AUTO_CLOSE_JOB, ticket_id)
        return ticket

    async def _save(self, tx: Transaction, ticket: Ticket, event: Event) -> None:
        await store.save(tx, ticket, event)
        await self._jobs.put(
            tx,
            guild_id=ticket.guild_id,
            kind=SHOW_JOB,
            subject_id=ticket.id,
            due_at=event.at,
            run_now=event.actor_id is not None,
        )

    async def _owe_closing(self, tx: Transaction, ticket: Ticket, now: datetime) -> None:
        await self._jobs.put(
            tx,
            guild_id=ticket.guild_id,
            kind=AUTO_CLOSE_JOB,
            subject_id=ticket.id,
            due_at=now + timedelta(days=self._settings.auto_close_days),
        )

    async def _get(self, tx: Transaction, ticket_id: int) -> Ticket:
        ticket = await store.get(tx, ticket_id)
        if ticket is None:
            raise UnknownTicket(None)
        return ticket


def summary(details: tuple[Detail, ...]) -> str:
    """One line out of the longest thing that was written: it says the most."""
    text = " ".join(max((detail.text for detail in details), key=len, default="").split())
    return text if len(text) <= SUMMARY_LENGTH else text[: SUMMARY_LENGTH - 1].rstrip() + "…"

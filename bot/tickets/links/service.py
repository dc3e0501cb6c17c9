"""Staff say that two tickets have to do with each other, and that they do not."""

from __future__ import annotations

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Transaction
from bot.jobs.runner import JobRunner
from bot.ticket_errors import AlreadyLinked, NotLinked, SameTicket
from bot.tickets import store
from bot.tickets.links import store as links
from bot.tickets.owed import owe
from bot.tickets.reading import require_reader
from bot.tickets.ticket import Ticket
from bot.tickets.views import View
from bot.use_cases import writes


class Linking:
    """Each method is one use case and one transaction. It returns both tickets, whose cards say so; no thread is told."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs

    async def link(self, ticket_id: int, other_id: int, *, by: Actor) -> tuple[Ticket, Ticket]:
        """In whatever state they are. Raises NotStaff, NotReader, UnknownTicket, SameTicket, AlreadyLinked."""
        return await self._save(ticket_id, other_id, by=by, is_linked=True)

    async def unlink(self, ticket_id: int, other_id: int, *, by: Actor) -> tuple[Ticket, Ticket]:
        """Raises NotStaff, NotReader, UnknownTicket, SameTicket, NotLinked."""
        return await self._save(ticket_id, other_id, by=by, is_linked=False)

    @writes
    def _save(
        self, tx: Transaction, ticket_id: int, other_id: int, *, by: Actor, is_linked: bool
    ) -> tuple[Ticket, Ticket]:
        ticket, other = (store.known_in(tx, id_, by.guild_id) for id_ in (ticket_id, other_id))
        for one in (ticket, other):
            require_reader(one, by)
        if ticket.id == other.id:
            raise SameTicket(ticket.number)
        are_linked = other.id in {one.id for one in links.linked(tx, ticket)}
        if are_linked == is_linked:
            raise (AlreadyLinked if is_linked else NotLinked)(ticket.number, other.number)
        now = self._clock()
        links.add(tx, ticket, other.id, by=by.id, at=now, is_linked=is_linked)
        for one in (ticket, other):
            owe(self._jobs, tx, one, (View.CARD,), now, run_now=True)
        return ticket, other

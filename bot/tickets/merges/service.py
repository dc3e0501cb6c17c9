"""Staff merge tickets that are about the same, and take that back."""

from __future__ import annotations

from dataclasses import replace

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Transaction
from bot.jobs.runner import JobRunner
from bot.ticket_errors import UnknownTicket
from bot.ticket_types import Tickets
from bot.tickets import merging, store, views
from bot.tickets.limits import Limits
from bot.tickets.merges import store as merges
from bot.tickets.owed import owe, owe_change
from bot.tickets.receipts import store as receipts
from bot.tickets.ticket import Ticket
from bot.tickets.views import View
from bot.use_cases import writes


class Merging:
    """Each method is one use case and one transaction. It returns both tickets, and both have to be shown."""

    def __init__(self, database: Database, clock: Clock, settings: Tickets, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._limits = Limits(clock, settings)
        self._jobs = jobs

    @writes
    def merge(self, tx: Transaction, ticket_id: int, into_id: int, *, by: Actor) -> tuple[Ticket, Ticket]:
        """One ticket goes on in the other: whoever belongs to it is brought into that one's thread.

        Raises UnknownTicket, and what `merging.merge` raises.
        """
        before, into_before = (store.known_in(tx, id_, by.guild_id) for id_ in (ticket_id, into_id))
        now = self._clock()
        (ticket, event), (into, absorbed) = merging.merge(before, into_before, by, now)
        store.save(tx, ticket, event)
        store.save(tx, into, absorbed)
        receipts.save_doubt(tx, into.id)
        owe_change(self._jobs, tx, into_before, into, absorbed)
        owe(self._jobs, tx, into, views.ON_CONTACT, now, run_now=True)
        owe_change(self._jobs, tx, before, ticket, event)
        return store.known(tx, ticket.id), store.known(tx, into.id)

    @writes
    def unmerge(self, tx: Transaction, ticket_id: int, *, by: Actor) -> tuple[Ticket, Ticket]:
        """It goes on by itself again, and who belongs to nothing else there is taken out of the other one's thread.

        Raises UnknownTicket, and what `merging.unmerge` raises.
        """
        before, now = store.known_in(tx, ticket_id, by.guild_id), self._clock()
        number = merging.require_merged(before, by)
        other = store.by_number(tx, by.guild_id, number)
        if other is None:
            raise UnknownTicket(number)
        (ticket, event), (into, parted) = merging.unmerge(before, other, by, now)
        ticket = replace(ticket, slot=self._limits.room_for(tx, ticket, by))
        store.save(tx, ticket, event)
        store.save(tx, into, parted)
        receipts.save_doubt(tx, ticket.id)
        owe_change(self._jobs, tx, before, ticket, event)
        owe(self._jobs, tx, ticket, views.ON_CONTACT, now, run_now=True)
        owe_change(self._jobs, tx, other, into, parted)
        for one in (into, *(store.known(tx, above.id) for above in merges.above(tx, into))):
            owe(self._jobs, tx, one, (View.MEMBER, View.CARD), now, run_now=True)
        return store.known(tx, ticket.id), store.known(tx, into.id)

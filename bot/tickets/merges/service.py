"""Staff merge tickets that are about the same, and take that back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.ticket_errors import UnknownTicket
from bot.ticket_settings import Tickets
from bot.tickets import merging, store, views
from bot.tickets.absences import store as absences
from bot.tickets.guests import store as guests
from bot.tickets.happening import changed
from bot.tickets.hearing import SKEW, Line
from bot.tickets.limits import Limits
from bot.tickets.merges import store as merges
from bot.tickets.owed import owe, owe_change, owe_waking
from bot.tickets.promises.owed import owe_parted
from bot.tickets.receipts import store as receipts
from bot.tickets.relations import Other
from bot.tickets.silences.silence import said
from bot.tickets.ticket import Event, EventKind, StoredEvent, Ticket
from bot.tickets.views import View
from bot.use_cases import reads, writes


@dataclass(frozen=True)
class Apart:
    """Since when a ticket goes on in others, and in which."""

    since: datetime
    elsewhere: list[Other]


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
        (ticket, event), (into, absorbed) = merging.merge(
            before,
            into_before,
            by,
            now,
            is_answered=said(before, store.events_after(tx, before.id, 0)).awaits_customers,
        )
        changed(self._jobs, tx, before, ticket, event)
        changed(self._jobs, tx, into_before, into, absorbed)
        receipts.save_doubt(tx, into.id)
        owe_change(self._jobs, tx, into_before, into, absorbed)
        owe(self._jobs, tx, into, views.ON_CONTACT, now, run_now=True)
        owe_change(self._jobs, tx, before, ticket, event)
        return store.known(tx, ticket.id), store.known(tx, into.id)

    @reads
    def apart_since(self, reader: Reader, ticket_id: int, *, by: Actor) -> Apart:
        """Where to look, before a merge is taken back, for what was said meanwhile. Raises what `unmerge` raises."""
        ticket = store.known_in(reader, ticket_id, by.guild_id)
        merging.require_merged(ticket, by)
        return Apart(self._merged(reader, ticket).event.at - SKEW, merges.above(reader, ticket))

    @writes
    def unmerge(
        self, tx: Transaction, ticket_id: int, *, by: Actor, lines: Sequence[Line] | None = None
    ) -> tuple[Ticket, Ticket]:
        """It goes on by itself again, and who belongs to nothing else there is taken out of the other one's thread. `lines`
        were written since the merge where it went on; None where they cannot be read.

        Raises UnknownTicket, and what `merging.unmerge` raises.
        """
        before, now = store.known_in(tx, ticket_id, by.guild_id), self._clock()
        number = merging.require_merged(before, by)
        other = store.by_number(tx, by.guild_id, number)
        if other is None:
            raise UnknownTicket(number)
        gone_by = merging.meanwhile(guests.belonging(tx, before), self._since(tx, before), lines)
        (ticket, event), (into, parted) = merging.unmerge(before, other, by, now, gone_by)
        if absences.is_away(tx, ticket.guild_id, ticket.assignee_id, now):
            ticket = ticket.without_holder()
        ticket = replace(ticket, slot=self._limits.room_for(tx, ticket, by))
        changed(self._jobs, tx, before, ticket, event)
        changed(self._jobs, tx, other, into, parted)
        receipts.save_doubt(tx, ticket.id)
        owe_change(self._jobs, tx, before, ticket, event)
        owe(self._jobs, tx, ticket, views.ON_CONTACT, now, run_now=True)
        owe_waking(self._jobs, tx, ticket)
        owe_change(self._jobs, tx, other, into, parted)
        owe_parted(self._jobs, tx, ticket, into, now)
        for one in (into, *(store.known(tx, above.id) for above in merges.above(tx, into))):
            owe(self._jobs, tx, one, (View.MEMBER, View.CARD), now, run_now=True)
        return store.known(tx, ticket.id), store.known(tx, into.id)

    def _merged(self, reader: Reader, ticket: Ticket) -> StoredEvent:
        """When and how it was, the last time."""
        history = store.events_after(reader, ticket.id, 0)
        return next(one for one in reversed(history) if one.event.kind is EventKind.MERGED)

    def _since(self, reader: Reader, ticket: Ticket) -> list[Event]:
        """What has happened since to the ticket, and where it goes on."""
        since = self._merged(reader, ticket).id
        ids = [ticket.id, *(other.id for other in merges.above(reader, ticket))]
        return [one.event for id_ in ids for one in store.events_after(reader, id_, since)]

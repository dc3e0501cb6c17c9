"""Staff bring somebody into a ticket's thread, and take them out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.ticket_errors import BelongsThere, NotAdded, StaysThere
from bot.tickets import store, views
from bot.tickets.guests import store as guests
from bot.tickets.happening import noted
from bot.tickets.hearing import Line
from bot.tickets.lifecycle import require_work
from bot.tickets.merges import store as merges
from bot.tickets.owed import owe
from bot.tickets.reading import require_reader
from bot.tickets.ticket import Event, EventKind, Ticket
from bot.tickets.views import View
from bot.use_cases import writes


class Guests:
    """Each method is one use case and one transaction. The thread is a view: who belongs there follows as soon as it can."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs

    @writes
    def add(self, tx: Transaction, ticket_id: int, member_id: int, *, by: Actor) -> Ticket:
        """They read all that stands in the thread, and are heard like the requester.

        Raises UnknownTicket, BelongsThere, and what `lifecycle.require_work` raises.
        """
        ticket = store.known_in(tx, ticket_id, by.guild_id)
        require_work(ticket, by)
        if member_id in guests.belonging(tx, ticket):
            raise BelongsThere(ticket.number, member_id)
        guests.save_added(tx, ticket, member_id, is_added=True)
        self._tell(tx, ticket, Event(EventKind.GUEST_ADDED, by.id, self._clock(), member_id=member_id))
        return ticket

    @writes
    def remove(self, tx: Transaction, ticket_id: int, member_id: int, *, by: Actor) -> Ticket:
        """They read no more of it, in whatever state it is. Whom the ticket or what is merged into it belongs to stays.

        Raises UnknownTicket, NotStaff, NotReader, NotAdded, StaysThere.
        """
        ticket = store.known_in(tx, ticket_id, by.guild_id)
        require_reader(ticket, by)
        is_added = member_id in guests.added(tx, ticket)
        if is_added:
            guests.save_added(tx, ticket, member_id, is_added=False)
        if member_id in guests.belonging(tx, ticket):
            raise _stays(tx, ticket, member_id)  # and added they are still: nothing of this is kept
        if not is_added:
            raise NotAdded(ticket.number, member_id)
        self._tell(tx, ticket, Event(EventKind.GUEST_REMOVED, by.id, self._clock(), member_id=member_id))
        return ticket

    def _tell(self, tx: Transaction, ticket: Ticket, event: Event) -> None:
        noted(self._jobs, tx, ticket, event)
        owe(self._jobs, tx, ticket, (*views.ON_CONTACT, View.NEWS, View.CARD), event.at, run_now=True)
        for above in merges.above(tx, ticket):
            owe(self._jobs, tx, store.known(tx, above.id), (View.MEMBER,), event.at, run_now=True)


def _stays(reader: Reader, ticket: Ticket, member_id: int) -> StaysThere:
    """By which ticket somebody belongs there who was not added to this very one."""
    places = [ticket, *(store.known(reader, other.id) for other in merges.merged_into(reader, ticket))]
    own = next((one.number for one in places if one.requester_id == member_id), None)
    if own is not None:
        return StaysThere(ticket.number, member_id, own, is_own=True)
    added_to = next(one.number for one in places[1:] if member_id in guests.added(reader, one))
    return StaysThere(ticket.number, member_id, added_to, is_own=False)


def with_guests(reader: Reader, ticket: Ticket, lines: Sequence[Line]) -> list[Line]:
    """These lines of the ticket's thread, with which of them guests wrote. Of whom it is asked once, and only where needed."""

    def may_be_guests(line: Line) -> bool:
        return not line.is_staff and line.author_id != ticket.requester_id

    belonging = guests.belonging(reader, ticket) if any(map(may_be_guests, lines)) else set[int]()
    return [
        replace(line, is_guests=line.author_id in belonging) if may_be_guests(line) else line for line in lines
    ]

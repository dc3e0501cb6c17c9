"""Whether a ticket may go on in another one, and what is so when that is taken back. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.actor import Actor
from bot.errors import NotStaff
from bot.ticket_errors import NotMerged, SameTicket
from bot.tickets.lifecycle import live_again, require_work, turned
from bot.tickets.ticket import Event, EventKind, Status, Ticket, WaitingOn

Change = tuple[Ticket, Event]


def merge(ticket: Ticket, into: Ticket, by: Actor, at: datetime) -> tuple[Change, Change]:
    """The ticket is closed and goes on in the other one, which keeps its assignee and its priority. If either waits for
    staff, so does that: nobody who wrote is forgotten.

    Raises SameTicket, and for either what `require_work` raises.
    """
    require_work(ticket, by)
    if ticket.id == into.id:
        raise SameTicket(ticket.number)
    require_work(into, by)
    return (
        (
            replace(ticket, status=Status.CLOSED, merged_into=into.number),
            Event(EventKind.MERGED, by.id, at, number=into.number),
        ),
        (_joined(ticket, into, at), Event(EventKind.ABSORBED, by.id, at, number=ticket.number)),
    )


def _joined(ticket: Ticket, into: Ticket, at: datetime) -> Ticket:
    is_for_staff = ticket.waiting_on is WaitingOn.STAFF and not ticket.is_snoozed
    return turned(into, WaitingOn.STAFF, at) if is_for_staff and into.waiting_on is not WaitingOn.STAFF else into


def unmerge(ticket: Ticket, into: Ticket, by: Actor, at: datetime) -> tuple[Change, Change]:
    """The ticket goes on by itself again, with whoever had it, and staff's turn, in the place that it had. The other one
    stays as it is, also where it has been resolved meanwhile. Raises what `require_merged` raises.
    """
    require_merged(ticket, by)
    again = live_again(ticket, at)
    if ticket.waiting_on is WaitingOn.STAFF:
        again = replace(again, waits_since=ticket.waits_since)
    return (
        (
            replace(again, merged_into=None),
            Event(EventKind.UNMERGED, by.id, at, number=into.number),
        ),
        (into, Event(EventKind.PARTED, by.id, at, number=ticket.number)),
    )


def require_merged(ticket: Ticket, by: Actor) -> int:
    """The number of the ticket in which this one goes on. Raises NotStaff, NotMerged."""
    if not by.is_staff:
        raise NotStaff
    if ticket.merged_into is None:
        raise NotMerged(ticket.number)
    return ticket.merged_into

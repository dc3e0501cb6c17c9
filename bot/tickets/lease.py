"""How long a claim holds while nobody of staff writes. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.tickets.ticket import Event, EventKind, Status, Ticket, WaitingOn

GRACE = timedelta(hours=1)
"""For so long after a start no claim lapses: what was written meanwhile is read first."""

AT_ONCE = 10
"""So many claims lapse together at the most."""


def ends_at(ticket: Ticket, lease: timedelta) -> datetime | None:
    """When the claim lapses if nobody of staff writes until then; None where it does not.

    It runs only while it is staff's turn and the ticket is not snoozed: from the claim on, or from when it became their turn. So whoever of staff
    writes ends it, for then it is the requester's. A lease of no length never ends.
    """
    is_running = ticket.status is Status.CLAIMED and ticket.waiting_on is WaitingOn.STAFF and not ticket.is_snoozed
    return ticket.held_since + lease if is_running and ticket.held_since is not None and lease else None


def latest(lease: timedelta, started_at: datetime, now: datetime) -> datetime | None:
    """Who has had a ticket since then or before, it is time to take it from; None where it is from nobody."""
    is_off = not lease or now < started_at + GRACE
    return None if is_off else now - lease


def lapse(ticket: Ticket, at: datetime) -> tuple[Ticket, Event]:
    """Back to the queue, because nobody wrote."""
    return (
        ticket.without_holder(),
        Event(EventKind.LAPSED, None, at, member_id=ticket.assignee_id),
    )

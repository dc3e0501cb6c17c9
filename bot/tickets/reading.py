"""Who of staff reads a ticket: whoever is not barred from its type. Pure.

Who is barred is to a ticket what any other member is: its requester perhaps, or a guest, but never staff.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.actor import Actor
from bot.errors import NotStaff
from bot.ticket_errors import NotReader
from bot.tickets.ticket import Event, EventKind, Status, Ticket


def reads(ticket: Ticket, by: Actor) -> bool:
    """Whether this person is staff of the ticket."""
    return reads_type(ticket.type_id, by)


def reads_type(type_id: str, by: Actor) -> bool:
    """The same of all that is of this type."""
    return by.is_staff and type_id not in by.barred


def require_reader(ticket: Ticket, by: Actor) -> None:
    """Raises NotStaff, NotReader."""
    if not by.is_staff:
        raise NotStaff
    require_type(ticket.type_id, by)


def require_type(type_id: str | None, by: Actor) -> None:
    """Of staff, who asks for tickets of one type reads these; None for any. Raises NotReader."""
    if type_id is not None and type_id in by.barred:
        raise NotReader(by.barred[type_id])


def give_back(ticket: Ticket, holder: Actor, at: datetime) -> tuple[Ticket, Event] | None:
    """Back to the queue, because who has it does not read it any more; None where they do, or have it not."""
    if ticket.status is not Status.CLAIMED or ticket.assignee_id != holder.id or reads(ticket, holder):
        return None
    return ticket.without_holder(), Event(EventKind.BARRED, None, at, member_id=holder.id)


def toward(ticket: Ticket, by: Actor) -> Actor:
    """As what this person counts in the ticket."""
    return replace(by, is_staff=reads(ticket, by))

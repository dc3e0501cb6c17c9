"""What staff and customers decide about whether a ticket is solved: asked, accepted, denied. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.actor import Actor
from bot.ticket_errors import AlreadyAskedToClose, AlreadyWaiting, CloseRequestOver
from bot.tickets.lifecycle import require_work, require_workable, resolve, turned
from bot.tickets.parties import Parties, require_owner
from bot.tickets.silences.silence import asked, name_of
from bot.tickets.ticket import Event, EventKind, StoredEvent, Ticket, WaitingOn


def ask(
    ticket: Ticket,
    history: Sequence[StoredEvent],
    by: Actor,
    at: datetime,
    *,
    note: str | None = None,
    until: datetime | None = None,
) -> tuple[Ticket, Event]:
    """Staff ask whether it is solved, and it is the requester's turn; without an answer `until` then, it counts as solved.

    Raises what `require_unasked` raises.
    """
    require_unasked(ticket, history, by)
    awake = replace(turned(ticket, WaitingOn.REQUESTER, at), snooze=None)
    return awake, Event(
        EventKind.ASKED_TO_CLOSE, by.id, at, note=note, waiting_on=WaitingOn.REQUESTER, until=until
    )


def require_unasked(ticket: Ticket, history: Sequence[StoredEvent], by: Actor) -> None:
    """One question at a time. Raises AlreadyAskedToClose, and what `require_work` raises."""
    require_work(ticket, by)
    if (live := asked(ticket, history)) is not None:
        raise AlreadyAskedToClose(ticket.number, live.event.at)


def accept(
    ticket: Ticket, history: Sequence[StoredEvent], question: int, by: Actor, at: datetime, beside: Parties
) -> tuple[Ticket, Event]:
    """It is solved, says whose ticket it is, to the question of this name.

    Raises CloseRequestOver, and what `lifecycle.resolve` raises.
    """
    resolved = resolve(ticket, by, at, beside=beside)
    _require_asked(ticket, history, question)
    return resolved


def deny(
    ticket: Ticket, history: Sequence[StoredEvent], question: int, by: Actor, at: datetime, beside: Parties
) -> tuple[Ticket, Event]:
    """It is not, says somebody who waits in it. Raises CloseRequestOver, and what `object_to` raises."""
    objected = object_to(ticket, by, at, beside)
    _require_asked(ticket, history, question)
    return objected


def object_to(ticket: Ticket, by: Actor, at: datetime, beside: Parties) -> tuple[Ticket, Event]:
    """It is still a problem: staff's turn. Who belongs there says so as if they wrote it.

    Raises NotYourTicket, NotReader, TicketMerged, TicketResolved, TicketClosed, AlreadyWaiting.
    """
    if by.id not in beside:
        require_owner(ticket, by, beside)
    require_workable(ticket)
    if ticket.waiting_on is WaitingOn.STAFF and not ticket.is_snoozed:
        raise AlreadyWaiting(ticket.number)
    return (
        turned(ticket, WaitingOn.STAFF, at),
        Event(EventKind.OBJECTED, by.id, at, waiting_on=WaitingOn.STAFF),
    )


def _require_asked(ticket: Ticket, history: Sequence[StoredEvent], question: int) -> None:
    live = asked(ticket, history)
    if live is None or name_of(live) != question:
        raise CloseRequestOver(ticket.number)

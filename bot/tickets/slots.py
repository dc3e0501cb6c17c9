"""Which place a live ticket takes among those of its requester and type. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from bot.ticket_errors import AlreadyOpen
from bot.tickets.ticket import Ticket


def require_room(live: Sequence[Ticket], limit: int) -> int:
    """The slot of one more live ticket beside these, all of one requester and type. Raises AlreadyOpen."""
    if len(live) >= limit:
        newest = max(live, key=lambda ticket: ticket.number)
        raise AlreadyOpen(newest.number, newest.receipts.thread_id, newest.id, len(live))
    return free_slot(live)


def free_slot(live: Sequence[Ticket]) -> int:
    """The first slot that none of these has, all of one requester and type."""
    taken = {ticket.slot for ticket in live}
    return next(slot for slot in count(1) if slot not in taken)

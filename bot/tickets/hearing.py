"""Whether somebody who wrote in a resolved ticket is still to be heard. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.matching.thanks import is_thanks
from bot.tickets.lifecycle import EventKind, Status, StoredEvent, Ticket


@dataclass(frozen=True)
class Line:
    """What a member wrote in a ticket's thread."""

    author_id: int
    text: str
    at: datetime


def is_unheard(ticket: Ticket, history: Iterable[StoredEvent], lines: Iterable[Line]) -> bool:
    """Whether the requester wrote more than thanks since the ticket was resolved, and nobody has answered since.

    The lines come newest first; the history, which may hold several resolutions, oldest first.
    """
    if ticket.status is not Status.RESOLVED:
        return False
    resolved_at = [stored.event.at for stored in history if stored.event.kind is EventKind.RESOLVED][-1]
    for line in lines:
        if line.at <= resolved_at or line.author_id != ticket.requester_id:
            return False
        if not is_thanks(line.text):
            return True
    return False

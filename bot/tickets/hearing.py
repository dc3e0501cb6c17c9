"""What was written in a ticket's thread and is still to be heard. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.matching.thanks import is_thanks
from bot.tickets.lifecycle import LIVE, EventKind, Status, StoredEvent, Ticket


@dataclass(frozen=True)
class Line:
    """What a member wrote in a ticket's thread; of lines those come first that are the newest."""

    author_id: int
    text: str
    at: datetime
    is_staff: bool = False


def missed_since(ticket: Ticket, history: Sequence[StoredEvent]) -> datetime | None:
    """After when a line would matter that was not heard: the requester's once it is resolved, staff's until there is a
    response. None where none would. The history, which may hold several resolutions, comes oldest first.
    """
    if ticket.status is Status.RESOLVED:
        return [stored.event.at for stored in history if stored.event.kind is EventKind.RESOLVED][-1]
    if ticket.status not in LIVE or any(stored.event.kind is EventKind.RESPONDED for stored in history):
        return None
    return ticket.opened_at


def first_answer(ticket: Ticket, history: Sequence[StoredEvent], lines: Sequence[Line]) -> Line | None:
    """Staff's first line in a live ticket that has no response yet."""
    since = missed_since(ticket, history)
    if since is None or ticket.status not in LIVE:
        return None
    answers = [
        line for line in lines if line.is_staff and line.author_id != ticket.requester_id and line.at > since
    ]
    return answers[-1] if answers else None


def is_unheard(ticket: Ticket, history: Sequence[StoredEvent], lines: Sequence[Line]) -> bool:
    """Whether the requester wrote more than thanks since the ticket was resolved, and staff have not answered since.

    What others say there answers nobody.
    """
    since = missed_since(ticket, history)
    if since is None or ticket.status is not Status.RESOLVED:
        return False
    for line in lines:
        if line.at <= since:
            return False
        if line.author_id == ticket.requester_id:
            if not is_thanks(line.text):
                return True
        elif line.is_staff:
            return False
    return False

"""What was written in a ticket's thread and is still to be heard. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.matching.thanks import is_thanks
from bot.tickets.lifecycle import turn
from bot.tickets.ticket import LIVE, REVERSIBLE, Event, EventKind, StoredEvent, Ticket, WaitingOn

ENDS = frozenset({EventKind.RESOLVED, EventKind.CLOSED})
SETS_THE_TURN = frozenset(
    {
        EventKind.OPENED,
        EventKind.REOPENED,
        EventKind.TURNED,
        EventKind.ADDED,
        EventKind.SNOOZED,
        EventKind.WOKEN,
        EventKind.ESCALATED,
        EventKind.RETURNED,
        EventKind.ASKED_TO_CLOSE,
        EventKind.OBJECTED,
    }
)

UNREAD = timedelta(minutes=10)
"""At most so long before time ends a ticket its thread was read for the last time."""

SKEW = timedelta(seconds=2)
"""So far our own clock, by which decisions are dated, may be ahead of Discord's, which dates lines."""


@dataclass(frozen=True)
class Line:
    """What a member wrote in a ticket's thread; of lines those come first that are the newest.

    `is_guests`: by somebody who belongs there, and is neither the requester nor staff. They are heard like the requester.
    """

    author_id: int
    text: str
    at: datetime
    is_staff: bool = False
    is_guests: bool = False


def missed_since(ticket: Ticket, history: Sequence[StoredEvent]) -> datetime | None:
    """After when a line would matter that was not heard: the requester's once it is resolved or they have closed it,
    anybody's that makes it another's turn, staff's until there is a response. None where none would. The history, which
    may hold several resolutions, comes oldest first.
    """
    if ticket.status in REVERSIBLE:
        # What came before time ended it and was not heard would have kept it open.
        return _last_at(ticket, history, SETS_THE_TURN if _ended_in_time(history) else ENDS)
    if ticket.status not in LIVE:
        return None
    return _last_at(ticket, history, SETS_THE_TURN) if _has_response(history) else ticket.opened_at


def first_answer(ticket: Ticket, history: Sequence[StoredEvent], lines: Sequence[Line]) -> Line | None:
    """Staff's first line in a live ticket that has no response yet."""
    if ticket.status not in LIVE or _has_response(history):
        return None
    answers = [
        line
        for line in lines
        if line.is_staff and line.author_id != ticket.requester_id and line.at > ticket.opened_at
    ]
    return answers[-1] if answers else None


def turned_by(ticket: Ticket, line: Line) -> WaitingOn | None:
    """Whose turn this line makes it in a live ticket; None where it stays whose it is.

    The requester's line is for staff to read, unless it is plain thanks, and staff's is for the requester. But where
    staff have said that the ticket waits for something else, or have snoozed it, they write to say how that goes, and ask
    nothing.
    """
    if ticket.status not in LIVE:
        return None
    if is_customers(ticket, line):
        moves = (ticket.is_snoozed or ticket.waiting_on is not WaitingOn.STAFF) and not is_thanks(line.text)
        return WaitingOn.STAFF if moves else None
    asks = line.is_staff and ticket.waiting_on is WaitingOn.STAFF and not ticket.is_snoozed
    return WaitingOn.REQUESTER if asks else None


def is_overtaken(history: Sequence[StoredEvent], line: Line, now: datetime) -> bool:
    """Whether something was decided after the line was written: Discord tells of it late, or once more.

    A line that made it another's turn is dated by the same clock as this one. By ours, what is dated later than now does
    not count: it was ahead.
    """
    decided = [
        stored.event
        for stored in history
        if stored.event.kind in SETS_THE_TURN | ENDS and not _is_acceptance_in_time(stored.event)
    ]
    lines = [event for event in decided if event.wrote and event.kind is EventKind.TURNED]
    return any(line.at < event.at for event in lines) or any(
        line.at < event.at - SKEW for event in decided if event not in lines and event.at <= now
    )


def turns_unheard(ticket: Ticket, history: Sequence[StoredEvent], lines: Sequence[Line]) -> dict[Line, WaitingOn]:
    """The lines that were not heard and made it another's turn, and whose; the oldest first. All of them count, also where it
    is the same's turn again: how long each was waited for, the clocks say.
    """
    since, after, turns = _last_at(ticket, history, SETS_THE_TURN), ticket, dict[Line, WaitingOn]()
    for line in reversed(lines):
        if line.at > since and (to := turned_by(after, line)) is not None:
            (after, _), turns[line] = turn(after, to, line.author_id, line.at), to
    return turns


def unheard(ticket: Ticket, history: Sequence[StoredEvent], lines: Sequence[Line]) -> Line | None:
    """What the requester wrote last, more than thanks, since the ticket was resolved or they closed it, if staff have not
    answered since; or what came just before time ended it.

    What others say there answers nobody.
    """
    since = missed_since(ticket, history)
    if since is None or ticket.status not in REVERSIBLE:
        return None
    for line in lines:
        if line.at <= since:
            return None
        if is_customers(ticket, line):
            if not is_thanks(line.text) or came_unread(history, line):
                return line
        elif line.is_staff:
            return None
    return None


def came_unread(history: Sequence[StoredEvent], line: Line) -> bool:
    """Whether the line came after the thread was read and before time ended the ticket, which it would have kept open, plain
    thanks too.
    """
    ended_at = _ended_in_time(history)
    return ended_at is not None and ended_at - UNREAD <= line.at <= ended_at


def is_customers(ticket: Ticket, line: Line) -> bool:
    """Whether the requester wrote it, or somebody else who is to be heard like them."""
    return line.is_guests or line.author_id == ticket.requester_id


def _has_response(history: Sequence[StoredEvent]) -> bool:
    return any(stored.event.kind is EventKind.RESPONDED for stored in history)


def _last_at(ticket: Ticket, history: Sequence[StoredEvent], kinds: frozenset[EventKind]) -> datetime:
    found = (stored.event.at for stored in reversed(history) if stored.event.kind in kinds)
    return next(found, ticket.opened_at)


def _ended_in_time(history: Sequence[StoredEvent]) -> datetime | None:
    """When time ended the ticket, where nobody else has since."""
    ends = [one.event for one in history if one.event.kind in ENDS | {EventKind.FELL_SILENT}]
    is_in_time = ends and (ends[-1].kind is EventKind.FELL_SILENT or _is_acceptance_in_time(ends[-1]))
    return ends[-1].at if is_in_time else None


def _is_acceptance_in_time(event: Event) -> bool:
    return event.kind is EventKind.RESOLVED and event.actor_id is None

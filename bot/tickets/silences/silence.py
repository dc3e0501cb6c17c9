"""What is due in a ticket whose requester does not answer, and when. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.ids import born_at
from bot.ticket_silence import Silence
from bot.tickets.hearing import ENDS, SETS_THE_TURN, SKEW, Line, is_customers
from bot.tickets.lifecycle import turned
from bot.tickets.ticket import LIVE, Event, EventKind, Status, StoredEvent, Ticket, WaitingOn

SHORTEST = timedelta(days=1)
"""Nothing is due sooner after a word of staff or a reminder, but for a time that staff have set."""


class Step(Enum):
    """What is due. `wait`: what was decided last has not been told yet, and the time of what follows has not begun."""

    REMIND = auto()
    REMIND_LAST = auto()
    CLOSE = auto()
    ACCEPT = auto()
    WAIT = auto()


@dataclass(frozen=True)
class Due:
    """A step, and when it is time for it."""

    step: Step
    at: datetime


@dataclass(frozen=True)
class Said:
    """When customers and staff have said something last, as far as is known; None where staff have said nothing."""

    by_customers: datetime
    by_staff: datetime | None

    @property
    def awaits_customers(self) -> bool:
        """Whether staff have had the last word."""
        return self.by_staff is not None and self.by_customers < self.by_staff


def said(ticket: Ticket, history: Sequence[StoredEvent], lines: Sequence[Line] = ()) -> Said:
    """By what has happened to the ticket, and by the newest lines in its thread.

    Events may be dated by our clock, which may be ahead of Discord's: in doubt a customer spoke later.
    """
    events = [stored.event for stored in history]
    customers = [event.at for event in events if _is_customers(event)]
    customers += [line.at for line in lines if is_customers(ticket, line)]
    staff = [event.at - SKEW for event in events if _is_staffs(event)]
    staff += [line.at for line in lines if line.is_staff and not is_customers(ticket, line)]
    return Said(max([ticket.opened_at, *customers]), max(staff, default=None))


def due(
    ticket: Ticket, history: Sequence[StoredEvent], settings: Silence | None, known: Said | None = None
) -> Due | None:
    """What comes next of itself; None where nothing does.

    Time runs from when it became the requester's turn or staff said something last, and after a reminder from when that
    was told. A close request with a time of its own stops the rest. What a customer has said last stops nothing here:
    see `Said.awaits_customers`.
    """
    if not awaits_requester(ticket):
        return None
    request = asked(ticket, history)
    if request is not None and request.event.until is not None:
        return _after(Step.ACCEPT, ticket, request, request.event.until - request.event.at)
    is_put_off = ticket.snooze is not None and ticket.snooze.until is not None
    if settings is None or not settings.closes or is_put_off:
        return None
    by_staff = (known or said(ticket, history)).by_staff
    since = max([_turned_at(ticket, history), *([by_staff] if by_staff else [])])
    reminders = [one for one in history if one.event.kind is EventKind.REMINDED and one.event.at > since]
    if not reminders:
        return Due(Step.REMIND, since + timedelta(days=settings.first_reminder_days))
    if len(reminders) == 1:
        return _after(Step.REMIND_LAST, ticket, reminders[-1], timedelta(days=settings.second_reminder_days))
    return _after(Step.CLOSE, ticket, reminders[-1], timedelta(days=settings.close_days))


def asked(ticket: Ticket, history: Sequence[StoredEvent]) -> StoredEvent | None:
    """The close request that waits for an answer: nothing has moved the ticket on since."""
    if not awaits_requester(ticket):
        return None
    moves = [one for one in history if one.event.kind in SETS_THE_TURN | ENDS]
    return moves[-1] if moves and moves[-1].event.kind is EventKind.ASKED_TO_CLOSE else None


def awaits_requester(ticket: Ticket) -> bool:
    """Whether it is the requester's turn in a live ticket."""
    return ticket.status in LIVE and ticket.waiting_on is WaitingOn.REQUESTER


def remind(at: datetime, closes_at: datetime | None) -> Event:
    """The requester is reminded; `closes_at` says when at the earliest the ticket is closed, after the last reminder."""
    return Event(EventKind.REMINDED, None, at, until=closes_at)


def fall_silent(ticket: Ticket, at: datetime) -> tuple[Ticket, Event]:
    """Closed, because nobody answers; its requester can undo that until time closes it for good."""
    return replace(ticket, status=Status.SILENT), Event(EventKind.FELL_SILENT, None, at)


def accept_in_time(ticket: Ticket, at: datetime) -> tuple[Ticket, Event]:
    """Nobody has said that it is not solved by the time that staff named: it counts as solved."""
    return replace(ticket, status=Status.RESOLVED), Event(EventKind.RESOLVED, None, at)


def hear_after_all(ticket: Ticket, by_id: int, at: datetime) -> tuple[Ticket, Event]:
    """A customer had the last word, plain thanks perhaps: what comes now is for staff to say."""
    return turned(ticket, WaitingOn.STAFF, at), Event(
        EventKind.TURNED, by_id, at, wrote=True, waiting_on=WaitingOn.STAFF
    )


def last_of_customers(ticket: Ticket, history: Sequence[StoredEvent], lines: Sequence[Line]) -> Line | None:
    """The newest line of theirs since it became the requester's turn: none of it made it another's."""
    since = _turned_at(ticket, history)
    found = [line for line in lines if is_customers(ticket, line) and line.at > since]
    return max(found, key=lambda line: line.at, default=None)


def _after(step: Step, ticket: Ticket, last: StoredEvent, wait: timedelta) -> Due:
    """So long after the last message was told in the thread: what stands there with a button tells when that was."""
    if ticket.announced_event_id < last.id:
        return Due(Step.WAIT, last.event.at + wait)
    told_at = max([last.event.at, *map(born_at, ticket.receipts.offer_ids)])
    return Due(step, told_at + wait)


def _turned_at(ticket: Ticket, history: Sequence[StoredEvent]) -> datetime:
    found = (stored.event.at for stored in reversed(history) if stored.event.kind in SETS_THE_TURN)
    return next(found, ticket.opened_at)


def _is_customers(event: Event) -> bool:
    """Whether a customer said something by it; also where another one's ticket came in, whose thread is not read here."""
    match event.kind:
        case EventKind.TURNED:
            return event.wrote and event.waiting_on is WaitingOn.STAFF
        case EventKind.OPENED | EventKind.ADDED | EventKind.OBJECTED | EventKind.REOPENED | EventKind.ABSORBED:
            return True
        case _:
            return False


def _is_staffs(event: Event) -> bool:
    """Whether the thread was told by it what staff want to know or say; that it is another's turn is no word by itself."""
    match event.kind:
        case EventKind.TURNED:
            return event.waiting_on is WaitingOn.REQUESTER and (event.wrote or event.note is not None)
        case EventKind.SNOOZED:
            return event.note is not None
        case EventKind.MOVED:
            return bool(event.asked)
        case EventKind.REPLIED | EventKind.ASKED_TO_CLOSE:
            return True
        case _:
            return False

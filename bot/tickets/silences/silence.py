"""What is due in a ticket whose requester does not answer, and when. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.ids import born_at, snowflake
from bot.ticket_silence import Silence
from bot.tickets.hearing import ENDS, SETS_THE_TURN, SKEW, Line, is_customers
from bot.tickets.lifecycle import turned
from bot.tickets.promises.promise import UNSETTLED, Promise
from bot.tickets.ticket import LIVE, Event, EventKind, Status, StoredEvent, Ticket, WaitingOn

SHORTEST = timedelta(days=1)
"""Nothing is due sooner after a word of staff or a reminder, but for a time that staff have set."""

BEGINS_ANEW = SETS_THE_TURN | {EventKind.ABSORBED, EventKind.UNMERGED}
"""From these on somebody else may be meant, or what was told before stands no more: time runs from then."""


class Step(Enum):
    """What is due. `ask_again`: the question does not stand in the thread any more, or names a time long past. `wait`: what
    was decided last has not been told yet, and the time of what follows has not begun.
    """

    REMIND = auto()
    REMIND_LAST = auto()
    CLOSE = auto()
    ACCEPT = auto()
    ASK_AGAIN = auto()
    WAIT = auto()


@dataclass(frozen=True)
class Due:
    """A step, and when it is time for it."""

    step: Step
    at: datetime


@dataclass(frozen=True)
class Said:
    """When customers and staff have said something last, as far as is known; None where staff have said nothing.
    `is_owed`: staff have promised something, or are asked for a call, and it is not settled.
    """

    by_customers: datetime
    by_staff: datetime | None
    is_owed: bool = False

    @property
    def awaits_customers(self) -> bool:
        """Whether staff have had the last word."""
        return self.by_staff is not None and self.by_customers < self.by_staff


def said(
    ticket: Ticket,
    history: Sequence[StoredEvent],
    lines: Sequence[Line] = (),
    promised: Sequence[Promise] = (),
) -> Said:
    """By what has happened to the ticket, by the newest lines in its thread, and by what was promised in it: a call-back is
    asked for by a customer, and what comes of a promise is for staff to say.

    Events may be dated by our clock, which may be ahead of Discord's: in doubt a customer spoke later.
    """
    events = [stored.event for stored in history]
    customers = [event.at for event in events if _is_customers(event)]
    customers += [line.at for line in lines if is_customers(ticket, line)]
    staff = [event.at - SKEW for event in events if _is_staffs(event)]
    staff += [line.at for line in lines if line.is_staff and not is_customers(ticket, line)]
    customers += [one.made_at for one in promised if one.is_call]
    staff += [one.settled_at - SKEW for one in promised if one.settled_at is not None]
    is_owed = any(one.state in UNSETTLED for one in promised)
    return Said(max([ticket.opened_at, *customers]), max(staff, default=None), is_owed)


def due(ticket: Ticket, history: Sequence[StoredEvent], settings: Silence | None, known: Said) -> Due | None:
    """What comes next of itself; None where nothing does.

    Time runs from when it became the requester's turn or staff said something last, and after a reminder from when that
    was told; only what stands in the thread counts. What that says holds, whatever the settings are now. A close request
    with a time of its own stops the rest. What a customer has said last stops nothing here: see `Said.awaits_customers`.
    """
    if not awaits_requester(ticket):
        return None
    request = asked(ticket, history)
    if request is not None and request.id <= ticket.announced_event_id and _told_at(ticket, request) is None:
        return Due(Step.ASK_AGAIN, request.event.at)
    if request is not None and request.event.until is not None:
        return _then(Step.ACCEPT, ticket, request)
    is_put_off = ticket.snooze is not None and ticket.snooze.until is not None
    if settings is None or not settings.closes or is_put_off or known.is_owed:
        return None
    since = max([_turned_at(ticket, history), *([known.by_staff] if known.by_staff else [])])
    last = _last_reminder(ticket, history, since)
    if last is None:
        return Due(Step.REMIND, since + timedelta(days=settings.first_reminder_days))
    if last.event.until is not None:
        return _then(Step.CLOSE, ticket, last)
    return _then(Step.REMIND_LAST, ticket, last, timedelta(days=settings.second_reminder_days))


def in_time(due: Due, now: datetime) -> Step:
    """What is done now, of what is due. Where a time was told and is long past, it is told anew: nobody could object while
    the bot was off, and nobody expects any more what was switched off meanwhile.
    """
    if now - due.at <= SHORTEST:
        return due.step
    return {Step.CLOSE: Step.REMIND_LAST, Step.ACCEPT: Step.ASK_AGAIN}.get(due.step, due.step)


def asked(ticket: Ticket, history: Sequence[StoredEvent]) -> StoredEvent | None:
    """The close request that waits for an answer: nothing has moved the ticket on since, and staff have said nothing."""
    if not awaits_requester(ticket):
        return None
    moves = [one for one in history if one.event.kind in BEGINS_ANEW | ENDS or _is_staffs(one.event)]
    return moves[-1] if moves and moves[-1].event.kind is EventKind.ASKED_TO_CLOSE else None


def asked_otherwise(ticket: Ticket, history: Sequence[StoredEvent], lines: Sequence[Line]) -> Line | None:
    """The newest line of staff since the close request that waits: it is over with that."""
    request = asked(ticket, history)
    if request is None:
        return None
    found = [
        line
        for line in lines
        if line.is_staff and not is_customers(ticket, line) and line.at > request.event.at + SKEW
    ]
    return max(found, key=lambda line: line.at, default=None)


def name_of(request: StoredEvent) -> int:
    """What stands in the buttons of a close request: never given out twice, also after an older backup was restored."""
    return snowflake(request.event.at, request.number)


def as_told(ticket: Ticket, stored: StoredEvent, now: datetime) -> StoredEvent:
    """A reminder or a close request with the time that the thread is told, which is told now if it was not before: who hears
    of it late has as long as anybody.
    """
    event = stored.event
    if event.until is None or event.kind not in (EventKind.REMINDED, EventKind.ASKED_TO_CLOSE):
        return stored
    since = now if stored.id > ticket.announced_event_id else _told_at(ticket, stored) or event.at
    return replace(stored, event=replace(event, until=event.until + max(timedelta(), since - event.at)))


def awaits_requester(ticket: Ticket) -> bool:
    """Whether it is the requester's turn in a live ticket."""
    return ticket.status in LIVE and ticket.waiting_on is WaitingOn.REQUESTER


def remind(at: datetime, closes_at: datetime | None) -> Event:
    """The requester is reminded; `closes_at` says when at the earliest the ticket is closed, after the last reminder."""
    return Event(EventKind.REMINDED, None, at, until=closes_at)


def ask_again(request: StoredEvent, at: datetime) -> Event:
    """The question is put once more, in the name of who put it, with as much time as it had."""
    event = request.event
    until = None if event.until is None else at + (event.until - event.at)
    return replace(event, actor_id=None, member_id=event.member_id or event.actor_id, at=at, until=until)


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


def _last_reminder(ticket: Ticket, history: Sequence[StoredEvent], since: datetime) -> StoredEvent | None:
    """Since then: what stands in the thread, or is still to be told."""
    found = [one for one in history if one.event.kind is EventKind.REMINDED and one.event.at > since]
    return next(
        (one for one in reversed(found) if one.id > ticket.announced_event_id or _told_at(ticket, one)), None
    )


def _then(step: Step, ticket: Ticket, last: StoredEvent, wait: timedelta | None = None) -> Due:
    """So long after the last message was told in the thread, or as long as that says."""
    wait = (last.event.until or last.event.at) - last.event.at if wait is None else wait
    told_at = None if last.id > ticket.announced_event_id else _told_at(ticket, last)
    return Due(Step.WAIT, last.event.at + wait) if told_at is None else Due(step, told_at + wait)


def _told_at(ticket: Ticket, stored: StoredEvent) -> datetime | None:
    """When the message came into the thread that tells of it; None where none does (any more). What stands there with a
    button shows that, and no other has one that came later.
    """
    last = max(map(born_at, ticket.receipts.offer_ids), default=None)
    return max(last, stored.event.at) if last is not None and last >= stored.event.at - SKEW else None


def _turned_at(ticket: Ticket, history: Sequence[StoredEvent]) -> datetime:
    found = (stored.event.at for stored in reversed(history) if stored.event.kind in BEGINS_ANEW)
    return next(found, ticket.opened_at)


def _is_customers(event: Event) -> bool:
    """Whether a customer said something by it."""
    match event.kind:
        case EventKind.TURNED:
            return event.wrote and event.waiting_on is WaitingOn.STAFF
        case EventKind.ABSORBED:
            return event.wrote
        case EventKind.OPENED | EventKind.ADDED | EventKind.OBJECTED | EventKind.REOPENED:
            return True
        case _:
            return False


def _is_staffs(event: Event) -> bool:
    """Whether the thread was told by it what staff want to know or say; that it is another's turn is no word by itself."""
    match event.kind:
        case EventKind.TURNED:
            return event.is_answer or (event.waiting_on is WaitingOn.REQUESTER and event.note is not None)
        case EventKind.SNOOZED:
            return event.note is not None
        case EventKind.MOVED:
            return bool(event.asked)
        case EventKind.ASKED_TO_CLOSE:
            return True
        case _:
            return event.is_answer

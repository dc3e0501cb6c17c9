"""A promise: what may happen to it and by whom, when its owner is reminded, and whether it was kept in time. Pure.

    open → kept
     ╰───→ withdrawn        asked ⇄ proposed → open: a call-back, until both have agreed on a time

It has no owner of its own: whoever has the ticket owns it, and while nobody has, all of staff.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.actor import Actor
from bot.errors import NotStaff
from bot.ticket_errors import NoReason, TicketClosed
from bot.tickets.lifecycle import require_work
from bot.tickets.parties import NOBODY, Parties
from bot.tickets.promises.refused import (
    CallAgreed,
    NoContact,
    NotAgreed,
    NothingPromised,
    NotOneToThree,
    NotTheCaller,
    PromiseSettled,
    SlotGone,
    TooManyPromises,
)
from bot.tickets.relations import Other
from bot.tickets.ticket import LIVE, Status, Ticket
from bot.visible import is_blank

MOST_OPEN = 5
"""Open promises of a ticket: as many as one message has rows of buttons for."""

TEXT_LENGTH, NOTE_LENGTH, CONTACT_LENGTH = 300, 300, 200
MOST_SLOTS = 3


class State(StrEnum):
    """Where a promise stands. The first two are only a call-back's."""

    ASKED = "asked"
    PROPOSED = "proposed"
    OPEN = "open"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


UNSETTLED = frozenset({State.ASKED, State.PROPOSED, State.OPEN})


class Says(StrEnum):
    """What the line says by which staff hear of a promise."""

    ASKED = "asked"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Call:
    """How a customer wants to be called, and when; the zone is the one in which they named the times. `member_id` is who
    that is, None for the requester of the ticket.
    """

    contact: str
    time_zone: str
    slots: tuple[datetime, ...]
    member_id: int | None = None


@dataclass(frozen=True)
class Shown:
    """What Discord shows of it: a message in the ticket's thread and, while staff have to hear of it, a line in their
    queue channel, which names whoever had the ticket then.

    `proposal_at` is the time that the message in the thread proposes.
    """

    thread_id: int | None = None
    message_id: int | None = None
    proposal_at: datetime | None = None
    line_channel_id: int | None = None
    line_message_id: int | None = None
    line_says: Says | None = None
    line_member_id: int | None = None


@dataclass(frozen=True)
class Promise:
    """A promise as it stands; `number` counts within the ticket. `call` is the call-back's that it is.

    `due_at` is when it is due; of a call-back that is asked for, the first of its times. `missed_at` is when its time
    passed before it was kept. `note` is why it was moved or withdrawn.
    """

    id: int
    guild_id: int
    ticket_id: int
    number: int
    state: State
    text: str
    made_by: int
    made_at: datetime
    due_at: datetime
    is_call: bool = False
    call: Call | None = None
    missed_at: datetime | None = None
    is_moved: bool = False
    settled_by: int | None = None
    settled_at: datetime | None = None
    note: str | None = None
    shown: Shown = Shown()


@dataclass(frozen=True)
class Record:
    """How many of the promises whose time came were kept by then, and how many were not."""

    kept: int = 0
    missed: int = 0

    @property
    def share(self) -> float | None:
        due = self.kept + self.missed
        return self.kept / due if due else None


def require_room(ticket: Ticket, by: Actor, known: Sequence[Promise]) -> None:
    """Staff promise in live tickets, up to `MOST_OPEN`. Raises what `require_work` raises, and TooManyPromises."""
    require_work(ticket, by)
    if sum(one.state in UNSETTLED for one in known) >= MOST_OPEN:
        raise TooManyPromises(ticket.number)


def caller(promise: Promise, ticket: Ticket | Other) -> int:
    """Who is to be called, or the requester of the ticket, which is the promise's own."""
    asked_by = promise.call.member_id if promise.call else None
    return ticket.requester_id if asked_by is None else asked_by


def require_call(
    ticket: Ticket, by: Actor, known: Sequence[Promise], own: Promise | None, beside: Parties = NOBODY
) -> Promise | None:
    """The call-back that this customer asked for before, and may ask for anew: `own`, if there is one. Those whose ticket
    goes on in this one are customers, too. Raises NotTheCaller, TicketClosed, CallAgreed, TooManyPromises.
    """
    if by.id != ticket.requester_id and by.id not in beside.customers:
        raise NotTheCaller(ticket.number, by.id in beside)
    if ticket.status not in (*LIVE, Status.RESOLVED):
        raise TicketClosed(ticket.number, is_withdrawn=ticket.status is Status.WITHDRAWN)
    if own is not None and own.state is State.OPEN:
        raise CallAgreed(own.due_at)
    if own is None and sum(one.state in UNSETTLED for one in known) >= MOST_OPEN:
        raise TooManyPromises(ticket.number)
    return own


def goes_with(promise: Promise, ticket: Ticket, leaving: Collection[int]) -> Promise | None:
    """The call-back as it is the ticket's, which goes on by itself again with these customers: one that one of them asked
    for, and waits for. None for any other promise.
    """
    call = promise.call
    if call is None or promise.state not in UNSETTLED or call.member_id not in leaving:
        return None
    asked_by = None if call.member_id == ticket.requester_id else call.member_id
    return replace(promise, call=replace(call, member_id=asked_by))


def require_text(text: str) -> None:
    """Raises NothingPromised."""
    if is_blank(text):
        raise NothingPromised


def require_contact(contact: str) -> None:
    """Raises NoContact."""
    if is_blank(contact):
        raise NoContact


def lines_of(slots: str) -> list[str]:
    """The times of a call-back, as they were typed. Raises NotOneToThree."""
    lines = [line.strip() for line in slots.splitlines() if line.strip()]
    if not 1 <= len(lines) <= MOST_SLOTS:
        raise NotOneToThree(len(lines))
    return lines


def ask_again(promise: Promise, call: Call) -> Promise:
    """The requester names other times."""
    return replace(promise, state=State.ASKED, call=call, due_at=call.slots[0], missed_at=None, note=None)


def accept(promise: Promise, due_at: datetime, by: Actor, at: datetime) -> Promise:
    """Staff take one of the requester's times. Raises NotStaff, PromiseSettled, SlotGone."""
    require_open(promise, by)
    slots = promise.call.slots if promise.call is not None and promise.state is State.ASKED else ()
    if due_at not in slots or due_at <= at:
        raise SlotGone
    return replace(promise, state=State.OPEN, due_at=due_at, made_by=by.id)


def agree(promise: Promise, due_at: datetime, by_id: int, ticket: Ticket, at: datetime) -> Promise:
    """Who is to be called agrees to the time that staff propose. Raises NotTheCaller, PromiseSettled, SlotGone."""
    if by_id != caller(promise, ticket):
        raise NotTheCaller(ticket.number)
    if promise.state not in UNSETTLED:
        raise PromiseSettled(promise.number)
    if promise.state is not State.PROPOSED or promise.due_at != due_at or due_at <= at:
        raise SlotGone
    return replace(promise, state=State.OPEN)


def keep(promise: Promise, by: Actor, at: datetime) -> Promise:
    """It is done. Raises NotStaff, PromiseSettled, NotAgreed."""
    require_open(promise, by)
    if promise.state is not State.OPEN:
        raise NotAgreed(promise.number)
    return _settled(promise, State.KEPT, by.id, at)


def move(promise: Promise, due_at: datetime, note: str, by: Actor, at: datetime) -> Promise:
    """To a new time, and why; of a call-back that is not agreed, the requester is asked. Raises NotStaff, PromiseSettled,
    NoReason.
    """
    require_open(promise, by)
    if is_blank(note):
        raise NoReason
    moved = _overdue(promise, at)
    if promise.state is State.OPEN:
        return replace(moved, due_at=due_at, note=note, is_moved=True)
    return replace(moved, state=State.PROPOSED, due_at=due_at, note=note, made_by=by.id)


def withdraw(promise: Promise, note: str, by: Actor, at: datetime) -> Promise:
    """It will not be done, and why. Raises NotStaff, PromiseSettled, NoReason."""
    require_open(promise, by)
    if is_blank(note):
        raise NoReason
    return _settled(promise, State.WITHDRAWN, by.id, at, note)


def follow(promise: Promise, ticket: Ticket, by_id: int | None, at: datetime) -> Promise:
    """What becomes of it with its ticket: resolved, it is kept, but for a call-back, which is due all the same; closed, it
    is withdrawn, and how to call the requester forgotten. Where the ticket goes on in another one, it stands as it is.
    """
    if ticket.merged_into is not None:
        return promise
    if ticket.status is Status.CLOSED:
        if promise.state in UNSETTLED:
            promise = _settled(promise, State.WITHDRAWN, by_id, at)
        return replace(promise, call=None)
    if ticket.status is Status.RESOLVED and promise.state is State.OPEN and not promise.is_call:
        return _settled(promise, State.KEPT, by_id, at)
    return promise


def passed(promise: Promise, ticket: Ticket, at: datetime) -> Promise:
    """As time has left it: what somebody still waits for is missed once its time is over."""
    return _overdue(promise, at) if _counts(promise, ticket) else promise


def line_at(promise: Promise, ticket: Ticket, at: datetime, remind: timedelta) -> Says | None:
    """What staff have to hear of it now; None where nothing."""
    if not _counts(promise, ticket):
        return None
    if at >= _last(promise):
        return Says.OVERDUE
    if promise.state is not State.PROPOSED and at >= reminded_at(promise, remind):
        return Says.SOON
    return Says.ASKED if promise.state is State.ASKED else None


def next_line_at(promise: Promise, ticket: Ticket, at: datetime, remind: timedelta) -> datetime | None:
    """When staff have to hear something else."""
    if not _counts(promise, ticket):
        return None
    soon = [] if promise.state is State.PROPOSED else [reminded_at(promise, remind)]
    return min((time for time in (*soon, _last(promise)) if time > at), default=None)


def reminded_at(promise: Promise, remind: timedelta) -> datetime:
    """So long before it is due; half of the time at least is left before that."""
    return promise.due_at - min(remind, (promise.due_at - promise.made_at) / 2)


def _last(promise: Promise) -> datetime:
    """When it is too late: where a call-back is only asked for, when the last of its times is over."""
    if promise.state is State.ASKED and promise.call is not None:
        return max(promise.call.slots)
    return promise.due_at


def _counts(promise: Promise, ticket: Ticket) -> bool:
    """Whether somebody waits for it where its ticket goes on: for a call-back also once that is resolved."""
    waits = ticket.status in LIVE or (promise.is_call and ticket.status is Status.RESOLVED)
    return waits and promise.state in UNSETTLED


def _overdue(promise: Promise, at: datetime) -> Promise:
    """What is proposed is not promised yet."""
    is_late = at >= _last(promise) and promise.state is not State.PROPOSED and promise.missed_at is None
    return replace(promise, missed_at=_last(promise)) if is_late else promise


def _settled(promise: Promise, state: State, by_id: int | None, at: datetime, note: str | None = None) -> Promise:
    # What is withdrawn before its time was never late, and what is kept a moment after it was.
    late = _overdue(promise, at)
    return replace(late, state=state, settled_by=by_id, settled_at=at, note=note)


def require_open(promise: Promise, by: Actor) -> None:
    """Only staff settle, and only what is not settled. Raises NotStaff, PromiseSettled."""
    if not by.is_staff:
        raise NotStaff
    if promise.state not in UNSETTLED:
        raise PromiseSettled(promise.number)

"""What may happen to a ticket, by whom, and what it leaves behind. Pure.

    open ⇄ claimed → resolved, withdrawn, silent → closed
      ╰── reopen ──────────┴──────────┴─────────────╯

A ticket is open from its commit; what Discord shows of it (`views`) follows, and nothing here waits for it.
Each decision returns the new state *and* the event, so that neither can be forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.errors import NotStaff
from bot.ticket_errors import (
    AlreadyClaimed,
    AlreadyWaiting,
    HolderActive,
    NoReason,
    NotClaimed,
    NotOnStaff,
    NotReader,
    NotSnoozed,
    SamePriority,
    SameType,
    TicketClosed,
    TicketLive,
    TicketMerged,
    TicketResolved,
    TicketSilent,
)
from bot.ticket_types import TicketType
from bot.ticket_urgency import Priority
from bot.tickets.parties import NOBODY, Parties, require_owner, require_party
from bot.tickets.priority import Grounds, rule
from bot.tickets.reading import reads, require_reader
from bot.tickets.ticket import (
    LIVE,
    REVERSIBLE,
    Event,
    EventKind,
    Snooze,
    Status,
    StoredEvent,
    Ticket,
    WaitingOn,
)
from bot.visible import is_blank

ACTIVE_FOR = timedelta(hours=1)
"""For so long after they did something in a ticket, it is taken from who has it only on purpose."""

_GIVEN = (EventKind.ASSIGNED, EventKind.RETURNED)


def claim(ticket: Ticket, by: Actor, at: datetime) -> tuple[Ticket, Event]:
    """Raises AlreadyClaimed, and what `require_work` raises."""
    require_work(ticket, by)
    if ticket.assignee_id is not None:
        raise AlreadyClaimed(ticket.number, ticket.assignee_id)
    return (
        replace(ticket, status=Status.CLAIMED, assignee_id=by.id, held_since=at),
        Event(EventKind.CLAIMED, by.id, at),
    )


def release(ticket: Ticket, by: Actor, at: datetime) -> tuple[Ticket, Event]:
    """Back to the queue. Any staff may release, or a colleague on holiday would keep it for ever.

    Raises NotClaimed, and what `require_work` raises.
    """
    require_work(ticket, by)
    if ticket.assignee_id is None:
        raise NotClaimed(ticket.number)
    return (
        ticket.without_holder(),
        Event(EventKind.RELEASED, by.id, at, member_id=ticket.assignee_id),
    )


def assign(
    ticket: Ticket, to: Actor, by: Actor, at: datetime, *, active_at: datetime | None = None
) -> tuple[Ticket, Event]:
    """Give it to somebody, oneself included; `active_at` is when who has it did something in it last, if that is asked.

    Raises NotOnStaff, AlreadyClaimed, HolderActive, and what `require_work` raises.
    """
    require_work(ticket, by)
    if not to.is_staff:
        raise NotOnStaff(to.id)
    if not reads(ticket, to):
        raise NotReader(to.barred[ticket.type_id], to.id)
    holder = ticket.assignee_id
    if holder == to.id:
        raise AlreadyClaimed(ticket.number, to.id)
    if holder not in (None, by.id) and active_at is not None and at - active_at < ACTIVE_FOR:
        raise HolderActive(ticket.number, holder, to.id, active_at)
    return (
        replace(ticket, status=Status.CLAIMED, assignee_id=to.id, held_since=at),
        Event(EventKind.ASSIGNED, by.id, at, member_id=to.id),
    )


def last_active_at(ticket: Ticket, history: Sequence[StoredEvent], written_at: datetime | None) -> datetime | None:
    """When who has it did something in it last, wrote in its thread, or was given it; None where nothing is known."""
    events = [stored.event for stored in history]
    done = [
        event.at
        for event in events
        if ticket.assignee_id in (event.actor_id, event.member_id if event.kind in _GIVEN else None)
    ]
    return max([*done, *([written_at] if written_at else [])], default=None)


def respond(ticket: Ticket, by: Actor, at: datetime) -> Event | None:
    """Staff wrote to the requester: the event, or None where this is no response."""
    if not reads(ticket, by) or by.id == ticket.requester_id or ticket.status not in LIVE:
        return None
    return Event(EventKind.RESPONDED, by.id, at)


def wait(
    ticket: Ticket, on: WaitingOn, by: Actor, at: datetime, *, note: str | None = None
) -> tuple[Ticket, Event]:
    """Staff say whose turn it is, and may say why; it is not snoozed then. Raises what `require_work` raises, and
    AlreadyWaiting.
    """
    require_work(ticket, by)
    if on is ticket.waiting_on and note is None and not ticket.is_snoozed:
        raise AlreadyWaiting(ticket.number)
    awake = replace(turned(ticket, on, at), snooze=None)
    return awake, Event(EventKind.TURNED, by.id, at, note=note, waiting_on=on)


def snooze(
    ticket: Ticket,
    by: Actor,
    at: datetime,
    *,
    until: datetime | None = None,
    on: WaitingOn | None = None,
    note: str | None = None,
) -> tuple[Ticket, Event]:
    """Out of the queue until then, or as long as it waits `on` somebody. Raises what `require_work` raises."""
    require_work(ticket, by)
    asleep = replace(turned(ticket, on, at) if on else ticket, snooze=Snooze(until))
    return asleep, Event(EventKind.SNOOZED, by.id, at, note=note, waiting_on=on, until=until)


def wake(ticket: Ticket, by: Actor, at: datetime) -> tuple[Ticket, Event]:
    """Staff look at it again before its time. Raises NotSnoozed, and what `require_work` raises."""
    require_work(ticket, by)
    if not ticket.is_snoozed:
        raise NotSnoozed(ticket.number)
    return _woken(ticket, by.id, at)


def wake_in_time(ticket: Ticket, at: datetime) -> tuple[Ticket, Event] | None:
    """Its time has come; None where it has not, or was woken before."""
    if ticket.snooze is None or ticket.snooze.until is None or ticket.snooze.until > at or not ticket.is_snoozed:
        return None
    return _woken(ticket, None, at)


def require_work(ticket: Ticket, by: Actor) -> None:
    """Only staff who read it work on a ticket, and only on a live one. Raises NotStaff, NotReader, TicketMerged,
    TicketResolved, TicketClosed.
    """
    require_reader(ticket, by)
    require_workable(ticket)


def require_staff(by: Actor) -> None:
    """Raises NotStaff."""
    if not by.is_staff:
        raise NotStaff


def turned(ticket: Ticket, to: WaitingOn, at: datetime) -> Ticket:
    """It is another's turn, by whatever makes it so. Who goes on waiting for staff has not begun to do so now; but from
    now on who has it is to write. What is for staff to do is not snoozed.
    """
    waits_since = at if to is WaitingOn.STAFF and ticket.waiting_on is not to else ticket.waits_since
    held_since = None if ticket.assignee_id is None else at
    snooze = None if to is WaitingOn.STAFF else ticket.snooze
    return replace(ticket, waiting_on=to, waits_since=waits_since, held_since=held_since, snooze=snooze)


def turn(ticket: Ticket, to: WaitingOn, by_id: int, at: datetime) -> tuple[Ticket, Event]:
    """A line makes it another's turn; what is for staff to read wakes it."""
    return turned(ticket, to, at), Event(EventKind.TURNED, by_id, at, wrote=True, waiting_on=to)


def speaks_after_all(ticket: Ticket, by: Actor) -> bool:
    """Whether a line of this person is the requester's in a ticket that is taken for resolved, or that they closed."""
    return ticket.status in REVERSIBLE and by.id == ticket.requester_id


def hear(ticket: Ticket, by: Actor, at: datetime) -> tuple[Ticket, Event]:
    """The requester writes after all: the ticket is open again. Raises what `reopen` raises."""
    reopened, event = reopen(ticket, by, at)
    return reopened, replace(event, wrote=True)


def point(to: Ticket, at: datetime) -> Event:
    """The requester writes in a resolved ticket and has a newer one of its type: there they are read."""
    return Event(EventKind.POINTED, None, at, number=to.number)


def knocks(ticket: Ticket, by: Actor) -> bool:
    """Whether a line of this person is the requester's in a ticket that is closed, and whose thread should be locked; or
    anybody's in one that goes on elsewhere.
    """
    return ticket.status is Status.CLOSED and (ticket.merged_into is not None or by.id == ticket.requester_id)


def knock(by: Actor, at: datetime, *, goes_on_in: int | None = None) -> Event:
    """Somebody writes in a closed ticket: only staff open that again. `goes_on_in` is the ticket that it is merged into."""
    return Event(EventKind.KNOCKED, by.id, at, number=goes_on_in)


def resolve(
    ticket: Ticket,
    by: Actor,
    at: datetime,
    *,
    note: str | None = None,
    helper_id: int | None = None,
    beside: Parties = NOBODY,
) -> tuple[Ticket, Event]:
    """Solved. Only staff may say who helped; the requester may say that it is solved.

    Raises what `require_owner` raises, NotStaff, TicketMerged, TicketResolved, TicketClosed.
    """
    require_owner(ticket, by, beside)
    if helper_id is not None:
        require_reader(ticket, by)
    require_workable(ticket)
    return (
        replace(ticket, status=Status.RESOLVED),
        Event(EventKind.RESOLVED, by.id, at, note=note, member_id=helper_id),
    )


def is_asked_what_solved_it(ticket: Ticket, by: Actor) -> bool:
    """Whether this person fills in a form to resolve it: staff do, the requester's word is enough by itself."""
    return reads(ticket, by) and ticket.status in LIVE


def close(
    ticket: Ticket, by: Actor, at: datetime, *, note: str | None = None, beside: Parties = NOBODY
) -> tuple[Ticket, Event]:
    """Nobody writes any more; where the requester says so, they can undo it.

    Raises what `require_owner` raises, TicketMerged, TicketClosed.
    """
    require_owner(ticket, by, beside)
    _require_unmerged(ticket)
    status = Status.CLOSED if reads(ticket, by) else Status.WITHDRAWN
    if ticket.status in (Status.CLOSED, status):
        raise TicketClosed(ticket.number, is_withdrawn=ticket.status is Status.WITHDRAWN)
    return replace(ticket, status=status), Event(EventKind.CLOSED, by.id, at, note=note)


def is_asked_before_closing(ticket: Ticket, by: Actor) -> bool:
    """Whether this person is asked if they mean it: the requester is, who may have meant another button."""
    is_closed = ticket.status in (Status.CLOSED, Status.WITHDRAWN)
    return by.id == ticket.requester_id and not reads(ticket, by) and not is_closed


def expire(ticket: Ticket, at: datetime, *, goes_on_in: int | None = None) -> tuple[Ticket, Event] | None:
    """Time closes what is resolved, and what its requester closed for good; None where the ticket has moved on since.

    `goes_on_in` is the number of the ticket to which the requester was pointed last.
    """
    if ticket.status not in REVERSIBLE:
        return None
    kind = EventKind.CLOSED if ticket.status is Status.RESOLVED else EventKind.EXPIRED
    return replace(ticket, status=Status.CLOSED), Event(kind, None, at, number=goes_on_in)


def reopen(ticket: Ticket, by: Actor, at: datetime, *, beside: Parties = NOBODY) -> tuple[Ticket, Event]:
    """Open again, with whoever had it, and staff's turn: by the requester, and whose ticket goes on in it, until time
    closes it, by staff at any time after.

    Raises what `require_party` raises, TicketLive, TicketMerged, TicketClosed.
    """
    require_party(ticket, by, beside)
    _require_unmerged(ticket)
    if ticket.status in LIVE:
        raise TicketLive(ticket.number)
    if ticket.status is Status.CLOSED and not reads(ticket, by):
        raise TicketClosed(ticket.number)
    return live_again(ticket, at), Event(EventKind.REOPENED, by.id, at)


def live_again(ticket: Ticket, at: datetime) -> Ticket:
    """With whoever had it, and staff's turn from now on."""
    status = Status.OPEN if ticket.assignee_id is None else Status.CLAIMED
    held_since = None if ticket.assignee_id is None else at
    return replace(
        ticket, status=status, waiting_on=WaitingOn.STAFF, waits_since=at, held_since=held_since, snooze=None
    )


def prioritise(ticket: Ticket, by: Actor, at: datetime, *, priority: Priority, note: str) -> tuple[Ticket, Event]:
    """Staff know better than the form, and say why. Raises NoReason, SamePriority, and what `require_work` raises."""
    require_work(ticket, by)
    if is_blank(note):
        raise NoReason
    if ticket.priority is priority:
        raise SamePriority(ticket.number)
    grounds = replace(ticket.grounds or Grounds(), set_by=by.id, note=note)
    return (
        replace(ticket, priority=priority, grounds=grounds),
        Event(EventKind.PRIORITISED, by.id, at, note=note, priority=priority),
    )


def add(
    ticket: Ticket, by: Actor, at: datetime, *, priority: Priority, beside: Parties = NOBODY
) -> tuple[Ticket, Event]:
    """What the requester wrote elsewhere is added, and it is staff's turn; `priority` is what it would have led to by
    itself. Raises what `require_party` raises, TicketResolved, TicketClosed.
    """
    require_party(ticket, by, beside)
    require_workable(ticket)
    rises = priority if priority < ticket.priority else None
    return (
        turned(ticket, WaitingOn.STAFF, at),
        Event(EventKind.ADDED, by.id, at, priority=rises, waiting_on=WaitingOn.STAFF),
    )


def move(
    ticket: Ticket, kind: TicketType, by: Actor, at: datetime, *, facts: Grounds, asked: Sequence[str] = ()
) -> tuple[Ticket, Event]:
    """It is of another type, at the tier where that begins, and as urgent as that says by these facts unless staff have said
    otherwise; `asked` are the fields of the type that nobody has filled in.

    Raises SameType, and what `require_work` raises.
    """
    require_move(ticket, kind, by)
    event = Event(EventKind.MOVED, by.id, at, type_id=kind.id, former_type_id=ticket.type_id, asked=tuple(asked))
    moved = replace(ticket, type_id=kind.id, tier=None)
    if ticket.grounds is not None and ticket.grounds.set_by is not None:
        return moved, event
    ruled, grounds = rule(kind, facts.impact, facts.has_workaround)
    # What the requester has said stands, also while it is of a type that does not ask for it.
    said = replace(grounds, impact=facts.impact, has_workaround=facts.has_workaround)
    return replace(moved, priority=ruled, grounds=said), event


def require_move(ticket: Ticket, kind: TicketType, by: Actor) -> None:
    """To be asked before a form is filled in for nothing: who moves it reads it before and after. Raises SameType, and what
    `require_work` raises.
    """
    require_work(ticket, by)
    require_reader(replace(ticket, type_id=kind.id), by)
    if ticket.type_id == kind.id:
        raise SameType(ticket.number)


def _woken(ticket: Ticket, by_id: int | None, at: datetime) -> tuple[Ticket, Event]:
    return turned(ticket, WaitingOn.STAFF, at), Event(EventKind.WOKEN, by_id, at, waiting_on=WaitingOn.STAFF)


def _require_unmerged(ticket: Ticket) -> None:
    if ticket.merged_into is not None:
        raise TicketMerged(ticket.number, ticket.merged_into)


def require_workable(ticket: Ticket) -> None:
    """Only live tickets move on. Raises TicketMerged, TicketResolved, TicketClosed."""
    _require_unmerged(ticket)
    match ticket.status:
        case Status.RESOLVED:
            raise TicketResolved(ticket.number)
        case Status.WITHDRAWN | Status.CLOSED:
            raise TicketClosed(ticket.number, is_withdrawn=ticket.status is Status.WITHDRAWN)
        case Status.SILENT:
            raise TicketSilent(ticket.number)
        case Status.OPEN | Status.CLAIMED:
            return

"""The SLA clocks of a ticket: how long each has run of working hours, and when it is due. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.tickets.sla import Calendar, due_at, worked_between
from bot.tickets.ticket import LIVE, Event, EventKind, Ticket, WaitingOn

_NONE = timedelta(0)


class ClockKind(StrEnum):
    """What a clock waits for: the first answer of staff, their next one, or that the ticket is resolved."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


@dataclass(frozen=True)
class Clock:
    """What stands of a clock: facts that hold under every policy.

    `spent` is how much of working hours it had run when it was stopped last, and `runs_since` since when it runs again;
    None while it stands. `met_at` is when what it waits for came, None while it is awaited.
    """

    kind: ClockKind
    spent: timedelta = _NONE
    runs_since: datetime | None = None
    met_at: datetime | None = None


Clocks = tuple[Clock, ...]
"""At most one of each kind, in the order of their kinds."""


def is_staffs_turn(ticket: Ticket) -> bool:
    """Whether the ticket's clocks run."""
    return ticket.status in LIVE and ticket.waiting_on is WaitingOn.STAFF and not ticket.is_snoozed


def is_moved_by(before: Ticket, after: Ticket, event: Event) -> bool:
    """Whether this may change anything of the ticket's clocks, or of how long they may run: most events do not."""
    return (
        is_staffs_turn(before) is not is_staffs_turn(after)
        or (before.status in LIVE) is not (after.status in LIVE)
        or (before.type_id, before.priority) != (after.type_id, after.priority)
        or bool(_met_by(after, event))
    )


def started(ticket: Ticket) -> Clocks:
    """Those of a ticket that has just been opened."""
    since = ticket.opened_at if is_staffs_turn(ticket) else None
    return (Clock(ClockKind.FIRST_RESPONSE, runs_since=since), Clock(ClockKind.RESOLUTION, runs_since=since))


def follow(clocks: Clocks, before: Ticket, after: Ticket, event: Event, calendar: Calendar) -> Clocks:
    """The clocks after what happened.

    An answer of staff meets that for it, and the end of the ticket that for its resolution. When a ticket goes on again, so do
    that and one for an answer that never came, with what they had run. From the second answer on, each time that it is staff's turn again has a clock of
    its own, and so has a reply that leaves it with them; one that only stood, because staff waited for others, goes on.
    """
    met = _met_by(after, event)
    kept = {clock.kind: _end(clock, event.at, calendar) if clock.kind in met else clock for clock in clocks}
    if after.status in LIVE and before.status not in LIVE:
        kept[ClockKind.RESOLUTION] = replace(kept[ClockKind.RESOLUTION], met_at=None)
    runs = is_staffs_turn(after)
    begins = runs and (not is_staffs_turn(before) or event.kind is EventKind.REPLIED)
    if begins and all(clock.met_at for kind, clock in kept.items() if kind is not ClockKind.RESOLUTION):
        kept[ClockKind.NEXT_RESPONSE] = Clock(ClockKind.NEXT_RESPONSE)
    moved = {
        kind: _run(clock, event.at) if runs else _stop(clock, event.at, calendar) for kind, clock in kept.items()
    }
    return tuple(moved[kind] for kind in ClockKind if kind in moved)


def due(clock: Clock, target: timedelta | None, calendar: Calendar) -> datetime | None:
    """When so much of working hours will have been spent; None while the clock stands, or without a target.

    Where a stricter target leaves nothing, that is since the clock runs, or from the next opening on.
    Raises NeverOpen.
    """
    if target is None or clock.runs_since is None:
        return None
    return due_at(clock.runs_since, max(_NONE, target - clock.spent), calendar)


def _met_by(after: Ticket, event: Event) -> frozenset[ClockKind]:
    if event.kind is EventKind.RESPONDED:
        return frozenset({ClockKind.FIRST_RESPONSE})
    if event.is_answer:
        return frozenset({ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE})
    if after.status in LIVE:
        return frozenset()
    # That staff resolve or close it answers what was asked last; but who never had an answer still has none.
    is_said = event.kind in (EventKind.RESOLVED, EventKind.CLOSED) and event.actor_id not in (
        None,
        after.requester_id,
    )
    return frozenset({ClockKind.RESOLUTION} | ({ClockKind.NEXT_RESPONSE} if is_said else set()))


def _end(clock: Clock, at: datetime, calendar: Calendar) -> Clock:
    return replace(_stop(clock, at, calendar), met_at=clock.met_at or at)


def _run(clock: Clock, at: datetime) -> Clock:
    waits = clock.met_at is None and clock.runs_since is None
    return replace(clock, runs_since=at) if waits else clock


def _stop(clock: Clock, at: datetime, calendar: Calendar) -> Clock:
    if clock.runs_since is None:
        return clock
    return replace(clock, spent=clock.spent + worked_between(clock.runs_since, at, calendar), runs_since=None)

"""A clock with what is owed of it: when to warn, when it runs out, and what was told. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.tickets.clocks.clock import Clock, ClockKind, Clocks
from bot.tickets.clocks.policy import Policy
from bot.tickets.ticket import Event, EventKind, Ticket


@dataclass(frozen=True)
class Watched:
    """A clock of a ticket under the policy that is in force.

    `warn_at` and `due_at` are None while it stands, and without a target. `warned_at` is when staff were last told of it, and
    `breached_at` when its target was missed, once a clock. `made_late_at` is when a target that it had not had before, by
    another policy, priority or type, left it no time.
    """

    clock: Clock
    warn_at: datetime | None = None
    due_at: datetime | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    made_late_at: datetime | None = None

    @property
    def acts_at(self) -> datetime | None:
        """When there is something to tell of it; None where there is nothing (more)."""
        if self.breached_at is not None:
            is_told = self.warned_at is not None and self.warned_at >= self.breached_at
            return None if is_told else self.due_at
        return self.due_at if self.warned_at is not None else self.warn_at


def is_missed(one: Watched, at: datetime) -> bool:
    """Whether it ran out before this came, and that was not noted."""
    return one.due_at is not None and one.due_at < at and one.breached_at is None


def missed(one: Watched) -> tuple[Watched, Event]:
    """It has run out: what is noted, as of then."""
    assert one.due_at is not None
    at = one.made_late_at or one.due_at
    event = Event(
        EventKind.BREACHED,
        None,
        at,
        until=one.due_at,
        is_late=one.made_late_at is not None,
        clock=one.clock.kind,
    )
    return replace(one, breached_at=at), event


def watched(
    before: Mapping[ClockKind, Watched], clocks: Clocks, ticket: Ticket, policy: Policy, at: datetime
) -> tuple[Watched, ...]:
    """The clocks as they are then, with what was told of them: nothing yet of one that has begun anew. What had run out
    `before` is noted already.
    """
    return tuple(_watched(before.get(clock.kind), clock, ticket, policy, at) for clock in clocks)


def restated(one: Watched, times: tuple[datetime, datetime] | None, at: datetime) -> Watched:
    """The same clock by other times: where the policy has changed, or what its ticket is."""
    warn_at, due_at = times or (None, None)
    was_late = one.breached_at is not None or (one.due_at is not None and one.due_at <= at)
    made_late_at = one.made_late_at if was_late else at if due_at is not None and due_at <= at else None
    return replace(one, warn_at=warn_at, due_at=due_at, made_late_at=made_late_at)


def _watched(before: Watched | None, clock: Clock, ticket: Ticket, policy: Policy, at: datetime) -> Watched:
    kept = Watched(clock) if before is None or _is_anew(before.clock, clock) else replace(before, clock=clock)
    return restated(kept, policy.times(clock, policy.target(ticket.type_id, ticket.priority, clock.kind)), at)


def _is_anew(before: Clock, clock: Clock) -> bool:
    """Of the clocks that are started, only the one for the next answer begins again from nothing."""
    is_started = clock.runs_since is not None and clock.runs_since != before.runs_since
    return is_started and clock.kind is ClockKind.NEXT_RESPONSE and not clock.spent

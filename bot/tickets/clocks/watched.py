"""A clock with what is owed of it: when to warn, when it runs out, and what was told. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.tickets.clocks.clock import Clock, ClockKind, Clocks
from bot.tickets.clocks.policy import Policy
from bot.tickets.ticket import Ticket


@dataclass(frozen=True)
class Watched:
    """A clock of a ticket under the policy that is in force.

    `warn_at` and `due_at` are None while it stands, and without a target. `warned_at` and `breached_at` are when that was
    told, once a clock. `made_late_at` is when a policy that was changed left it no time.
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
        if self.due_at is None or self.breached_at is not None:
            return None
        return self.due_at if self.warned_at is not None else self.warn_at


def watched(
    before: Mapping[ClockKind, Watched], clocks: Clocks, ticket: Ticket, policy: Policy
) -> tuple[Watched, ...]:
    """The clocks as they are now, with what was told of them: nothing yet of one that has begun anew."""
    return tuple(_watched(before.get(clock.kind), clock, ticket, policy) for clock in clocks)


def restated(one: Watched, times: tuple[datetime, datetime] | None, now: datetime) -> Watched:
    """The same clock at the start of the bot, where the policy may have changed."""
    warn_at, due_at = times or (None, None)
    was_late = one.due_at is not None and one.due_at <= now
    is_late = due_at is not None and due_at <= now
    made_late_at = one.made_late_at if was_late or not is_late else now
    return replace(one, warn_at=warn_at, due_at=due_at, made_late_at=made_late_at)


def _watched(before: Watched | None, clock: Clock, ticket: Ticket, policy: Policy) -> Watched:
    kept = Watched(clock) if before is None or _is_anew(before.clock, clock) else replace(before, clock=clock)
    times = policy.times(clock, policy.target(ticket.type_id, ticket.priority, clock.kind))
    warn_at, due_at = times or (None, None)
    return replace(kept, warn_at=warn_at, due_at=due_at)


def _is_anew(before: Clock, clock: Clock) -> bool:
    """Of the clocks that are started, only the one for the next answer begins again from nothing."""
    is_started = clock.runs_since is not None and clock.runs_since != before.runs_since
    return is_started and clock.kind is ClockKind.NEXT_RESPONSE and not clock.spent

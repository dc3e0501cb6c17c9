"""How long each ticket may take, and by which hours: what the operator has written. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.ticket_settings import Tickets
from bot.ticket_urgency import Priority
from bot.tickets.clocks.clock import Clock, ClockKind, due
from bot.tickets.sla import AROUND_THE_CLOCK, Calendar, NeverOpen, calendar_of


@dataclass(frozen=True)
class Policy:
    """The targets of `settings`, whose hours are those of `calendar`."""

    settings: Tickets
    calendar: Calendar

    @property
    def is_on(self) -> bool:
        """Whether there is any target."""
        every = (self.settings.sla, *(kind.sla for kind in self.settings.types))
        return any(target is not None for sla in every for one in sla.values() for _, target in one)

    @property
    def has_hours(self) -> bool:
        """Whether staff rest at some time."""
        return self.calendar.week != AROUND_THE_CLOCK

    def target(self, type_id: str, priority: Priority, kind: ClockKind) -> timedelta | None:
        """How long this may take; None where it may take as long as it does. That of the type comes before the general one."""
        own = self.settings.type(type_id)
        for sla in ([own.sla] if own is not None else []) + [self.settings.sla]:
            targets = sla.get(priority.value)
            hours = getattr(targets, f"{kind.value}_hours") if targets is not None else None
            if hours is not None:
                return timedelta(hours=hours)
        return None

    def times(self, clock: Clock, target: timedelta | None) -> tuple[datetime, datetime] | None:
        """When to warn that a clock runs out, and when it does; None while it stands, or where it may take for ever."""
        if target is None:
            return None
        share = target * self.settings.warn_percent / 100
        try:
            warn_at, due_at = due(clock, share, self.calendar), due(clock, target, self.calendar)
        except NeverOpen:
            return None
        return None if warn_at is None or due_at is None else (warn_at, due_at)


def policy_of(settings: Tickets, zone: tzinfo) -> Policy:
    """That of a community in this zone."""
    return Policy(settings, calendar_of(settings.working_hours, zone))

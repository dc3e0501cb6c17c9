"""Which tickets a role hears of, and until when it is left in peace. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from bot.ticket_types import TicketType
from bot.ticket_urgency import Priority, QuietHours, StaffPing
from bot.tickets.quiet import quiet_until


def ping_of(kind: TicketType | None, priority: Priority) -> StaffPing | None:
    """How a role hears of a new ticket of this type and priority; None where none does."""
    wanted = kind.staff_ping if kind else None
    return wanted if wanted is not None and priority <= wanted.priority else None


def sharing(wanted: StaffPing, kinds: Sequence[TicketType]) -> list[str]:
    """The types of which the same role hears: it is one role that wants its peace."""
    return [kind.id for kind in kinds if kind.staff_ping is not None and kind.staff_ping.role == wanted.role]


def held_until(
    now: datetime, last_at: datetime | None, wanted: StaffPing, hours: QuietHours | None, zone: tzinfo
) -> datetime | None:
    """When the role may hear of something; None for now. `last_at` is when it did last."""
    at = now if last_at is None else max(now, last_at + timedelta(minutes=wanted.every_minutes))
    at = quiet_until(at, hours, zone) or at
    return at if at > now else None

"""What is told of clocks that run out: at one time one message to each who is to hear of it, however many there are. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.tickets.clocks.clock import ClockKind
from bot.tickets.clocks.watched import Watched
from bot.tickets.ticket import Ticket

NAMED = 10
"""So many clocks of a message are named, the most urgent; of the others it says how many there are."""

LATE = timedelta(minutes=10)
"""What is told so long after its time says that it is late."""


@dataclass(frozen=True)
class Found:
    """A clock of which there is something to tell: that it has run out, or that it will."""

    ticket: Ticket
    watched: Watched

    @property
    def is_breach(self) -> bool:
        """Whether it has run out, which is noted."""
        return self.watched.breached_at is not None


@dataclass(frozen=True)
class To:
    """Who hears of it: a member; or, with None, whoever reads the queue channel in which tickets of the type have their cards."""

    member_id: int | None
    type_id: str


@dataclass(frozen=True)
class Told:
    """What one message says: how many clocks have `breached`, and of how many it warns; of all these how many `late`, and how
    many have only run out because they got another target. `first` are the tickets and clocks that it names.
    """

    to: To
    breached: int
    warned: int
    late: int
    made_late: int
    first: Sequence[tuple[int, ClockKind]]


def told(to: To, found: Iterable[Found], now: datetime) -> Told:
    """One message of all these."""
    ranked = sorted(found, key=_urgency)
    breached = [one for one in ranked if one.is_breach]
    made_late = [one for one in breached if one.watched.made_late_at is not None]
    late = [one for one in ranked if one not in made_late and _is_late(one, now)]
    first = [(one.ticket.id, one.watched.clock.kind) for one in ranked[:NAMED]]
    return Told(to, len(breached), len(ranked) - len(breached), len(late), len(made_late), first)


def as_data(one: Told) -> dict[str, Any]:
    """As it is kept until it is said."""
    return {
        "member": one.to.member_id,
        "type": one.to.type_id,
        "breached": one.breached,
        "warned": one.warned,
        "late": one.late,
        "made_late": one.made_late,
        "first": [[ticket_id, kind.value] for ticket_id, kind in one.first],
    }


def of_data(data: Mapping[str, Any]) -> Told:
    """What was kept so."""
    first = [(int(ticket_id), ClockKind(kind)) for ticket_id, kind in data["first"]]
    to = To(data["member"], data["type"])
    return Told(to, data["breached"], data["warned"], data["late"], data["made_late"], first)


def _urgency(one: Found) -> tuple[str, bool, datetime]:
    assert one.watched.due_at is not None
    return one.ticket.priority.value, not one.is_breach, one.watched.due_at


def _is_late(one: Found, now: datetime) -> bool:
    at = one.watched.due_at if one.is_breach else one.watched.warn_at
    return at is not None and at + LATE < now

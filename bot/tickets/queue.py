"""The queue: its one order, what of it is asked for, and a page at a time. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.ticket_urgency import Priority
from bot.tickets.ticket import Ticket, WaitingOn

PAGE = 15
"""Tickets on a page: more would not fit an embed."""

HEAD_START: Mapping[Priority, timedelta] = {
    Priority.P1: timedelta(0),
    Priority.P2: timedelta(days=3),
    Priority.P3: timedelta(days=7),
    Priority.P4: timedelta(days=21),
}
"""After waiting for staff for so much longer than a P1, a ticket of this priority comes before it: nobody starves."""

_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_STAFFS_TURN = 10**17
"""More microseconds than any head start: behind all for which it is staff's turn."""


class Whose(StrEnum):
    """Of whom the tickets are to be, as far as that is asked; or those that are out of the queue for a while, whoever has them."""

    ALL = "all"
    MINE = "mine"
    UNCLAIMED = "unclaimed"
    SNOOZED = "snoozed"


@dataclass(frozen=True)
class AtTiers:
    """Tickets at one of some tiers: those that were brought to one of these `ids`; and of the others, as far as they were
    brought to none that is `known`, those of these `types`, or `all_but` those. `some` are the types with tiers of their
    own, each with those that are known for it, and whether it begins at one of these. `Ladder.tickets_at` makes it.
    """

    ids: tuple[str, ...]
    known: tuple[str, ...]
    types: tuple[str, ...]
    all_but: bool
    some: tuple[tuple[str, tuple[str, ...], bool], ...] = ()


@dataclass(frozen=True)
class Wanted:
    """Which tickets of the queue somebody wants to see; by itself, all."""

    whose: Whose = Whose.ALL
    type_id: str | None = None
    waiting_on: WaitingOn | None = None
    at: AtTiers | None = None


ALL_OF_IT = Wanted()


@dataclass(frozen=True)
class Queue:
    """The tickets of one page, in their order; `page` counts from 1.

    `waiting` is how many live tickets there are altogether, of those that were `wanted`.
    """

    tickets: Sequence[Ticket]
    waiting: int
    page: int
    wanted: Wanted = ALL_OF_IT

    @property
    def pages(self) -> int:
        """At least one, also where nobody waits."""
        return pages(self.waiting)


def key(ticket: Ticket) -> int:
    """Where a live ticket stands in the queue: the smaller comes first, and of two that are the same the one with the
    smaller id.

    First those for which it is staff's turn. Of these, who has waited for staff for longer, and each priority counts
    as if others had come later by their head start. One that is due counts at the latest as a P1 that came when it is: so
    it comes before all that come after its time is up, whatever its priority; of those that are due together, the more
    urgent come first.
    """
    place = first_key(ticket.priority, ticket.waits_since or ticket.opened_at, ticket.due_at)
    return place if ticket.waiting_on is WaitingOn.STAFF else place + _NOT_STAFFS_TURN


def first_key(priority: Priority, since: datetime, due_at: datetime | None = None) -> int:
    """The same of one for which it has been staff's turn since then."""
    came_at = since + HEAD_START[priority]
    if due_at is not None:
        came_at = min(came_at, due_at + [*Priority].index(priority) * _MICROSECOND)
    return (came_at - _EPOCH) // _MICROSECOND


def pages(waiting: int) -> int:
    """How many pages so many tickets fill; one where there is none."""
    return max(1, -(-waiting // PAGE))


def part(page: int) -> tuple[int, int]:
    """How many tickets stand before this page, and how many may stand on it."""
    return (page - 1) * PAGE, PAGE


def nearest(page: int, waiting: int) -> int:
    """This page, or the one nearest to it that there is: the queue may have become shorter."""
    return min(max(1, page), pages(waiting))

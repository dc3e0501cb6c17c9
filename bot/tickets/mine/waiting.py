"""What waits for one member of staff, in the order in which they should look at it; a page at a time. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actor import Actor
from bot.tickets.csat.rating import FollowUp, concerns
from bot.tickets.promises.promise import Promise, State
from bot.tickets.reading import reads
from bot.tickets.ticket import Ticket

PAGE = 15
"""Lines on a page: more would not fit an embed."""


@dataclass(frozen=True)
class Due:
    """A promise, and the ticket that it was made in."""

    promise: Promise
    ticket: Ticket


@dataclass(frozen=True)
class Low:
    """A ticket that got a low score, and who is to follow up on it."""

    follow_up: FollowUp
    ticket: Ticket


@dataclass(frozen=True)
class Waiting:
    """Call-backs of today, promises, tickets in which it is this member's turn, and those that got a low score; each the
    first to be looked at first.

    What else may wait for somebody gets a field here and a heading where this is shown.
    """

    calls: Sequence[Due] = ()
    promises: Sequence[Due] = ()
    tickets: Sequence[Ticket] = ()
    follow_ups: Sequence[Low] = ()

    @property
    def count(self) -> int:
        return len(self.calls) + len(self.promises) + len(self.tickets) + len(self.follow_ups)

    @property
    def pages(self) -> int:
        """At least one, also where nothing waits."""
        return max(1, -(-self.count // PAGE))

    def page(self, number: int) -> Waiting:
        """What stands on this page, counted from 1."""
        first, last = (number - 1) * PAGE, number * PAGE
        promises, tickets = len(self.calls), len(self.calls) + len(self.promises)
        follow_ups = tickets + len(self.tickets)

        def part(before: int) -> slice:
            return slice(max(0, first - before), max(0, last - before))

        return Waiting(
            self.calls[part(0)],
            self.promises[part(promises)],
            self.tickets[part(tickets)],
            self.follow_ups[part(follow_ups)],
        )

    def read_by(self, member: Actor) -> Waiting:
        """Without what they do not read, and without what is for others to follow up on."""
        return Waiting(
            tuple(due for due in self.calls if reads(due.ticket, member)),
            tuple(due for due in self.promises if reads(due.ticket, member)),
            tuple(ticket for ticket in self.tickets if reads(ticket, member)),
            tuple(low for low in self.follow_ups if concerns(low.follow_up, low.ticket, member)),
        )


def waiting(
    member_id: int,
    promises: Iterable[Promise],
    tickets: Mapping[int, Ticket],
    turns: Sequence[Ticket],
    now: datetime,
    zone: tzinfo,
) -> Waiting:
    """Of these promises what concerns the member now. `tickets` has those that they were made in, `turns` those that are
    theirs and wait for staff.

    What was promised in nobody's ticket concerns all of staff once it is due today. A time that is only proposed
    waits for the requester.
    """
    calls, others = [], []
    for promise in promises:
        ticket = tickets.get(promise.ticket_id)
        if ticket is None or promise.state is State.PROPOSED or ticket.assignee_id not in (None, member_id):
            continue
        is_today = any(at.astimezone(zone).date() <= now.astimezone(zone).date() for at in _times(promise))
        if promise.is_call and is_today:
            calls.append(Due(promise, ticket))
        elif is_today or ticket.assignee_id == member_id or promise.state is State.ASKED:
            others.append(Due(promise, ticket))
    return Waiting(tuple(calls), tuple(others), tuple(turns))


def _times(promise: Promise) -> Sequence[datetime]:
    return promise.call.slots if promise.call and promise.state is State.ASKED else (promise.due_at,)

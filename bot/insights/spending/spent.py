"""What staff's time went to in a period, as far as they have said so. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Halves:
    """Minutes of answering and of preventing."""

    answering: int = 0
    preventing: int = 0

    @property
    def preventing_share(self) -> float | None:
        """From 0 to 1; None where there is no time."""
        total = self.answering + self.preventing
        return self.preventing / total if total else None


@dataclass(frozen=True)
class CauseCost:
    """What tickets of one cause cost; None for those of which none is named."""

    cause: str | None
    minutes: int
    tickets: int


@dataclass(frozen=True)
class Spent:
    """`halves` rest on `estimated` of the tickets that were resolved, and say nothing of the `unestimated`. By cause, what cost
    most comes first. `by_person` has who reads it, and everybody for a lead: answering counts for who had the ticket.
    """

    halves: Halves
    estimated: int
    unestimated: int
    by_cause: Sequence[CauseCost] = ()
    by_person: Mapping[int, Halves] = field(default_factory=dict)


@dataclass(frozen=True)
class EntryFound:
    """In how many tickets staff found that this entry was wrong, or right and not found, and what those cost."""

    entry_id: str
    wrong: int
    not_found: int
    minutes: int


@dataclass(frozen=True)
class LackingTicket:
    """A ticket of which staff say that no entry has its answer."""

    number: int
    thread_id: int | None
    summary: str
    at: datetime
    minutes: int | None
    cause: str | None


@dataclass(frozen=True)
class Lacking:
    """How many there are, what they cost in all, and those that cost most."""

    tickets: int
    minutes: int
    shown: Sequence[LackingTicket]


def by_person(answering: Mapping[int, int], preventing: Mapping[int, int]) -> dict[int, Halves]:
    """Whose time is known of most comes first."""
    found = {one: Halves(answering.get(one, 0), preventing.get(one, 0)) for one in {*answering, *preventing}}
    return dict(sorted(found.items(), key=lambda one: (-one[1].answering - one[1].preventing, one[0])))

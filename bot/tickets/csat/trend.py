"""What scores come to: in all, by week, by hour, by type, by tier, and by who had the tickets. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TypeVar

from bot.tickets.tiers.ladder import Ladder

Key = TypeVar("Key")


@dataclass(frozen=True)
class Scored:
    """The score that counts of one customer for one resolution, which was then, of a ticket that was opened before."""

    at: datetime
    opened_at: datetime
    type_id: str
    tier: str | None
    handler_id: int | None
    score: int


@dataclass(frozen=True)
class Scores:
    """How many there are, and what they add up to."""

    count: int = 0
    total: int = 0

    @property
    def mean(self) -> float:
        """From 1 to 5; 0 of none."""
        return self.total / self.count if self.count else 0.0

    def __add__(self, score: int) -> Scores:
        return Scores(self.count + 1, self.total + score)


@dataclass(frozen=True)
class Trend:
    """The scores of a period: weeks by their Mondays, the newest last; types and tiers by their ids; hours of the day in which
    the tickets were opened, from 0 to 23.
    """

    overall: Scores
    by_week: Mapping[date, Scores]
    by_type: Mapping[str, Scores]
    by_tier: Mapping[str, Scores]
    by_hour: Mapping[int, Scores]


def trend(found: Collection[Scored], ladder: Ladder, zone: tzinfo, barred: Collection[str] = ()) -> Trend:
    """As somebody of staff may read it: of types whose tickets they do not read, nothing is counted."""
    seen = [one for one in found if one.type_id not in barred]
    by_tier = _grouped(seen, lambda one: getattr(ladder.place(one.type_id, one.tier), "id", None))
    return Trend(
        overall=_sum(seen),
        by_week=dict(sorted(_grouped(seen, lambda one: _monday(one.at, zone)).items())),
        by_type=_grouped(seen, lambda one: one.type_id),
        by_tier=by_tier,
        by_hour=_grouped(seen, lambda one: one.opened_at.astimezone(zone).hour),
    )


def by_person(found: Iterable[Scored], barred: Collection[str] = ()) -> Mapping[int, Scores]:
    """By the ids of who had the tickets, who has most of them first; nothing of types that the reader does not read."""
    people = _grouped([one for one in found if one.type_id not in barred], lambda one: one.handler_id)
    return dict(sorted(people.items(), key=lambda one: (-one[1].count, one[0])))


def _grouped(found: Iterable[Scored], key: Callable[[Scored], Key | None]) -> dict[Key, Scores]:
    groups: defaultdict[Key, Scores] = defaultdict(Scores)
    for one in found:
        if (name := key(one)) is not None:
            groups[name] += one.score
    return dict(groups)


def _sum(found: Iterable[Scored]) -> Scores:
    scores = [one.score for one in found]
    return Scores(len(scores), sum(scores))


def _monday(at: datetime, zone: tzinfo) -> date:
    day = at.astimezone(zone).date()
    return day - timedelta(days=day.weekday())

"""Which leaderboards there are, what they go by, and what points are worth in a season by their age. Pure.

Whoever has helped more different people comes first, and points only decide between those who have helped as many: a friend
who says thanks a hundred times is one person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.reputation.line import Line
from bot.reputation_settings import Rank, Seasons

PARTS = 1_000_000
"""Into so many parts a point is divided where it is worth less by its age: sums of whole numbers come out the same in any order."""


class Kind(StrEnum):
    """`season`: points that fade. `all-time`: all of them. `rising`: members whose first award is recent. `topic`: a category."""

    SEASON = "season"
    ALL_TIME = "all-time"
    RISING = "rising"
    TOPIC = "topic"


@dataclass(frozen=True)
class Board:
    """One leaderboard; `topic` for that kind alone."""

    kind: Kind
    topic: str | None = None

    @property
    def is_daily(self) -> bool:
        """Whether it changes at midnight UTC although nobody awards anything."""
        return self.kind in (Kind.SEASON, Kind.RISING)


@dataclass(frozen=True)
class Place:
    """One row: `place` is shared by those who have helped as many people and have as many points, `position` by nobody.
    The first place is 1, the first position 0.
    """

    position: int
    place: int
    member_id: int
    helped: int
    points: int


class Earned(NamedTuple):
    """What boards need of a line of the ledger."""

    id: int
    member_id: int
    asker_id: int | None
    topic: str | None
    points: int
    is_reversal: bool
    earned_at: datetime


@dataclass(frozen=True)
class Total:
    """What a member has earned, with their place; that is None for who has no points there."""

    points: int
    helped: int
    place: int | None


@dataclass(frozen=True)
class Standing:
    """Where a member stands. The balance is what they have of all time; it earns the rank."""

    member_id: int
    all_time: Total
    season: Total
    rank: Rank | None
    next_rank: Rank | None


@dataclass(frozen=True)
class Details:
    """What only a member and staff read of a standing: award lines that are pending and held, and the newest of any sort."""

    pending: tuple[Line, ...] = ()
    held: tuple[Line, ...] = ()
    latest: tuple[Line, ...] = ()


@dataclass(frozen=True)
class About:
    """What somebody reads of the ledger about a message, and about the question that it belongs to, each in its order.

    `is_hidden`: there is more, of members who do not want to be shown.
    """

    of_message: list[Line]
    of_question: list[Line]
    is_hidden: bool


def worth_by_age(seasons: Seasons) -> list[int]:
    """What a point is worth in `PARTS`, by its age in days of UTC; what is older than these is worth nothing.

    Exponential decay: 2 ** (-age / half-life), as for radioactive substances (Rutherford 1900).
    """
    return [round(PARTS * 0.5 ** (age / seasons.half_life_days)) for age in range(seasons.days)]

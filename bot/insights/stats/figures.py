"""The figures of tickets in a period: values. What they are counted from, `counting.py` says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.tickets.csat.trend import Scores
from bot.tickets.promises.promise import Record
from bot.tickets.ticket import WaitingOn

_NO_SCORES, _NO_PROMISES = Scores(), Record()


class Group(StrEnum):
    """By what the figures of a period are told apart."""

    WEEK = "week"
    TYPE = "type"
    TIER = "tier"
    HOUR = "hour"


@dataclass(frozen=True)
class Spans:
    """How long something took, so many times: what half of them, 80 and 95 % of them took at most. None where there are none.

    Between two values lies what is in proportion between them (Hyndman & Fan, The American Statistician 50 (1996) 361–365,
    definition 7): so the median of two is their mean, and of one all three are the same. In working hours, no day of theirs has
    24 of them.
    """

    count: int = 0
    median: timedelta | None = None
    p80: timedelta | None = None
    p95: timedelta | None = None
    in_working_hours: bool = False


@dataclass(frozen=True)
class Figures:
    """What happened to tickets. `merged` of the opened ones go on in others now, and `unanswered` of the rest had no first
    response yet. `closed` ended without a resolution, and nobody has opened them again.

    First responses, and resolutions that stand, are from the opening on. `resolutions` are all, of which `reopened` were
    followed by a reopening. `breaches` are the SLA clocks that ran out, by their kinds.
    """

    opened: int = 0
    merged: int = 0
    unanswered: int = 0
    first_response: Spans = Spans()
    resolution: Spans = Spans()
    resolutions: int = 0
    reopened: int = 0
    closed: int = 0
    breaches: Mapping[str, int] = field(default_factory=dict)
    csat: Scores = _NO_SCORES
    promises: Record = _NO_PROMISES

    @property
    def breached(self) -> int:
        return sum(self.breaches.values())

    @property
    def reopened_share(self) -> float | None:
        return self.reopened / self.resolutions if self.resolutions else None


DAYS_OLD = (1, 3, 7, 30)
"""What is live is counted by whether it was opened fewer days ago than these, or longer."""


@dataclass(frozen=True)
class Backlog:
    """What is live now, snoozed tickets too: how old half of it is at most, and the oldest; and how many there are up to each
    of `DAYS_OLD`, and above.

    `turns` say whose turn it is in those that are not snoozed.
    """

    ages: tuple[int, ...]
    median: timedelta | None
    oldest: timedelta | None
    turns: Mapping[WaitingOn, int]
    snoozed: int

    @property
    def live(self) -> int:
        return sum(self.ages)

    @property
    def in_line(self) -> int:
        """In the queue."""
        return self.live - self.snoozed


@dataclass(frozen=True)
class Stats:
    """A period in figures: in all, by the Mondays of its weeks, by the ids of types and tiers, and by the hours of the day in
    which tickets were opened, from 0 to 23. Weeks and hours are those of the community's time zone.

    A week has what happened in it, an hour what became of the tickets that were opened in it.
    """

    start_at: datetime
    end_at: datetime
    overall: Figures
    by_week: Mapping[date, Figures]
    by_type: Mapping[str, Figures]
    by_tier: Mapping[str, Figures]
    by_hour: Mapping[int, Figures]
    backlog: Backlog
    in_working_hours: bool

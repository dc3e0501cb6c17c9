"""Figures by value, as charts, words and pages are made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.insights.stats.figures import Backlog, Figures, Spans, Stats
from bot.tickets.csat.trend import Scores
from bot.tickets.promises.promise import Record
from bot.tickets.ticket import WaitingOn

NOW = datetime(2027, 4, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
BUSY = Figures(
    opened=12,
    merged=2,
    unanswered=1,
    first_response=Spans(10, HOUR, 3 * HOUR, 9 * HOUR),
    resolution=Spans(8, 20 * HOUR, 50 * HOUR, 90 * HOUR),
    resolutions=9,
    reopened=1,
    closed=3,
    breaches={"first_response": 2, "resolution": 1},
    csat=Scores(4, 17),
    promises=Record(3, 1),
)


def stats_of(*types: str, weeks: int = 2, in_working_hours: bool = False) -> Stats:
    """The same busy figures in each week and hour, and of each type."""
    first, whole = (
        replace(spans, in_working_hours=in_working_hours) for spans in (BUSY.first_response, BUSY.resolution)
    )
    busy = replace(BUSY, first_response=first, resolution=whole)
    return Stats(
        start_at=NOW - timedelta(days=30),
        end_at=NOW,
        overall=busy,
        by_week={date(2027, 3, 1) + timedelta(days=7 * week): busy for week in range(weeks)},
        by_type=dict.fromkeys(types, busy),
        by_tier={},
        by_hour={hour: busy if 8 <= hour < 18 else Figures() for hour in range(24)},
        backlog=Backlog(
            (3, 2, 0, 0, 1), 30 * HOUR, 900 * HOUR, {**dict.fromkeys(WaitingOn, 0), WaitingOn.STAFF: 5}, 1
        ),
        in_working_hours=in_working_hours,
    )

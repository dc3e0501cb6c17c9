"""What a requester may expect: their place in the queue, by when staff usually answer, and a new time before that is missed.
Pure.

All times are working hours: how long staff take is `took`, and when so much time is up `after`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.tickets import sla
from bot.tickets.sla import Calendar, NeverOpen, worked_between

FEWEST = 10
"""From fewer answers nothing is said of what is usual."""

LOOK_BACK = timedelta(days=30)
"""From answers of this time it is said what is usual."""

FURTHEST = 100
"""Places behind this one are not told apart."""

MORE = FURTHEST + 1
"""Stands for all of these."""

EXACT = 5
"""So many ahead are counted exactly, and more of them roughly."""

LONGEST_NOTICE, SHORTEST_NOTICE = timedelta(hours=1), timedelta(minutes=5)

_NEVER = timedelta(days=50 * 366)

_LADDER = (
    *(timedelta(minutes=minutes) for minutes in (5, 10, 15, 20, 30, 45)),
    *(timedelta(hours=hours) for hours in (1, 2, 3, 4, 5, 6, 8, 10, 12, 18)),
    *(timedelta(days=days) for days in (1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 30)),
)
"""The lengths of time that people say."""


@dataclass(frozen=True)
class Span:
    """Half of all are answered within `low`, four of five within `high`, both as people say them."""

    low: timedelta
    high: timedelta


@dataclass(frozen=True)
class Expectation:
    """What is said to a requester.

    `ahead` is how many come before them, as `roughly` has it; None where the ticket has no place. `usual` is None where
    too little is known, or it is past. `is_awaited`: staff have still to answer for the first time, and it is their turn.
    `put_off_to` is the new time that was said when the usual one was about to be missed. `is_of_work`: staff rest at times,
    so that what is usual is less than it will be by the clock.
    """

    ahead: int | None = None
    usual: Span | None = None
    is_awaited: bool = False
    put_off_to: datetime | None = None
    is_of_work: bool = False


def took(opened_at: datetime, answered_at: datetime, calendar: Calendar) -> timedelta:
    """How long staff took to answer."""
    return worked_between(opened_at, answered_at, calendar)


def after(opened_at: datetime, span: timedelta, calendar: Calendar) -> datetime:
    """When so much time is up; where that never comes, when nobody waits any more."""
    try:
        return sla.due_at(opened_at, span, calendar)
    except NeverOpen:
        return opened_at + _NEVER


def usual(samples: Sequence[timedelta]) -> Span | None:
    """Within what staff answer, by how long they took: the median and the 80th percentile (nearest rank), rounded up.

    None where there are fewer than `FEWEST`, or they took longer than people say in one word.
    """
    if len(samples) < FEWEST:
        return None
    ranked = sorted(samples)
    low, high = (rounded(_percentile(ranked, percent)) for percent in (50, 80))
    return None if low is None or high is None else Span(low, high)


def rounded(span: timedelta) -> timedelta | None:
    """Up to the next length that people say; None where it is longer than all."""
    return next((step for step in _LADDER if step >= span), None)


def roughly(ahead: int) -> int:
    """How many come before, as it is said: exactly up to `EXACT`, then in fives and tens, at last `MORE`.

    So what is said at the end of a long queue changes seldom.
    """
    if ahead <= EXACT:
        return ahead
    if ahead > FURTHEST:
        return MORE
    step = 5 if ahead <= 20 else 10
    return -(-ahead // step) * step


def due_at(
    opened_at: datetime, span: Span | None, promised: timedelta | None, calendar: Calendar
) -> datetime | None:
    """By when an answer was said to come: what is usual or what the operator has set, whichever is sooner."""
    said = [one for one in (span.high if span else None, promised) if one is not None]
    return after(opened_at, min(said), calendar) if said else None


def notice_at(opened_at: datetime, due: datetime, calendar: Calendar) -> datetime:
    """When to say that an answer will be late: a tenth of the time before, at least five minutes and at most an hour, but
    not before half of it is up.
    """
    whole = worked_between(opened_at, due, calendar)
    return after(opened_at, whole - min(max(whole / 10, SHORTEST_NOTICE), LONGEST_NOTICE, whole / 2), calendar)


def new_time(
    opened_at: datetime, due: datetime, now: datetime, samples: Sequence[timedelta], calendar: Calendar
) -> datetime:
    """By when an answer is to be expected where `due` is missed: by when four of five were answered that had waited as
    long; where that happened less than thrice, or tells nothing, half as much time again. To the next quarter of an hour.
    """
    waited = took(opened_at, max(due, now), calendar)
    longer = sorted(sample for sample in samples if sample > waited)
    found = _percentile(longer, 80) if len(longer) >= 3 else waited * 1.5
    seconds = max(found, waited + SHORTEST_NOTICE).total_seconds()
    quarter = 15 * 60
    at = after(opened_at, timedelta(seconds=seconds), calendar).timestamp()
    return datetime.fromtimestamp(-(-at // quarter) * quarter, tz=now.tzinfo)


def _percentile(ranked: Sequence[timedelta], percent: int) -> timedelta:
    return ranked[-(-len(ranked) * percent // 100) - 1]

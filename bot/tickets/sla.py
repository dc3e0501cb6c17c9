"""Working hours as SLA clocks count them: when a span of them is over, and how much of them lies between two times. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import chain

import numpy as np
from holidays import country_holidays
from numpy.typing import NDArray

from bot.working_hours import Hours, WorkingHours

AROUND_THE_CLOCK: tuple[tuple[Hours, ...], ...] = (((0, 1440),),) * 7
"""The week of who never sleeps."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)
_MOST_YEARS = 50
"""So far ahead is looked for hours: whoever has none until then never works."""


class NeverOpen(ValueError):
    """So many working hours do not come within fifty years."""


@dataclass(frozen=True)
class Calendar:
    """When staff work, by the clock on the wall in `zone`.

    `week` holds seven days from Monday, each with its hours in their order, none of which overlap: a break is what lies
    between two. Nobody works on the public holidays of `country` (ISO 3166, such as `DE`) and its `region` (as the
    package `holidays` calls its subdivisions, such as `BE`), on the `closed` days, and on the days of each year, by
    month and day, that are in `yearly`.
    """

    zone: tzinfo
    week: tuple[tuple[Hours, ...], ...] = AROUND_THE_CLOCK
    country: str | None = None
    region: str | None = None
    closed: frozenset[date] = frozenset()
    yearly: frozenset[tuple[int, int]] = frozenset()


def calendar_of(hours: WorkingHours | None, zone: tzinfo) -> Calendar:
    """What the operator has written; without it, the clock is never stopped."""
    if hours is None:
        return Calendar(zone)
    return Calendar(zone, hours.week, hours.country, hours.region, hours.days_off, hours.yearly_off)


def due_at(start: datetime, span: timedelta, calendar: Calendar) -> datetime:
    """The first time, in UTC, at which `span` of working hours has passed since `start`: never outside them.

    They last as long as they really do: over the night in which clocks are put forward, an hour less. No span at all is
    over at `start`, or at the next opening where nobody works then. Raises NeverOpen, and ValueError for a negative span.
    """
    left = span // _MICROSECOND
    if left < 0:
        raise ValueError("no span of working hours is negative")
    at = _micro(start)
    first = _year_of(start, calendar)
    for year in range(first, first + _MOST_YEARS):
        worked = _year(calendar, year)
        index = bisect_left(worked.ends, at)
        if index == len(worked.ends):
            continue
        wanted = worked.before[index] + max(0, at - worked.begins[index]) + left
        if wanted <= worked.total:
            found = max(index, bisect_left(worked.after, wanted))
            return _EPOCH + timedelta(microseconds=worked.begins[found] + wanted - worked.before[found])
        left = wanted - worked.total
    raise NeverOpen


def worked_between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """How much of the working hours lies between two times; none where the second is not after the first.

    The inverse of `due_at`: what lies between a start and its due time is the span.
    """
    begin, finish = _micro(start), _micro(end)
    if finish <= begin:
        return timedelta(0)
    first, last = _year_of(start, calendar), _year_of(end, calendar)
    whole = sum(_year(calendar, year).total for year in range(first, last))
    return timedelta(
        microseconds=whole + _year(calendar, last).until(finish) - _year(calendar, first).until(begin)
    )


def worked_many(starts: NDArray[np.int64], ends: NDArray[np.int64], calendar: Calendar) -> NDArray[np.int64]:
    """`worked_between` of many at once: microseconds, between times that are microseconds since 1970."""
    if not len(starts):
        return np.zeros(0, np.int64)
    first, last = (
        _year_of(_EPOCH + timedelta(microseconds=int(at)), calendar) for at in (starts.min(), ends.max())
    )
    years = [_year(calendar, year) for year in range(first, last + 1)]
    begins, closes = (
        np.array([*chain(*column)], np.int64)
        for column in zip(*((year.begins, year.ends) for year in years), strict=True)
    )
    over = np.concatenate(([0], np.cumsum(closes - begins)))

    def until(at: NDArray[np.int64]) -> NDArray[np.int64]:
        index = np.searchsorted(begins, at, side="right")
        inside = np.minimum(at, closes[index - 1]) - begins[index - 1]
        found: NDArray[np.int64] = np.where(index > 0, over[index - 1] + inside, 0)
        return found

    if not len(begins):
        return np.zeros(len(starts), np.int64)
    worked: NDArray[np.int64] = np.maximum(0, until(ends) - until(starts))
    return worked


@dataclass(frozen=True)
class _Year:
    """The hours of a year in microseconds since 1970; `before` and `after` say how much of it each begins and ends with."""

    begins: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.after[-1] if self.after else 0

    def until(self, at: int) -> int:
        """How much of the year's hours is over at this time."""
        index = bisect_right(self.begins, at) - 1
        return 0 if index < 0 else self.before[index] + min(at, self.ends[index]) - self.begins[index]


@lru_cache(maxsize=256)
def _year(calendar: Calendar, year: int) -> _Year:
    begins, ends, before, after = [], [], [], []
    total = 0
    for day in _working_days(calendar, year):
        for opens, closes in calendar.week[day.weekday()]:
            begin, end = _instant(day, opens, calendar.zone), _instant(day, closes, calendar.zone)
            if begin < end:
                begins.append(begin)
                ends.append(end)
                before.append(total)
                total += end - begin
                after.append(total)
    return _Year(tuple(begins), tuple(ends), tuple(before), tuple(after))


def _working_days(calendar: Calendar, year: int) -> Iterator[date]:
    off = set(calendar.closed)
    if calendar.country is not None:
        off |= set(country_holidays(calendar.country, subdiv=calendar.region, years=year))
    for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
        day = date.fromordinal(ordinal)
        if day not in off and (day.month, day.day) not in calendar.yearly:
            yield day


def _instant(day: date, minutes: int, zone: tzinfo) -> int:
    """When the clock on the wall first shows this time or a later one: some times of a year come twice, and some never."""
    wall = datetime.combine(day, time(), zone) + timedelta(minutes=minutes)
    at = wall.astimezone(UTC)
    if at.astimezone(zone) != wall:  # of one zone, what the clock shows is compared
        at = _jump(wall.replace(fold=1).astimezone(UTC), at, zone)
    return _micro(at)


def _jump(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """When the clock is put forward, between these two times; it is at a whole second."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2 // _SECOND * _SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def _year_of(at: datetime, calendar: Calendar) -> int:
    """Midnight is still the day before: hours may end with it."""
    return (at.astimezone(calendar.zone) - _MICROSECOND).year


def _micro(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND

"""Working hours: a table computed by hand, and what holds for every calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets.sla import AROUND_THE_CLOCK, Calendar, NeverOpen, calendar_of, due_at, worked_between
from bot.working_hours import Hours, WorkingHours

BERLIN, SYDNEY, KATHMANDU = (ZoneInfo(name) for name in ("Europe/Berlin", "Australia/Sydney", "Asia/Kathmandu"))


def _on_weekdays(*hours: str) -> tuple[tuple[Hours, ...], ...]:
    return (_hours(*hours),) * 5 + ((), ())


def _daily(*hours: str) -> tuple[tuple[Hours, ...], ...]:
    return (_hours(*hours),) * 7


def _hours(*spans: str) -> tuple[Hours, ...]:
    return tuple((_minutes(begin), _minutes(end)) for begin, end in (span.split("-") for span in spans))


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


WEEK = _on_weekdays("9:00-12:30", "13:15-17:00")
"""Seven hours and a quarter a day."""

OFFICE = Calendar(BERLIN, WEEK, "DE", "BE")
BAVARIA = Calendar(BERLIN, WEEK, "DE", "BY")
NO_CHRISTMAS_EVE = Calendar(BERLIN, WEEK, "DE", "BE", yearly=frozenset({(12, 24)}))
TEAM_DAY = Calendar(BERLIN, WEEK, "DE", "BE", closed=frozenset({date(2026, 12, 4)}))
NO_LEAP_DAY = Calendar(BERLIN, WEEK, yearly=frozenset({(2, 29)}))
NIGHTS = Calendar(BERLIN, _daily("0:00-6:00", "22:00-24:00"))
EARLY = Calendar(BERLIN, _daily("2:30-10:00"))
TILL_HALF_PAST_TWO = Calendar(BERLIN, _daily("1:00-2:30"))
MISSED = Calendar(BERLIN, _daily("2:15-2:45"))
WHOLE_WEEKDAYS = Calendar(BERLIN, _on_weekdays("0:00-24:00"))
ALWAYS = Calendar(BERLIN)
NEW_SOUTH_WALES = Calendar(SYDNEY, _on_weekdays("9:00-17:00"), "AU", "NSW")
ALWAYS_SYDNEY = Calendar(SYDNEY)
NEPAL = Calendar(KATHMANDU, _on_weekdays("10:00-16:00"))
FIXED = Calendar(timezone(timedelta(hours=-3)), _on_weekdays("9:00-17:00"))

# A time is that of the calendar's zone; "second" is an hour's second coming.
TABLE = {
    "within the morning": (OFFICE, "2026-11-30 09:00", "1:00", "2026-11-30 10:00"),
    "over lunch": (OFFICE, "2026-11-30 11:30", "2:00", "2026-11-30 14:15"),
    "lunch begins, and no time is left": (OFFICE, "2026-11-30 12:30", "0:00", "2026-11-30 12:30"),
    "at lunch, and no time is left": (OFFICE, "2026-11-30 12:45", "0:00", "2026-11-30 13:15"),
    "opened at lunch": (OFFICE, "2026-11-30 12:45", "0:30", "2026-11-30 13:45"),
    "over the night": (OFFICE, "2026-11-30 16:30", "1:00", "2026-12-01 09:30"),
    "over the weekend": (OFFICE, "2026-11-27 16:00", "2:00", "2026-11-30 10:00"),
    "opened on a Saturday": (OFFICE, "2026-11-28 10:00", "1:00", "2026-11-30 10:00"),
    "opened on a Sunday at 23:59": (OFFICE, "2026-11-29 23:59", "1:00", "2026-11-30 10:00"),
    "opened at 23:59": (OFFICE, "2026-11-30 23:59", "0:30", "2026-12-01 09:30"),
    "opened before work, a whole day": (OFFICE, "2026-11-30 07:00", "7:15", "2026-11-30 17:00"),
    "a day and a minute": (OFFICE, "2026-11-30 09:00", "7:16", "2026-12-01 09:01"),
    "five days": (OFFICE, "2026-11-30 09:00", "36:15", "2026-12-04 17:00"),
    "Christmas Eve is worked": (OFFICE, "2026-12-23 16:00", "2:00", "2026-12-24 10:00"),
    "Christmas Eve is closed each year": (NO_CHRISTMAS_EVE, "2026-12-23 16:00", "2:00", "2026-12-28 10:00"),
    "over New Year": (OFFICE, "2026-12-31 16:00", "2:00", "2027-01-04 10:00"),
    "over Easter": (OFFICE, "2026-04-02 16:30", "1:00", "2026-04-07 09:30"),
    "Women's Day in Berlin": (OFFICE, "2027-03-05 16:30", "1:00", "2027-03-09 09:30"),
    "Women's Day in Bavaria": (BAVARIA, "2027-03-05 16:30", "1:00", "2027-03-08 09:30"),
    "Corpus Christi in Berlin": (OFFICE, "2026-06-03 16:30", "1:00", "2026-06-04 09:30"),
    "Corpus Christi in Bavaria": (BAVARIA, "2026-06-03 16:30", "1:00", "2026-06-05 09:30"),
    "an own closing day": (TEAM_DAY, "2026-12-03 16:30", "1:00", "2026-12-07 09:30"),
    "to a leap day": (OFFICE, "2028-02-28 16:30", "1:00", "2028-02-29 09:30"),
    "from a leap day": (OFFICE, "2028-02-29 16:30", "1:00", "2028-03-01 09:30"),
    "a leap day that is closed each year": (NO_LEAP_DAY, "2028-02-28 16:30", "1:00", "2028-03-01 09:30"),
    "no leap day that year": (NO_LEAP_DAY, "2027-02-26 16:30", "1:00", "2027-03-01 09:30"),
    "clocks put forward, day and night": (ALWAYS, "2026-03-28 23:00", "4:00", "2026-03-29 04:00"),
    "clocks put back, day and night": (ALWAYS, "2026-10-24 23:00", "4:00", "2026-10-25 02:00 second"),
    "clocks put back, an hour more": (ALWAYS, "2026-10-24 23:00", "5:00", "2026-10-25 03:00"),
    "from the hour's first coming": (ALWAYS, "2026-10-25 02:30", "1:00", "2026-10-25 02:30 second"),
    "from the hour's second coming": (ALWAYS, "2026-10-25 02:30 second", "1:00", "2026-10-25 03:30"),
    "a short night's shift": (NIGHTS, "2026-03-28 22:00", "7:00", "2026-03-29 06:00"),
    "a long night's shift": (NIGHTS, "2026-10-24 22:00", "9:00", "2026-10-25 06:00"),
    "opening in the hour that is left out": (EARLY, "2026-03-29 00:00", "0:00", "2026-03-29 03:00"),
    "opening in it, an hour": (EARLY, "2026-03-29 00:00", "1:00", "2026-03-29 04:00"),
    "closing in it": (TILL_HALF_PAST_TWO, "2026-03-29 00:00", "1:30", "2026-03-30 01:30"),
    "closing in the hour that comes twice": (TILL_HALF_PAST_TWO, "2026-10-25 00:00", "1:40", "2026-10-26 01:10"),
    "all of the hours left out": (MISSED, "2026-03-29 00:00", "0:10", "2026-03-30 02:25"),
    "office hours over that weekend": (OFFICE, "2026-03-27 16:30", "1:00", "2026-03-30 09:30"),
    "to midnight": (WHOLE_WEEKDAYS, "2026-11-27 23:00", "1:00", "2026-11-28 00:00"),
    "at that midnight": (WHOLE_WEEKDAYS, "2026-11-28 00:00", "0:00", "2026-11-28 00:00"),
    "past that midnight": (WHOLE_WEEKDAYS, "2026-11-27 23:59", "0:02", "2026-11-30 00:01"),
    "Sydney puts its clocks back": (ALWAYS_SYDNEY, "2026-04-04 23:00", "5:00", "2026-04-05 03:00"),
    "Sydney puts its clocks forward": (ALWAYS_SYDNEY, "2026-10-03 23:00", "4:00", "2026-10-04 04:00"),
    "Sydney over Easter and that weekend": (NEW_SOUTH_WALES, "2026-04-02 16:30", "1:00", "2026-04-07 09:30"),
    "Sydney over Labour Day and that weekend": (NEW_SOUTH_WALES, "2026-10-02 16:30", "1:00", "2026-10-06 09:30"),
    "a zone three quarters of an hour off": (NEPAL, "2026-11-30 15:30", "1:00", "2026-12-01 10:30"),
    "a zone that is only an offset": (FIXED, "2026-11-30 16:30", "1:00", "2026-12-01 09:30"),
}


def _read(text: str, calendar: Calendar) -> datetime:
    fold = int(text.endswith(" second"))
    wall = datetime.fromisoformat(text.removesuffix(" second"))
    return wall.replace(tzinfo=calendar.zone, fold=fold).astimezone(UTC)


def _span(text: str) -> timedelta:
    return timedelta(minutes=_minutes(text))


@pytest.mark.parametrize("row", TABLE)
def test_a_span_of_working_hours_is_over_when_the_table_says(row: str) -> None:
    calendar, start, span, due = TABLE[row]
    assert due_at(_read(start, calendar), _span(span), calendar) == _read(due, calendar)


@pytest.mark.parametrize("row", TABLE)
def test_so_much_lies_between_the_two_times_of_each_row(row: str) -> None:
    calendar, start, span, due = TABLE[row]
    assert worked_between(_read(start, calendar), _read(due, calendar), calendar) == _span(span)


def test_who_never_works_is_never_due() -> None:
    with pytest.raises(NeverOpen):
        due_at(datetime(2026, 11, 30, tzinfo=UTC), timedelta(hours=1), Calendar(BERLIN, ((),) * 7))


def test_no_span_is_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        due_at(datetime(2026, 11, 30, tzinfo=UTC), timedelta(seconds=-1), ALWAYS)


def test_nothing_lies_between_a_time_and_an_earlier_one() -> None:
    now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert worked_between(now, now - timedelta(hours=3), ALWAYS) == timedelta(0)


@st.composite
def _weeks(draw: st.DrawFn) -> tuple[tuple[Hours, ...], ...]:
    days: list[tuple[Hours, ...]] = []
    for _ in range(7):
        edges = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
        days.append(tuple((15 * a, 15 * b) for a, b in zip(edges[::2], edges[1::2], strict=False)))
    return tuple(days)


_ZONES = [
    BERLIN,
    SYDNEY,
    KATHMANDU,
    ZoneInfo("America/Santiago"),
    ZoneInfo("Africa/Cairo"),
    ZoneInfo("Australia/Lord_Howe"),
]
"""Clocks are put forward at midnight in two of them, and by half an hour in the last."""

_CALENDARS = st.builds(
    Calendar,
    st.sampled_from(_ZONES),
    st.just(AROUND_THE_CLOCK) | _weeks().filter(any),
    st.sampled_from([None, "DE", "AU"]),
    closed=st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=5),
)
_TIMES = st.integers(0, 2 * 365 * 86400 * 10**6).map(
    lambda micro: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=micro)
)
_SPANS = st.integers(0, 200 * 3600 * 10**6).map(lambda micro: timedelta(microseconds=micro))


@given(_CALENDARS, _TIMES, _SPANS)
def test_what_lies_between_a_start_and_its_due_time_is_the_span(
    calendar: Calendar, start: datetime, span: timedelta
) -> None:
    assert worked_between(start, due_at(start, span, calendar), calendar) == span


@given(_CALENDARS, _TIMES, _SPANS, _SPANS)
def test_two_spans_one_after_the_other_are_both_together(
    calendar: Calendar, start: datetime, first: timedelta, second: timedelta
) -> None:
    assert due_at(due_at(start, first, calendar), second, calendar) == due_at(start, first + second, calendar)


@given(_CALENDARS, _TIMES, _TIMES, _SPANS, _SPANS)
def test_who_starts_later_or_has_more_to_do_is_not_due_earlier(
    calendar: Calendar, one: datetime, other: datetime, span: timedelta, more: timedelta
) -> None:
    first, last = sorted((one, other))
    assert due_at(first, span, calendar) <= due_at(last, span, calendar) <= due_at(last, span + more, calendar)


@given(_CALENDARS, _TIMES, _SPANS)
def test_nothing_is_due_outside_working_hours(calendar: Calendar, start: datetime, span: timedelta) -> None:
    due = due_at(start, span, calendar)
    assert due >= start
    assert _is_in_hours(due, calendar) or _is_in_hours(due - timedelta(microseconds=1), calendar)


def _is_in_hours(at: datetime, calendar: Calendar) -> bool:
    """By looking whether the next microsecond is worked: what counts as none is outside."""
    return worked_between(at, at + timedelta(microseconds=1), calendar) > timedelta(0)


@given(_CALENDARS, _TIMES, _TIMES, _TIMES)
def test_hours_add_up(calendar: Calendar, one: datetime, two: datetime, three: datetime) -> None:
    first, middle, last = sorted((one, two, three))
    whole = worked_between(first, last, calendar)
    assert whole == worked_between(first, middle, calendar) + worked_between(middle, last, calendar)
    assert timedelta(0) <= whole <= last - first


@given(
    _weeks(), st.frozensets(st.dates(date(2026, 2, 26), date(2026, 3, 4)), max_size=3), st.integers(0, 4 * 1440)
)
def test_hours_are_those_that_a_look_at_the_clock_each_minute_counts(
    week: tuple[tuple[Hours, ...], ...], closed: frozenset[date], length: int
) -> None:
    start = datetime(2026, 2, 27, 22, 7, tzinfo=UTC)

    def is_worked(at: datetime) -> bool:
        wall = at.astimezone(KATHMANDU)
        minute = wall.hour * 60 + wall.minute
        return wall.date() not in closed and any(a <= minute < b for a, b in week[wall.weekday()])

    counted = sum(is_worked(start + timedelta(minutes=minute)) for minute in range(length))
    calendar = Calendar(KATHMANDU, week, closed=closed)
    assert worked_between(start, start + timedelta(minutes=length), calendar) == timedelta(minutes=counted)


def test_what_the_operator_writes_is_the_calendar() -> None:
    written = WorkingHours(
        monday=["09:00-12:30", "13:15-17:00"],
        sunday=["22:00-24:00"],
        country="DE",
        region="BE",
        closed=["12-24", "2027-01-04", "02-29"],
    )
    assert calendar_of(written, BERLIN) == Calendar(
        BERLIN,
        (_hours("9:00-12:30", "13:15-17:00"), (), (), (), (), (), _hours("22:00-24:00")),
        "DE",
        "BE",
        frozenset({date(2027, 1, 4)}),
        frozenset({(12, 24), (2, 29)}),
    )


def test_without_working_hours_the_clock_is_never_stopped() -> None:
    assert calendar_of(None, SYDNEY) == Calendar(SYDNEY, AROUND_THE_CLOCK)

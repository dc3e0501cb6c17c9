"""Times as people write them: by value, on both days on which the clocks are changed, and whatever is typed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets.promises.times import LONGEST, Unclear, UnclearTime, local, moment
from bot.zones import UnknownZone, found, zone

BERLIN = zone("Europe/Berlin")
SATURDAY = datetime(2026, 11, 28, 14, 20, 30, tzinfo=UTC)
"""20 past three in Berlin."""

FORWARD, BACK = datetime(2027, 3, 27, 12, tzinfo=UTC), datetime(2027, 10, 30, 12, tzinfo=UTC)
"""Saturdays before the clocks of Berlin are changed."""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tomorrow 10:00", "2026-11-29 10:00"),
        ("10 am tomorrow", "2026-11-29 10:00"),
        ("Morgen um 10 Uhr", "2026-11-29 10:00"),
        ("übermorgen mittags", "2026-11-30 12:00"),
        ("today, 4:30 pm", "2026-11-28 16:30"),
        ("fri 14:00", "2026-12-04 14:00"),
        ("sat 16:00", "2026-11-28 16:00"),
        ("sat 15:00", "2026-12-05 15:00"),
        ("16:00", "2026-11-28 16:00"),
        ("15:20", "2026-11-29 15:20"),
        ("tomorrow 12 am", "2026-11-29 00:00"),
        ("tomorrow 12 pm", "2026-11-29 12:00"),
        ("2026-12-01 09:00", "2026-12-01 09:00"),
        ("2026-12-01T09:00", "2026-12-01 09:00"),
        ("am 1.12. um 9:00", "2026-12-01 09:00"),
        ("28.11. 15:00", "2027-11-28 15:00"),
        ("2.1.2027 9:00", "2027-01-02 09:00"),
        ("in 2 h", "2026-11-28 17:21"),
        ("90 min", "2026-11-28 16:51"),
        ("in 1 hour and 30 minutes", "2026-11-28 16:51"),
        ("in an hour", "2026-11-28 16:21"),
        ("in 3 Tagen", "2026-12-01 15:21"),
        ("in einer Woche", "2026-12-05 15:21"),
    ],
)
def test_a_time_as_people_write_it_is_understood(typed: str, meant: str) -> None:
    assert local(moment(typed, SATURDAY, BERLIN), BERLIN) == meant


@pytest.mark.parametrize(
    ("typed", "why", "rest"),
    [
        ("tomorrow", Unclear.NO_HOUR, {"day": date(2026, 11, 29)}),
        ("fri", Unclear.NO_HOUR, {"day": date(2026, 12, 4)}),
        ("tomorrow at teatime", Unclear.UNREAD, {"unread": "teatime"}),
        ("1/12 9:00", Unclear.UNREAD, {"unread": "1/12"}),
        ("31.2. 9:00", Unclear.UNREAD, {"unread": "31.2."}),
        ("tomorrow 25:00", Unclear.UNREAD, {"unread": "25:00"}),
        ("tomorrow 13 pm", Unclear.UNREAD, {"unread": "13 pm"}),
        ("mon tue 9:00", Unclear.UNREAD, {"unread": "tue"}),
        ("tomorrow 9:00 10:00", Unclear.UNREAD, {"unread": "10:00"}),
        ("soon", Unclear.UNREAD, {"unread": "soon"}),
        ("", Unclear.UNREAD, {}),
        ("today 15:00", Unclear.PAST, {"day": date(2026, 11, 28)}),
        ("2026-11-27 9:00", Unclear.PAST, {"day": date(2026, 11, 27)}),
        ("0001-01-01 00:00", Unclear.PAST, {"day": date(1, 1, 1)}),
        ("in 400 days", Unclear.TOO_FAR, {"day": date(2028, 1, 2)}),
        ("9999-12-31 23:59", Unclear.TOO_FAR, {"day": date(9999, 12, 31)}),
    ],
)
def test_what_is_not_clear_is_refused_with_what_was_understood(
    typed: str, why: Unclear, rest: dict[str, Any]
) -> None:
    with pytest.raises(UnclearTime) as refused:
        moment(typed, SATURDAY, BERLIN)
    assert refused.value == UnclearTime(typed, why, **rest)


@pytest.mark.parametrize(
    ("now", "typed", "meant"),
    [
        (FORWARD, "tomorrow 01:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (FORWARD, "tomorrow 03:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (FORWARD, "in 24 h", datetime(2027, 3, 28, 12, 0, tzinfo=UTC)),
        (FORWARD, "in 1 day", datetime(2027, 3, 28, 11, 0, tzinfo=UTC)),
        (FORWARD - timedelta(hours=10, minutes=30), "in 1 day", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (BACK, "tomorrow 02:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        (BACK, "tomorrow 03:00", datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
        (BACK, "in 24 h", datetime(2027, 10, 31, 12, 0, tzinfo=UTC)),
        (BACK, "in 1 day", datetime(2027, 10, 31, 13, 0, tzinfo=UTC)),
        (datetime(2027, 10, 31, 0, 45, tzinfo=UTC), "02:30", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
        (datetime(2027, 10, 31, 1, 45, tzinfo=UTC), "02:30", datetime(2027, 11, 1, 1, 30, tzinfo=UTC)),
    ],
)
def test_when_the_clocks_change_a_time_is_what_they_show(now: datetime, typed: str, meant: datetime) -> None:
    assert moment(typed, now, BERLIN) == meant


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(UnclearTime) as refused:
        moment("tomorrow 02:30", FORWARD, BERLIN)
    assert refused.value == UnclearTime("tomorrow 02:30", Unclear.SKIPPED, day=date(2027, 3, 28))


ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC-09:30"])
MOMENTS = st.timedeltas(timedelta(), timedelta(days=1000)).map(lambda since: SATURDAY + since)
WORDS = st.sampled_from(
    [
        "in",
        "2",
        "h",
        "tomorrow",
        "fri",
        "14:00",
        "noon",
        "1.12.",
        "29.2.",
        "2026-03-29",
        "02:30",
        "9 am",
        "a",
        "d",
        "\0",
    ]
)


@given(st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=5).map(" ".join)), MOMENTS, ZONES)
def test_whatever_is_typed_is_a_whole_minute_ahead_or_refused(typed: str, now: datetime, name: str) -> None:
    try:
        at = moment(typed, now, zone(name))
    except UnclearTime:
        return
    assert now < at <= now + LONGEST
    assert (at.tzinfo, at.second, at.microsecond) == (UTC, 0, 0)


@given(MOMENTS, st.timedeltas(timedelta(minutes=1), LONGEST), ZONES)
def test_a_moment_is_read_again_as_it_is_shown(now: datetime, ahead: timedelta, name: str) -> None:
    here = zone(name)
    at = (now + ahead).replace(second=0, microsecond=0)
    if at > now:
        again = moment(local(at, here), now, here)
        assert local(again, here) == local(at, here)
        assert abs(at - again) <= timedelta(hours=1), "at most the other of two that the clocks show alike"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("europe/berlin", "Europe/Berlin"),
        (" Berlin ", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("UTC", "UTC"),
        ("utc+2", "UTC+02:00"),
        ("GMT -5:30", "UTC-05:30"),
        ("UTC+0530", "UTC+05:30"),
    ],
)
def test_a_zone_is_known_by_its_name_its_city_or_its_hours(typed: str, name: str) -> None:
    assert found(typed) == name
    assert found(name) == name
    assert SATURDAY.astimezone(zone(name)) == SATURDAY


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("Berlln", "Europe/Berlin"), ("istanbul", "Asia/Istanbul"), ("Mars", ""), ("UTC+15", "")],
)
def test_a_zone_that_is_none_is_refused_with_the_nearest(typed: str, hint: str) -> None:
    with pytest.raises(UnknownZone) as refused:
        found(typed)
    assert refused.value.hint == hint

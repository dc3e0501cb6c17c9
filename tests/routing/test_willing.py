"""Who is told of a question: at most a few, awake and willing, in turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.routing.hours import quiet_hours
from bot.routing.refused import UnclearHours
from bot.routing.willing import Helper, Wish, Work, candidates

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
TOPICS = ("Mail", "Billing")

wishes = st.builds(
    Wish,
    topics=st.lists(st.sampled_from(TOPICS), unique=True).map(tuple),
    takes_all=st.booleans(),
    quiet=st.none() | st.tuples(st.integers(0, 23), st.integers(0, 23)).filter(lambda hours: hours[0] != hours[1]),
    time_zone=st.just("UTC"),
)
helpers = st.lists(
    st.builds(
        Helper,
        member_id=st.integers(1, 30),
        wish=wishes,
        zone=st.integers(-12, 12).map(lambda ahead: timezone(timedelta(hours=ahead))),
        paused_at=st.none() | st.just(NOON - timedelta(days=1)),
        paused_until=st.none() | st.integers(-60, 60).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    ),
    max_size=12,
    unique_by=lambda helper: helper.member_id,
)
work = st.dictionaries(
    st.integers(1, 30),
    st.builds(
        Work,
        learnt=st.dictionaries(st.sampled_from(TOPICS), st.integers(1, 20)),
        lately=st.integers(0, 9),
        holds=st.integers(0, 3),
        last_at=st.none() | st.integers(0, 999).map(lambda ago: NOON - timedelta(minutes=ago)),
    ),
)
topics = st.none() | st.sampled_from(TOPICS)


def helper(member_id: int, *topics: str, **more: object) -> Helper:
    return Helper(member_id, Wish(topics, not topics, None, "UTC"), **more)  # type: ignore[arg-type]


@given(helpers, work, topics, st.booleans(), st.sets(st.integers(1, 30)))
def test_nobody_is_told_who_rests_sleeps_or_was_told(
    known: list[Helper], done: dict[int, Work], topic: str | None, is_last: bool, but: set[int]
) -> None:
    found = candidates(known, done, topic, NOON, but=but, is_last=is_last)
    assert len(found) == len(set(found))
    assert but.isdisjoint(found)
    of_id = {one.member_id: one for one in known}
    for member_id in found:
        assert not of_id[member_id].is_paused(NOON)
        assert not of_id[member_id].is_quiet(NOON)


@given(helpers, work, topics)
def test_the_last_time_whoever_may_be_told_may_still_be(
    known: list[Helper], done: dict[int, Work], topic: str | None
) -> None:
    first = candidates(known, done, topic, NOON, but=(), is_last=False)
    last = candidates(known, done, topic, NOON, but=(), is_last=True)
    assert [one for one in last if one in first] == first, "in the same order"


@given(helpers, work, topics, st.integers(1, 10))
def test_who_has_more_to_do_never_comes_before_where_they_were(
    known: list[Helper], done: dict[int, Work], topic: str | None, more: int
) -> None:
    found = candidates(known, done, topic, NOON, but=(), is_last=True)
    if not found:
        return
    first, before = found[0], done.get(found[0], Work())
    busier = {**done, first: Work(before.learnt, before.lately + more, before.holds, before.last_at)}
    again = candidates(known, busier, topic, NOON, but=(), is_last=True)
    assert again.index(first) >= 0
    assert [one for one in again if one != first] == found[1:]


def test_who_chose_the_topic_or_has_answered_it_comes_first_and_then_who_was_told_longest_ago() -> None:
    known = [helper(1), helper(2, "Mail"), helper(3, "Billing"), helper(4, "Mail"), helper(5, "Billing")]
    done = {
        2: Work(last_at=NOON - timedelta(hours=30)),
        4: Work(last_at=NOON - timedelta(hours=40)),
        5: Work(learnt={"Mail": 8}),
    }
    assert candidates(known, done, "Mail", NOON, but=(), is_last=False) == [4, 2, 5, 1]
    assert candidates(known, done, "Mail", NOON, but={2}, is_last=True) == [4, 5, 1, 3]
    assert candidates(known, done, None, NOON, but=(), is_last=False) == [1]
    busy = {**done, 4: Work(lately=1), 2: Work(lately=1, holds=1)}
    assert candidates(known, busy, "Mail", NOON, but=(), is_last=False) == [5, 1, 4, 2]


@pytest.mark.parametrize(
    ("quiet", "hour", "is_quiet"),
    [
        ((22, 7), 21, False),
        ((22, 7), 22, True),
        ((22, 7), 6, True),
        ((22, 7), 7, False),
        ((9, 17), 9, True),
        ((9, 17), 17, False),
        ((0, 23), 23, False),
        (None, 3, False),
    ],
)
def test_quiet_hours_are_those_of_the_helpers_own_day(
    quiet: tuple[int, int] | None, hour: int, is_quiet: bool
) -> None:
    zone = timezone(timedelta(hours=9))
    one = Helper(1, Wish((), True, quiet, "Asia/Tokyo"), zone)
    assert one.is_quiet(datetime(2027, 3, 1, hour, 30, tzinfo=zone).astimezone(UTC)) is is_quiet


def test_a_pause_ends_by_itself_or_by_their_word() -> None:
    assert helper(1, paused_at=NOON).is_paused(NOON + timedelta(days=99))
    until = NOON + timedelta(hours=1)
    assert helper(1, paused_at=NOON, paused_until=until).is_paused(until - timedelta(seconds=1))
    assert not helper(1, paused_at=NOON, paused_until=until).is_paused(until)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("", None),
        ("  ", None),
        ("22-7", (22, 7)),
        ("22:00 to 7:00", (22, 7)),
        ("von 22 bis 7 Uhr", (22, 7)),
        ("10 pm – 7 am", (22, 7)),
        ("12 am-12 pm", (0, 12)),
        ("0-24", "unclear"),
        ("20-24", (20, 0)),
        ("at night", "unclear"),
        ("22", "unclear"),
        ("25-7", "unclear"),
        ("13 pm-7", "unclear"),
        ("7-7", "unclear"),
    ],
)
def test_quiet_hours_are_read_as_people_write_them(typed: str, hours: object) -> None:
    if hours != "unclear":
        assert quiet_hours(typed) == hours
        return
    with pytest.raises(UnclearHours):
        quiet_hours(typed)

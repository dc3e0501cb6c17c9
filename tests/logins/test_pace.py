"""When the next start and the next login may be, by value; and that no day ever has too many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.logins import pace
from bot.logins.pace import DAY, LONGEST_PAUSE, STEADY, History

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def test_the_pause_after_failures_grows_to_a_quarter_of_an_hour() -> None:
    seconds = [pace.pause(failures).total_seconds() for failures in range(13)]
    assert seconds == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert pace.pause(10_000) == LONGEST_PAUSE


def test_the_first_start_waits_for_nothing_and_one_after_a_failure_for_a_second() -> None:
    assert pace.next_start_at(History(), NOON) == NOON
    failed = pace.begun(History(), NOON)
    assert pace.next_start_at(failed, NOON) == NOON + SECOND
    assert pace.next_start_at(failed, NOON + MINUTE) == NOON + MINUTE


def test_what_lasts_for_ten_minutes_forgets_failures_and_nothing_shorter_does() -> None:
    failed = History(failures=7, tried_at=NOON)
    assert pace.lasts(failed, NOON + STEADY - SECOND) == failed
    assert pace.lasts(failed, NOON + STEADY).failures == 0


def test_who_stops_the_bot_has_not_made_it_fail_and_has_not_cured_it() -> None:
    failed = History(failures=3, tried_at=NOON)
    assert pace.ended(pace.begun(failed, NOON)).failures == 3
    assert pace.ended(History()).failures == 0


def test_the_first_login_belongs_to_its_start_and_each_further_one_is_a_failure_until_it_lasts() -> None:
    started = pace.begun(History(), NOON)
    assert pace.next_login_at(started, NOON, is_first=True) == NOON
    once = pace.logged_in(started, NOON, is_first=True)
    assert (once.failures, once.logins) == (1, (NOON,))
    assert pace.next_login_at(once, NOON, is_first=False) == NOON + SECOND
    twice = pace.logged_in(once, NOON + SECOND, is_first=False)
    assert twice.failures == 2
    assert pace.next_login_at(twice, NOON + SECOND, is_first=False) == NOON + 3 * SECOND


def test_after_a_hundred_logins_in_a_day_each_is_a_quarter_of_an_hour_after_the_one_before() -> None:
    many = History(tuple(NOON + SECOND * number for number in range(100)), 0, NOON)
    last = many.logins[-1]
    for is_first in (True, False):
        assert pace.next_login_at(many, last, is_first=is_first) == last + LONGEST_PAUSE
    assert pace.next_start_at(many, last) == last + LONGEST_PAUSE
    assert pace.next_start_at(many, NOON + DAY) == NOON + DAY, "the first of them is a day ago"


def test_a_clock_that_was_set_back_a_year_costs_no_more_than_the_pause() -> None:
    failed = History((NOON,), 20, NOON)
    earlier = NOON - timedelta(days=365)
    assert pace.next_start_at(failed, earlier) == earlier + LONGEST_PAUSE


lengths = st.one_of(
    st.timedeltas(timedelta(), 2 * MINUTE), st.timedeltas(timedelta(), 2 * STEADY), st.just(STEADY)
)


@given(st.lists(st.tuples(lengths, st.booleans(), st.booleans()), max_size=300), st.integers(1, 5))
def test_however_starts_end_no_day_has_two_hundred_logins(
    runs: list[tuple[timedelta, bool, bool]], times: int
) -> None:
    history, now, logins = History(), NOON, []
    is_first = True
    for length, is_reconnect, is_told_to_stop in runs * times:
        if not is_reconnect:
            now = pace.next_start_at(history, now)
            history, is_first = pace.begun(history, now), True
        now = pace.next_login_at(history, now, is_first=is_first)
        history = pace.logged_in(history, now, is_first=is_first)
        logins.append(now)
        is_first = False
        now += length
        history = pace.lasts(history, now)
        if is_told_to_stop:
            history = pace.ended(history)
    assert most_in_a_day(logins) < 200


def most_in_a_day(times: list[datetime]) -> int:
    """The most of these times, in order, that any 24 hours have."""
    first = most = 0
    for last, at in enumerate(times):
        while times[first] <= at - DAY:
            first += 1
        most = max(most, last - first + 1)
    return most

"""Which life an entry is in, by value."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.entry import Entry, Translation
from bot.knowledge.lives import Life, changed
from tests.services import NOON

DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)


def entry(entry_id: str = "spf", title: str = "How do I set up SPF?", *asked: str) -> Entry:
    questions = list(asked) or ["how do i set up spf", "what is an spf record"]
    return Entry(id=entry_id, title=title, questions=questions, answer="So.")


OTHER = entry("spf", "How do I spell flowers?", "how do i spell flowers", "flower spelling")


def known(*steps: tuple[timedelta, list[Entry]]) -> dict[str, Life]:
    """What is known after the files were these, one after the other, at these times after noon."""
    lives: dict[str, Life] = {}
    for after, entries in steps:
        lives |= {life.entry_id: life for life in changed(lives.values(), entries, NOON + after)}
    return lives


START = (timedelta(0), [entry(), entry("dkim")])
GONE = (DAY, [entry("dkim")])


def test_what_was_there_when_anybody_first_looked_has_always_been_there() -> None:
    assert [life.since_at for life in known(START).values()] == [None, None]
    assert (
        known(START, (DAY, [entry("dkim")]), (2 * DAY, [entry("dkim"), entry("dmarc")]))["dmarc"].since_at
        == NOON + 2 * DAY
    )


def test_an_entry_that_is_gone_has_ended_once() -> None:
    assert known(START, GONE)["spf"].ended_at == NOON + DAY
    assert known(START, GONE, (2 * DAY, [entry("dkim")]))["spf"].ended_at == NOON + DAY


@pytest.mark.parametrize(
    ("back", "after", "goes_on"),
    [
        (entry(), MOMENT, True),
        (entry(), timedelta(days=90), True),
        (entry("spf", "How do I set up SPF?", "one way", "another way"), timedelta(days=90), True),
        (entry("spf", "SPF", "What  IS an SPF record", "another way"), timedelta(days=90), True),
        (OTHER, MOMENT, False),
        (OTHER, timedelta(days=90), False),
    ],
)
def test_who_comes_back_goes_on_if_it_says_the_same_however_long_it_was_gone(
    back: Entry, after: timedelta, goes_on: bool
) -> None:
    found = known(START, GONE, (DAY + after, [back, entry("dkim")]))["spf"]
    assert found.ended_at is None
    assert found.since_at == (None if goes_on else NOON + DAY + after)


def test_a_phrasing_of_any_language_is_the_same_phrasing() -> None:
    translated = entry().model_copy(
        update={
            "translations": {"de": Translation(title="Wie geht SPF?", questions=["wie so", "wie"], answer="So.")}
        }
    )
    back = entry("spf", "SPF", "wie geht SPF?", "something else")
    assert known((timedelta(0), [translated]), (DAY, [entry("dkim")]), (9 * DAY, [back]))["spf"].since_at is None


def test_an_entry_that_is_written_anew_in_its_place_goes_on_and_is_known_by_what_it_says_now() -> None:
    rewritten = known(START, (DAY, [OTHER, entry("dkim")]))["spf"]
    assert (rewritten.title, rewritten.since_at, rewritten.ended_at) == (OTHER.title, None, None)
    again = known(START, (DAY, [OTHER, entry("dkim")]), (2 * DAY, [entry("dkim")]), (9 * DAY, [OTHER]))["spf"]
    assert again.since_at is None


def test_a_new_life_begins_each_time() -> None:
    lives = known(START, GONE, (9 * DAY, [OTHER]), (10 * DAY, [entry("dkim")]), (20 * DAY, [entry()]))
    assert lives["spf"].since_at == NOON + 20 * DAY


files = st.lists(st.sampled_from([entry(), entry("dkim"), entry("dmarc")]), unique_by=lambda one: one.id)


@given(st.lists(files, max_size=6), files)
def test_the_same_files_again_change_nothing(before: list[list[Entry]], now: list[Entry]) -> None:
    lives = known(*((at * 30 * DAY, entries) for at, entries in enumerate([*before, now])))
    assert changed(lives.values(), now[::-1], NOON + 999 * DAY) == []

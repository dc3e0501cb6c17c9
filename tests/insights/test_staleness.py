"""Which entries need somebody, by value."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.insights.deflection import Deflection, Tally
from bot.insights.staleness import Stale, Suspicion, fails, find_stale
from bot.knowledge.entry import Entry

TODAY = date(2027, 3, 1)


def entry(name: str, review_by: date | None = None) -> Entry:
    return Entry(
        id=name, title=f"About {name}", questions=["one way", "another way"], answer="So.", review_by=review_by
    )


def tally(*, good: int = 0, bad: int = 0, unknown: int = 0) -> Tally:
    return Tally({Deflection.CONFIRMED: good, Deflection.UNHELPED: bad, Deflection.OPEN: unknown})


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        (tally(), False),
        (tally(bad=4), False),
        (tally(bad=4, unknown=9), False),
        (tally(bad=5), True),
        (tally(good=2, bad=3), True),
        (tally(good=3, bad=3), False),
        (tally(good=3, bad=2), False),
        (Tally({Deflection.ASSUMED: 3, Deflection.RETRACTED: 2}), False),
        (Tally({Deflection.ASSUMED: 2, Deflection.RETRACTED: 3}), True),
        (Tally({Deflection.OVERTAKEN: 9}), False),
    ],
)
def test_an_entry_fails_when_of_five_judged_answers_less_than_half_helped(counted: Tally, expected: bool) -> None:
    assert fails(counted) is expected


def test_an_entry_is_overdue_from_the_day_after_its_review_date_the_oldest_first() -> None:
    entries = [
        entry("today", TODAY),
        entry("late", date(2027, 2, 28)),
        entry("older", date(2026, 1, 1)),
        entry("never"),
    ]
    found = find_stale(entries, [], {}, None, TODAY)
    assert [one.id for one in found.overdue] == ["older", "late"]


def test_the_worst_failing_entry_comes_first() -> None:
    tallies = {"a": tally(good=2, bad=4), "b": tally(bad=6), "gone": tally(bad=9)}
    found = find_stale([entry("a"), entry("b"), entry("c")], [], tallies, None, TODAY)
    assert [one.id for one, _ in found.failing] == ["b", "a"]


def test_a_suspect_entry_is_shown_also_when_it_is_gone() -> None:
    marks = [Suspicion(name, 5, datetime(2027, 2, 1, tzinfo=UTC)) for name in ("a", "gone")]
    found = find_stale([entry("a")], marks, {}, None, TODAY)
    assert [(one.entry_id, known is None) for one, known in found.suspect] == [("a", False), ("gone", True)]


def test_what_was_not_served_is_only_named_when_that_is_known_and_needs_nobody() -> None:
    entries = [entry("a"), entry("b")]
    assert find_stale(entries, [], {}, None, TODAY) == Stale((), (), (), None)
    found = find_stale(entries, [], {}, {"a"}, TODAY)
    assert [one.id for one in found.unused or ()] == ["b"]
    assert not found.needs_somebody

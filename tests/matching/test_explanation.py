"""What an explanation tells of its score: how it was before the knowledge base was asked of itself, and before each cost."""

from __future__ import annotations

import pytest

from bot.matching.calibration import UNCHANGED, Calibration
from bot.matching.confidence import shipped
from bot.matching.matcher import Matcher
from bot.matching.phrasings import Phrasings
from tests.encoders import Letters

FORMULA = shipped()
KNOWLEDGE = [
    Phrasings("password", ("how do i reset my password", "i forgot my password", "change the password")),
    Phrasings("export", ("export my contacts", "save the address book to a file", "contacts as a file")),
    Phrasings("invoice", ("how do i pay an invoice", "pay my bill by card", "where is the bill")),
]
PLAIN = Matcher(KNOWLEDGE)
CALIBRATED = PLAIN.calibrated(Calibration(1.3, 2.5), UNCHANGED)
QUESTIONS = (
    "how do i pay the bill for my contacts",
    "is my pasword saved in a file",
    "how do i turn my password off",
    "where is the moon on my bill",
    "address book",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_score_before_calibration_is_that_of_a_matcher_without(question: str) -> None:
    plain, calibrated = PLAIN.explain(question), CALIBRATED.explain(question)
    assert plain.calibration is UNCHANGED
    assert calibrated.matches[0].score > plain.matches[0].score
    assert FORMULA.uncalibrated(calibrated) == pytest.approx(plain.matches[0].score)
    assert FORMULA.uncalibrated(plain) == pytest.approx(plain.matches[0].score)


def test_the_same_holds_where_the_meaning_is_compared_too() -> None:
    plain = Matcher(KNOWLEDGE, encoder=Letters())
    calibrated = plain.calibrated(UNCHANGED, Calibration(1.3, 2.5))
    for question in QUESTIONS[:3]:
        before, after = plain.explain(question), calibrated.explain(question)
        assert before.is_by_meaning
        assert after.matches[0].score > before.matches[0].score
        assert shipped(semantic=True).uncalibrated(after) == pytest.approx(before.matches[0].score)


def test_each_cost_is_told_with_what_the_score_would_be_without() -> None:
    told = {question: FORMULA.without_costs(PLAIN.explain(question)) for question in QUESTIONS}
    assert [sorted(costs) for costs in told.values()] == [[], ["corrected"], ["undoing"], ["strange"], []]
    for question, costs in told.items():
        explained = PLAIN.explain(question)
        for score in costs.values():
            assert score == pytest.approx(FORMULA.before_costs(explained))
            assert score > explained.matches[0].score


def test_a_phrasing_word_by_word_was_not_moved_by_anything() -> None:
    exact = CALIBRATED.explain("i forgot my password")
    assert exact.is_exact
    assert FORMULA.uncalibrated(exact) == exact.matches[0].score
    assert FORMULA.without_costs(exact) == {}


def test_what_finds_nothing_has_nothing_that_moved() -> None:
    nothing = CALIBRATED.explain("zzzz")
    assert FORMULA.uncalibrated(nothing) == 0.0
    assert FORMULA.without_costs(nothing) == {}

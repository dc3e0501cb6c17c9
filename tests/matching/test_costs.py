"""What speaks against an entry, and how that lowers P(correct)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.calibration import Calibration
from bot.matching.confidence import ABOUT_QUESTION, INEXACT, MEASURES, Formula, described, shipped
from bot.matching.costs import COSTS, costs_of, inserted, mistaken, openness
from bot.matching.ideas import Ideas
from bot.matching.reading import Reader, Reading, content
from bot.matching.space import Space
from bot.matching.words import stem

PHRASINGS = [
    [["reset", "my", "password"], ["forgot", "my", "password"]],
    [["install", "the", "bot"], ["invite", "the", "bot"]],
]
TEXTS = [words for entry in PHRASINGS for words in entry]
READER = Reader(PHRASINGS, [], (), Space(TEXTS, Ideas(())))


def read(question: str) -> Reading:
    return READER.read(question, content(question))


def formula(constant: float, **costs: float) -> Formula:
    """P(correct) of a single candidate is the logistic of the constant, before costs."""
    confidence = np.array([constant if name == "constant" else 0.0 for name in described(MEASURES)])
    return Formula(MEASURES, np.zeros(len(MEASURES)), confidence, np.array([costs.get(one, 0.0) for one in COSTS]))


def score(made: Formula, *costs: float, calibration: Calibration | None = None) -> float:
    measured, about = np.zeros((1, len(MEASURES))), np.zeros(len(ABOUT_QUESTION))
    row = np.array([[*costs, *[0.0] * (len(COSTS) - len(costs))]])
    if calibration is None:
        return float(made.probabilities(measured, about, row)[0])
    return float(made.probabilities(measured, about, row, calibration)[0])


@pytest.mark.parametrize(
    ("alone", "phrasings", "expected"), [(0, 1, 0.0), (0, 90, 0.0), (1, 1, 1 / 11), (10, 10, 0.5), (90, 90, 0.9)]
)
def test_an_entry_is_open_as_far_as_each_phrasing_brought_a_word_of_its_own(
    alone: int, phrasings: int, expected: float
) -> None:
    assert openness(alone, phrasings) == pytest.approx(expected)


def test_a_strange_word_costs_less_where_the_entry_is_open() -> None:
    costs = [
        costs_of(
            read("reset my netflix password"), openness=share, undoing=0.0, is_mistaken=False, is_inserted=False
        )
        for share in (0.0, 0.25, 1.0)
    ]
    assert costs == [(1.0, *[0.0] * 4), (0.75, *[0.0] * 4), (0.0,) * 5]
    polite = read("thanks, please reset my password now")
    assert costs_of(polite, openness=0.0, undoing=0.0, is_mistaken=False, is_inserted=False) == (0.0,) * 5


def test_undoing_costs_less_where_phrasings_undo_and_nothing_where_the_nearest_does() -> None:
    asked = read("uninstall the bot")
    assert asked.undoes
    assert [
        costs_of(asked, openness=1.0, undoing=share, is_mistaken=False, is_inserted=False)[1]
        for share in (0.0, 0.25, 1.0)
    ] == [
        1.0,
        0.75,
        0.0,
    ]
    plain = costs_of(read("install the bot"), openness=0.0, undoing=0.0, is_mistaken=False, is_inserted=False)
    assert plain == (0.0,) * 5


def test_what_rests_on_a_corrected_word_costs_by_its_share_and_by_how_far_it_was() -> None:
    one, two = (
        costs_of(read(text), openness=1.0, undoing=1.0, is_mistaken=False, is_inserted=False)[2]
        for text in ("forgot my pasword", "forgto my pasword")
    )
    assert 0 < one < two < 1
    assert (
        costs_of(read("reset my password"), openness=1.0, undoing=1.0, is_mistaken=False, is_inserted=False)[2]
        == 0.0
    )


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        (
            "logins from another country in my amount",
            "logins from another country in my account",
            ("amount", "account"),
        ),
        ("delegate success to a mailbox", "delegate access to a mailbox", ("success", "access")),
        ("where can i use this carb", "where can i use this card", ("carb", "card")),
        ("can i use both carb and card", "where can i use this card", None),  # it has the phrasing's word
        ("how do i cancel my order", "how do i cancel my account", None),  # nothing alike
        ("where is my code", "where is my car", None),  # two edits in a short word
        ("i will have this", "i may hate that", None),  # words without a topic
        ("add a user", "add the users", None),  # one stem
    ],
)
def test_a_word_is_mistaken_for_one_of_the_phrasing_that_it_looks_like(
    asked: str, said: str, expected: tuple[str, str] | None
) -> None:
    assert mistaken(*(frozenset(map(stem, text.split())) for text in (asked, said))) == expected


@pytest.mark.parametrize(
    ("asked", "known", "expected"),
    [
        ("i forgot my wifi password", "", "wifi"),
        ("i forgot my mail password", "mail", None),  # the entry has it elsewhere
        ("i forgot my new password", "", None),  # a word without a topic
        ("i forgot, not my password", "", None),
        ("my wifi password is lost", "", "wifi"),
        ("my password for wifi", "", None),  # not between
        ("i forgot, my router and its password", "", None),  # not side by side
    ],
)
def test_a_word_between_two_of_the_phrasing_is_inserted(asked: str, known: str, expected: str | None) -> None:
    said = ["i", "forgot", "my", "password"]
    assert inserted(read(asked).between, said, frozenset([*said, known])) == expected


def test_probability_is_multiplied_by_e_to_the_minus_cost() -> None:
    made = formula(1.0, strange=0.5, undoing=2.0)
    sure = 1 / (1 + math.exp(-1.0))
    assert score(made, 0.0, 0.0, 0.0) == pytest.approx(sure)
    assert score(made, 0.5, 0.0, 1.0) == pytest.approx(sure * math.exp(-0.25))
    assert score(made, 1.0, 1.0, 0.0) == pytest.approx(sure * math.exp(-2.5))


def test_the_cap_comes_before_the_costs_and_calibration_before_the_cap() -> None:
    made = formula(20.0, strange=1.0)
    assert score(made, 0.0, 0.0, 0.0) == INEXACT
    assert score(made, 1.0, 0.0, 0.0) == pytest.approx(INEXACT / math.e)
    assert score(formula(0.5), 0.0, 0.0, 0.0, calibration=Calibration(2.0, 1.0)) == pytest.approx(
        1 / (1 + math.exp(-2.0))
    )


def test_a_cost_of_one_candidate_is_not_the_others() -> None:
    measured, about, costs = np.zeros((2, len(MEASURES))), np.zeros(len(ABOUT_QUESTION)), np.zeros((2, len(COSTS)))
    costs[0, 0] = 1.0
    scores = formula(0.0, strange=1.0).probabilities(measured, about, costs)
    assert scores[0] == pytest.approx(scores[1] / math.e)


@pytest.mark.parametrize("semantic", [False, True])
def test_no_shipped_cost_raises_what_it_multiplies(semantic: bool) -> None:
    assert (shipped(semantic=semantic).costs >= 0).all()


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5), st.lists(st.floats(0, 1), min_size=5, max_size=5))
def test_more_cost_never_means_more_probability(one: list[float], more: list[float]) -> None:
    made = Formula(MEASURES, np.zeros(len(MEASURES)), np.zeros(len(described(MEASURES))), shipped().costs)
    assert score(made, *map(max, one, more)) <= score(made, *one)

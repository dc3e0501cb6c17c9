"""Vectors, the index over them, and the formula that weighs what they say."""

import numpy as np
import pytest

from bot.matching.confidence import MEASURES, Formula, describe, described
from bot.matching.costs import COSTS
from bot.matching.ideas import Ideas
from bot.matching.matcher import Matcher
from bot.matching.phrasings import Phrasings
from bot.matching.space import Index, Space, spread

TEXTS = [
    ["reset", "my", "password"],
    ["forgot", "my", "password"],
    ["cancel", "my", "plan"],
    ["end", "the", "plan"],
]
SPACE = Space(TEXTS, Ideas([("cancel", "end"), ("forgot", "lost"), ("plan", "price list")]))
INDEX = Index(SPACE.size, [SPACE.vector(words) for words in TEXTS], [0, 0, 1, 1])


def test_a_vector_has_length_one_and_no_feature_twice() -> None:
    vector = SPACE.vector(["reset", "reset", "the", "pasword"])
    assert float(vector.weights @ vector.weights) == pytest.approx(1.0)
    assert len(set(vector.ids.tolist())) == len(vector.ids)


def test_what_no_phrasing_has_is_an_empty_vector() -> None:
    assert SPACE.vector([]).ids.size == 0
    assert SPACE.vector(["ЖЖ"]).ids.size == 0


def test_both_scores_point_to_the_entry_that_is_meant() -> None:
    for words, entry in ((["reset", "password"], 0), (["cancel", "plan"], 1)):
        centroids, trained = INDEX.scores(SPACE.vector(words))
        assert int(centroids.argmax()) == int(trained.argmax()) == entry


def test_a_phrasing_is_nearest_to_itself() -> None:
    question = np.zeros(SPACE.size, np.float32)
    vector = SPACE.vector(TEXTS[2])
    question[vector.ids] = vector.weights
    first, second = INDEX.cosines([0, 1], question)
    assert second[0] == pytest.approx(1.0)
    assert second[1] < 1.0
    assert max(first) < second[1]


def test_ranges_are_spread_one_after_the_other() -> None:
    assert spread(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]
    assert spread(np.array([], int), np.array([], int)).tolist() == []


def test_training_is_the_same_every_time() -> None:
    again = Index(SPACE.size, [SPACE.vector(words) for words in TEXTS], [0, 0, 1, 1])
    assert (again.trained == INDEX.trained).all()


def test_five_hundred_entries_that_share_a_phrasing_can_be_indexed() -> None:
    many = [Phrasings(f"e{number:03}", ("the same words", f"number {number}")) for number in range(500)]
    assert Matcher(many).rank("number 77")[0].entry_id == "e077"


def test_probability_is_shared_by_rank() -> None:
    names = described(MEASURES)
    ranking = np.array([1.0 if name == "nearest" else 0.0 for name in MEASURES])
    confidence = np.array([{"constant": -1.0, "share": 2.0}.get(name, 0.0) for name in names])
    formula = Formula(MEASURES, ranking, confidence, np.zeros(len(COSTS)))
    measured = np.zeros((2, len(MEASURES)))
    measured[:, MEASURES.index("nearest")] = 0.0, np.log(3.0)
    about = np.zeros(len(names) - len(MEASURES) - 3)
    found = describe(measured, about, measured @ ranking)
    assert found[names.index("share")] == pytest.approx(0.75)
    assert found[names.index("doubt")] == pytest.approx(np.log(1 / 3))
    scores = formula.probabilities(measured, about, np.zeros((2, len(COSTS))))
    assert scores[1] == pytest.approx(1 / (1 + np.exp(-0.5)))
    assert scores[0] == pytest.approx(scores[1] / 3)

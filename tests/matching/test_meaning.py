"""Entries by the meaning of their phrasings: what is trained, with all entries and with the nearest alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.matching import meaning
from bot.matching.meaning import Meaning

ENTRIES, EACH, DIMENSIONS = 40, 3, 48


class Clusters:
    """An encoder whose texts are numbers: phrasings of one entry (three in a row) lie near to each other."""

    def __init__(self) -> None:
        rng = np.random.default_rng(11)
        rows = np.repeat(rng.normal(size=(ENTRIES, DIMENSIONS)), EACH, axis=0)
        rows += 0.7 * rng.normal(size=rows.shape)
        self.rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.rows[[int(text) for text in texts]]


TEXTS = [str(number) for number in range(ENTRIES * EACH)]
OWNERS = [number // EACH for number in range(ENTRIES * EACH)]


@pytest.fixture
def few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a knowledge base so large that a phrasing is trained against five entries of it; chosen in several goes."""
    monkeypatch.setattr(meaning, "PAIRS", 1)
    monkeypatch.setattr(meaning, "LEAST_CONFUSABLE", 5)
    monkeypatch.setattr(meaning, "ENTRIES_AT_ONCE", 7)


def found(base: Meaning) -> list[int]:
    """The entry that the trained model puts first, for each phrasing."""
    return [int(base.scores(base.read([text])[0])[1].argmax()) for text in TEXTS]


def test_the_trained_model_finds_the_entry_of_each_phrasing() -> None:
    assert found(Meaning(Clusters(), TEXTS, OWNERS)) == OWNERS


def test_so_it_does_where_a_phrasing_is_trained_against_the_nearest_entries_alone(few_pairs: None) -> None:
    assert found(Meaning(Clusters(), TEXTS, OWNERS)) == OWNERS


def test_how_many_are_learnt_from_in_one_go_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    question = Clusters().rows[4]
    _, before = Meaning(Clusters(), TEXTS, OWNERS).scores(question)
    monkeypatch.setattr(meaning, "AT_ONCE", 7)
    _, after = Meaning(Clusters(), TEXTS, OWNERS).scores(question)
    assert after == pytest.approx(before, abs=1e-4)


def test_entries_with_the_same_phrasings_can_be_trained(few_pairs: None) -> None:
    _, logits = Meaning(Clusters(), ["0"] * 20, list(range(20))).scores(Clusters().rows[0])
    assert np.isfinite(logits).all()

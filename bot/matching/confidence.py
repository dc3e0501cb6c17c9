"""How likely is it that the best candidate is the right entry? Two small formulas over what was measured. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.matching.weights import WEIGHTS

Floats = NDArray[np.float64]

MEASURES = (
    "trained",  # what the trained model says for the entry, as a logit
    "centroid",  # cosine to the mean of the entry's phrasings
    "nearest",  # cosine to its nearest phrasing
    "near",  # mean cosine to its three nearest phrasings
    "question_covered",  # share of the question's weight that the nearest phrasing holds
    "phrasing_covered",  # share of the nearest phrasing's weight that the question holds
    "entry_covered",  # share of the question's weight that all phrasings of the entry hold
    "missing",  # what the heaviest of the question's stems weighs that the entry does not have; 1 is the rarest
    "action",  # 1 where what the question wants done is in none of the entry's phrasings
    "to_undo",  # of a question that wants something undone: the share of phrasings that do not
    "to_do",  # of a question that does not: the share of phrasings that want something undone
    "openness",  # how readily it takes words that no other phrasing has
)
SEMANTIC_MEASURES = (
    "meaning_trained",  # what the model trained on embeddings says for the entry, as a logit
    "meaning_centroid",  # cosine to the mean embedding of the entry's phrasings
    "meaning_nearest",  # cosine of the embeddings of the question and the nearest phrasing
)
ABOUT_QUESTION = (
    "unknown",  # share of the question's weight that no entry knows
    "unknown_words",  # how many of its words with a topic no entry knows, at most 3
    "corrected",  # share of its weight that rests on corrected words
    "words",  # ln of the number of its words
    "phrasings",  # ln of the number of phrasings an entry, on average; from 20 on, ln 20
)


@dataclass(frozen=True, slots=True)
class Formula:
    """The weights of both formulas: `ranking` by measure, `confidence` by what `describe` returns."""

    measures: tuple[str, ...]
    ranking: Floats
    confidence: Floats

    @classmethod
    def of(cls, weights: Mapping[str, Mapping[str, float]], *, semantic: bool = False) -> Formula:
        """The formula with these weights by name. Raises ValueError where they do not fit what is measured."""
        measures = (*MEASURES, *SEMANTIC_MEASURES) if semantic else MEASURES
        if set(weights["ranking"]) != set(measures) or set(weights["confidence"]) != set(described(measures)):
            raise ValueError("the weights do not fit what is measured: run bench/fit_confidence.py")
        ranking = np.array([weights["ranking"][name] for name in measures])
        return cls(measures, ranking, np.array([weights["confidence"][name] for name in described(measures)]))

    @classmethod
    def zero(cls, *, semantic: bool = False) -> Formula:
        """A formula that weighs nothing: every candidate alike."""
        measures = (*MEASURES, *SEMANTIC_MEASURES) if semantic else MEASURES
        return cls(measures, np.zeros(len(measures)), np.zeros(len(described(measures))))

    def probabilities(self, measured: Floats, about: Floats) -> Floats:
        """P(correct) of each candidate; `measured` has a row a candidate, `about` is the question's.

        Candidates e share by softmax, π(e) = exp r(e) / Σ exp r, r linear in the measures (conditional logit,
        McFadden 1974). The best one's P is a logistic function of `describe`; the others get P · π(e) / π(best).
        """
        ranks = measured @ self.ranking
        best = int(ranks.argmax())
        shares = np.exp(ranks - ranks[best])
        logit = float(describe(measured, about, ranks) @ self.confidence)
        top = 1 / (1 + np.exp(-np.clip(logit, -30, 30)))
        return np.asarray(top * shares)


def described(measures: Sequence[str]) -> tuple[str, ...]:
    """The names of what `describe` returns."""
    return ("constant", "doubt", "share", *measures, *ABOUT_QUESTION)


def describe(measured: Floats, about: Floats, ranks: Floats) -> Floats:
    """What P(correct) of the best candidate depends on: its share of the candidates, its measures, the question.

    `doubt` is ln(1 / share − 1), at least ln 0.0001.
    """
    best = int(ranks.argmax())
    rest = float(np.exp(ranks - ranks[best]).sum()) - 1
    return np.concatenate(([1.0, math.log(max(rest, 1e-4)), 1 / (1 + rest)], measured[best], about))


@cache
def shipped(*, semantic: bool = False) -> Formula:
    """The shipped weights, which `bench/fit_confidence.py` makes."""
    return Formula.of(WEIGHTS["semantic" if semantic else "lexical"], semantic=semantic)

"""How likely is it that the best candidate is the right entry? Two small formulas over what was measured. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.matching.calibration import UNCHANGED, Calibration
from bot.matching.costs import COSTS
from bot.matching.explanation import Explanation
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
)
SEMANTIC_MEASURES = (
    "meaning_trained",  # what the model trained on embeddings says for the entry, as a logit
    "meaning_centroid",  # cosine to the mean embedding of the entry's phrasings
    "meaning_nearest",  # cosine of the embeddings of the question and the nearest phrasing
)
ABOUT_QUESTION = (
    "unknown",  # share of the question's weight that no entry knows
    "words",  # ln of the number of its words
    "phrasings",  # ln of the number of phrasings an entry, on average; from 20 on, ln 20
)
INEXACT = 0.98
"""The highest P(correct) of what is not word by word a phrasing."""


@dataclass(frozen=True, slots=True)
class Formula:
    """The weights: `ranking` by measure, `confidence` by what `describe` returns, `costs` by `costs.COSTS`."""

    measures: tuple[str, ...]
    ranking: Floats
    confidence: Floats
    costs: Floats

    @classmethod
    def of(cls, weights: Mapping[str, Mapping[str, float]], *, semantic: bool = False) -> Formula:
        """The formula with these weights by name. Raises ValueError where they do not fit what is measured."""
        measures = (*MEASURES, *SEMANTIC_MEASURES) if semantic else MEASURES
        names = {"ranking": measures, "confidence": described(measures), "costs": COSTS}
        if any(set(weights[part]) != set(names[part]) for part in names):
            raise ValueError("the weights do not fit what is measured: run bench/fit_confidence.py")
        return cls(measures, *(np.array([weights[part][name] for name in names[part]]) for part in names))

    @classmethod
    def zero(cls, *, semantic: bool = False) -> Formula:
        """A formula that weighs nothing: every candidate alike."""
        measures = (*MEASURES, *SEMANTIC_MEASURES) if semantic else MEASURES
        return cls(measures, *(np.zeros(len(names)) for names in (measures, described(measures), COSTS)))

    def logit(self, measured: Floats, about: Floats) -> tuple[float, Floats]:
        """How likely the best candidate is, before what it costs, as a logit; and the rank of each candidate."""
        ranks = measured @ self.ranking
        return float(describe(measured, about, ranks) @ self.confidence), ranks

    def before_costs(self, explained: Explanation) -> float:
        """P(correct) of the best match as it was before what speaks against it was counted; 0 where there is none."""
        best = next((one for one in explained.candidates if one.veto is None), None)
        if best is None:
            return 0.0
        return best.match.score * math.exp(float(np.array([best.costs[name] for name in COSTS]) @ self.costs))

    def uncalibrated(self, explained: Explanation) -> float:
        """P(correct) of the best match as it would be without `Explanation.calibration`; 0 where there is none."""
        free = [one for one in explained.candidates if one.veto is None]
        if not free or explained.is_exact:
            return free[0].match.score if free else 0.0
        measured = np.array([[one.features[name] for name in self.measures] for one in free])
        costs = np.array([[one.costs[name] for name in COSTS] for one in free])
        return float(self.probabilities(measured, np.array(explained.about), costs)[0])

    def without_costs(self, explained: Explanation) -> dict[str, float]:
        """What lowers P(correct) of the best match, by its name in `COSTS`, and what that would be without."""
        best = next((one for one in explained.candidates if one.veto is None), None)
        if best is None or explained.is_exact:
            return {}
        rises = {name: best.costs[name] * weight for name, weight in zip(COSTS, self.costs.tolist(), strict=True)}
        return {name: best.match.score * math.exp(rise) for name, rise in rises.items() if rise > 0}

    def probabilities(
        self, measured: Floats, about: Floats, costs: Floats, calibration: Calibration = UNCHANGED
    ) -> Floats:
        """P(correct) of each candidate; `measured` and `costs` have a row a candidate, `about` is the question's.

        Candidates e share by softmax, π(e) = exp r(e) / Σ exp r, r linear in the measures (conditional logit,
        McFadden 1974). The best one's P is a logistic function of `describe`, calibrated, and at most 0.98; the others
        get P · π(e) / π(best). What speaks against a candidate multiplies its P by exp(−Σ weight · cost).
        """
        logit, ranks = self.logit(measured, about)
        top = min(INEXACT, calibration.probability(logit))
        return np.asarray(top * np.exp(ranks - ranks.max()) * np.exp(-costs @ self.costs))


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

"""How far the shipped weights are to be trusted on one knowledge base: two numbers, learnt from what it tells. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

ROUNDS = 25
LIKE_SHIPPED = 0.15, 0.4
"""By so much slope and shift are thought to vary from one knowledge base to the next (standard deviations)."""

COUNT_AT_MOST = 200.0
"""Trials count for no more than so many in all: phrasings are more like each other than questions are like them."""

FLATTEST = 0.3


class Kind(StrEnum):
    """What was asked, and who could answer it."""

    OWN = "own"
    """A phrasing left out: its entry."""
    NEAR = "near"
    """A phrasing of an entry that was left out: nobody."""
    CHAT = "chat"
    """Ordinary chat: nobody."""


SHARES = {Kind.OWN: 0.45, Kind.NEAR: 0.25, Kind.CHAT: 0.3}
"""As the shipped weights were learnt. A kind of which there is nothing leaves its share empty."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One question of a trial: P(correct) of the best candidate as a logit, as the shipped weights have it before costs; by
    what these multiply it; and how many phrasings the entry that answers had left, where there is one.
    """

    kind: Kind
    logit: float
    is_right: bool
    factor: float = 1.0
    phrasings: int = 0


@dataclass(frozen=True, slots=True)
class Calibration:
    """P(correct) as a logit becomes `slope` · logit + `shift` (Platt 1999)."""

    slope: float
    shift: float

    def of(self, logit: float) -> float:
        """The calibrated logit."""
        return self.slope * logit + self.shift

    def probability(self, logit: float) -> float:
        """P(correct), from 0 to 1."""
        return _logistic(self.of(logit))


UNCHANGED = Calibration(1.0, 0.0)
"""The shipped weights alone."""


def calibrate(trials: Sequence[Trial]) -> Calibration:
    """The most likely slope and shift, given these trials and how much they vary between knowledge bases.

    A Gaussian prior round the shipped weights (`LIKE_SHIPPED`), by Newton's method. Where there is nothing but questions
    that nobody can answer, as with one phrasing an entry, the slope stays: this can only lower what the shipped weights say.
    """
    counts = Counter(trial.kind for trial in trials)
    total = min(COUNT_AT_MOST, float(len(trials)))
    weights = [SHARES[trial.kind] / counts[trial.kind] * total for trial in trials]
    slope, shift = 1.0, 0.0
    by_slope, by_shift = (1 / deviation**2 for deviation in LIKE_SHIPPED)
    for _ in range(ROUNDS):
        g_slope, g_shift = (slope - 1) * by_slope, shift * by_shift
        h_slope, h_both, h_shift = by_slope, 0.0, by_shift
        for trial, weight in zip(trials, weights, strict=True):
            chance = _logistic(slope * trial.logit + shift)
            wrong, spread = weight * (chance - trial.is_right), weight * chance * (1 - chance)
            g_slope += wrong * trial.logit
            g_shift += wrong
            h_slope += spread * trial.logit**2
            h_both += spread * trial.logit
            h_shift += spread
        if not counts[Kind.OWN]:
            g_slope = h_both = 0.0
        determinant = h_slope * h_shift - h_both**2
        slope -= (h_shift * g_slope - h_both * g_shift) / determinant
        shift -= (h_slope * g_shift - h_both * g_slope) / determinant
    return Calibration(max(FLATTEST, slope), shift)


def _logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))

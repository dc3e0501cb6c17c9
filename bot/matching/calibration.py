"""How far the shipped weights are to be trusted on one knowledge base: two numbers, learnt from what it tells. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

ROUNDS, HALVED_AT_MOST = 25, 12
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

    A Gaussian prior round the shipped weights (`LIKE_SHIPPED`), by Newton's method, whose step is halved until it lowers the
    loss. Where there is nothing but questions that nobody can answer, as with one phrasing an entry, the slope stays: this
    can only lower what the shipped weights say. It stays at `FLATTEST`, too, where it would be less.
    """
    counts = Counter(trial.kind for trial in trials)
    total = min(COUNT_AT_MOST, float(len(trials)))
    weighed = [(trial, SHARES[trial.kind] / counts[trial.kind] * total) for trial in trials]
    found = _likeliest(weighed, UNCHANGED, is_steep=bool(counts[Kind.OWN]))
    if found.slope < FLATTEST:
        found = _likeliest(weighed, Calibration(FLATTEST, found.shift), is_steep=False)
    return found


def _likeliest(weighed: Sequence[tuple[Trial, float]], start: Calibration, *, is_steep: bool) -> Calibration:
    """Where the loss is lowest; with the slope that it starts from, unless the slope `is_steep` as the trials want."""
    by_slope, by_shift = (1 / deviation**2 for deviation in LIKE_SHIPPED)
    found, loss = start, _loss(weighed, start)
    for _ in range(ROUNDS):
        g_slope, g_shift = (found.slope - 1) * by_slope, found.shift * by_shift
        h_slope, h_both, h_shift = by_slope, 0.0, by_shift
        for trial, weight in weighed:
            chance = found.probability(trial.logit)
            wrong, spread = weight * (chance - trial.is_right), weight * chance * (1 - chance)
            g_slope += wrong * trial.logit
            g_shift += wrong
            h_slope += spread * trial.logit**2
            h_both += spread * trial.logit
            h_shift += spread
        if not is_steep:
            g_slope = h_both = 0.0
        determinant = h_slope * h_shift - h_both**2
        slope = (h_shift * g_slope - h_both * g_shift) / determinant
        shift = (h_slope * g_shift - h_both * g_slope) / determinant
        for halved in range(HALVED_AT_MOST):
            tried = Calibration(found.slope - slope / 2**halved, found.shift - shift / 2**halved)
            if (lower := _loss(weighed, tried)) < loss:
                found, loss = tried, lower
                break
        else:
            break
    return found


def _loss(weighed: Sequence[tuple[Trial, float]], tried: Calibration) -> float:
    deviations = zip((tried.slope - 1, tried.shift), LIKE_SHIPPED, strict=True)
    prior = sum((off / deviation) ** 2 / 2 for off, deviation in deviations)
    against = (weight * _surprise(tried.of(trial.logit), trial.is_right) for trial, weight in weighed)
    return prior + math.fsum(against)


def _surprise(logit: float, is_right: bool) -> float:
    """−ln P of what came out."""
    wrong = -logit if is_right else logit
    return max(wrong, 0.0) + math.log1p(math.exp(-abs(wrong)))


def _logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))

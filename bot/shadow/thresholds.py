"""Which threshold would have been right on the questions that staff have judged. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.proportion import wilson

ENOUGH_LABELS = 20
"""With fewer, every proportion is a guess."""

WANTED_PRECISION = 0.95
LOWEST = 0.3
"""config.yaml takes no lower threshold."""

_SHOWN = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Labelled:
    """A judged question: the score of the entry found for it, and what staff said."""

    score: float
    is_right: bool


@dataclass(frozen=True)
class Trial:
    """What a threshold would have done with the judged questions."""

    threshold: float
    labelled: int
    answered: int
    right: int

    @property
    def precision(self) -> float | None:
        """The share of the answers that were right; None where nothing would have been answered."""
        return self.right / self.answered if self.answered else None

    @property
    def precision_at_least(self) -> float | None:
        """The lower end of the precision's 95 % confidence interval."""
        return wilson(self.right, self.answered)[0] if self.answered else None

    @property
    def answered_share(self) -> float:
        """The share of the judged questions that would have been answered."""
        return self.answered / self.labelled if self.labelled else 0.0


@dataclass(frozen=True)
class Proposal:
    """The lowest threshold with `WANTED_PRECISION`, or None where there is none; and others beside it, rising,
    among them the present one.
    """

    best: Trial | None
    current: Trial
    trials: tuple[Trial, ...]


def trial(labelled: Sequence[Labelled], threshold: float) -> Trial:
    """Judge the questions anew at this threshold."""
    answered = [one for one in labelled if one.score >= threshold]
    return Trial(threshold, len(labelled), len(answered), sum(one.is_right for one in answered))


def propose(labelled: Sequence[Labelled], *, current: float) -> Proposal | None:
    """What to write into config.yaml; None while there are fewer than `ENOUGH_LABELS`.

    Beside the present threshold only scores that were seen are tried, rounded down to hundredths: a threshold
    between two of them would rest on nothing.
    """
    if len(labelled) < ENOUGH_LABELS:
        return None
    seen = {max(LOWEST, math.floor(one.score * 100) / 100) for one in labelled}
    tried = (trial(labelled, threshold) for threshold in sorted({*seen, current}))
    best = next((one for one in tried if one.answered and one.right / one.answered >= WANTED_PRECISION), None)
    shown = {*_SHOWN, current, *([best.threshold] if best else [])}
    trials = tuple(trial(labelled, threshold) for threshold in sorted(shown))
    return Proposal(best, trial(labelled, current), trials)

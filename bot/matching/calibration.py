"""How far the shipped weights are to be trusted on one knowledge base: two numbers, learnt from its own phrasings. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """P(correct) as a logit becomes `slope` · logit + `shift` (Platt 1999)."""

    slope: float
    shift: float

    def of(self, logit: float) -> float:
        """The calibrated logit."""
        return self.slope * logit + self.shift


UNCHANGED = Calibration(1.0, 0.0)
"""The shipped weights alone."""

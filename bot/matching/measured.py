"""What was measured of a question and of the entries that it may ask for, before anything is weighed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Measured:
    """A question before anything is weighed: candidates with their nearest phrasings (by words; and by meaning where it is
    known, of which vetoes are told), a row of measures for each (`confidence.MEASURES`) and of costs (`costs.COSTS`), and what is known of the question (`confidence.ABOUT_QUESTION`).
    """

    entry_ids: tuple[str, ...]
    numbers: tuple[int, ...]
    nearest: tuple[int, ...]
    meant: tuple[int, ...]
    measures: NDArray[np.float64]
    costs: NDArray[np.float64]
    about: NDArray[np.float64]

    def only(self, rows: Sequence[int]) -> Measured:
        """The same with these candidates alone."""
        return Measured(
            tuple(self.entry_ids[at] for at in rows),
            tuple(self.numbers[at] for at in rows),
            tuple(self.nearest[at] for at in rows),
            tuple(self.meant[at] for at in rows),
            self.measures[rows],
            self.costs[rows],
            self.about,
        )


@dataclass(frozen=True, slots=True)
class Best:
    """An entry, P(correct) as a logit before costs, and by what these multiply it."""

    entry_id: str
    logit: float
    factor: float


NOTHING = Measured((), (), (), (), np.zeros((0, 0)), np.zeros((0, 0)), np.zeros(0))

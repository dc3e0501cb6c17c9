"""Which solved question is near to what somebody asks: by the rare words that both have. Pure.

The cosine of their words, each weighed by how few of the questions have it (inverse document frequency, Spärck Jones 1972).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.words import COMMON_STEMS, normalise, stem

MOST_TERMS = 60
"""Of one text, the first ones: what is asked stands at the beginning, and logs follow."""

LONGEST = 40
"""Characters of a term; what is longer is cut."""

ALIKE_FROM = 0.75
SHARED = 4
"""So near, with so many terms in common, is what the FAQ points to by itself. Chosen on the `dev` sets of `bench/solved.py`: of what
is pointed to there, 97 in a hundred are right, and among 4,000 lines of chat about something else it points nowhere. With three
terms in common it would speak more than twice as often, and be wrong in one case of ten.
"""

SAID = 0.4
"""Of the weight of what somebody looks for, so much is found in a question that is worth showing to them."""


def terms_of(text: str) -> tuple[str, ...]:
    """The different stems of a text that carry a topic, in their order; without code, links and mentions. Total."""
    stems = (stem(word)[:LONGEST] for word in normalise(text))
    return tuple(dict.fromkeys(one for one in stems if one not in COMMON_STEMS))[:MOST_TERMS]


@dataclass(frozen=True)
class Near:
    """A solved question: how near it is (0–1), what share of what was asked it holds, and how many terms they have in common."""

    solution_id: int
    score: float
    holds: float
    shared: int

    @property
    def is_alike(self) -> bool:
        """Whether it is near enough to be pointed to unasked."""
        return self.score >= ALIKE_FROM and self.shared >= SHARED


class Nearness:
    """The solved questions of one server, by their terms. Immutable: a new one is built when they change."""

    def __init__(self, solved: Iterable[tuple[int, Sequence[str]]]) -> None:
        known = [(solution_id, terms) for solution_id, terms in solved if terms]
        holders: dict[str, list[int]] = {}
        for row, (_, terms) in enumerate(known):
            for term in terms:
                holders.setdefault(term, []).append(row)
        self._ids = [solution_id for solution_id, _ in known]
        self._rows = {term: np.array(rows, np.int32) for term, rows in holders.items()}
        self._weights = {term: float(np.log(1 + len(known) / len(rows))) for term, rows in holders.items()}
        self._rarest = float(np.log(1 + len(known)))
        squares: NDArray[np.float64] = np.zeros(len(known))
        for term, rows in self._rows.items():
            squares[rows] += self._weights[term] ** 2
        self._lengths = np.sqrt(squares)

    def __len__(self) -> int:
        return len(self._ids)

    def nearest(self, asked: Sequence[str]) -> Near | None:
        """The nearest, of equal ones the latest; None where none shares a term."""
        return next(iter(self._best(asked, limit=1, by_score=True)), None)

    def holding(self, asked: Sequence[str], limit: int) -> list[Near]:
        """Those that hold most of what somebody looks for, and at least `SAID`; of these the nearest first."""
        return [near for near in self._best(asked, limit=limit, by_score=False) if near.holds >= SAID]

    def _best(self, asked: Sequence[str], *, limit: int, by_score: bool) -> list[Near]:
        """A term that no question has weighs as much as one that a single one has."""
        found: NDArray[np.float64] = np.zeros(len(self._ids))
        shared: NDArray[np.int32] = np.zeros(len(self._ids), np.int32)
        whole = 0.0
        for term in asked:
            whole += self._weights.get(term, self._rarest) ** 2
            if (rows := self._rows.get(term)) is not None:
                found[rows] += self._weights[term] ** 2
                shared[rows] += 1
        at = np.flatnonzero(found)
        holds = found[at] / whole
        scores = found[at] / (self._lengths[at] * np.sqrt(whole))
        keys = (scores, holds) if by_score else (holds, scores)
        order = np.lexsort((at, keys[1], keys[0]))[::-1][:limit]
        return [
            Near(self._ids[at[one]], float(scores[one]), float(holds[one]), int(shared[at[one]])) for one in order
        ]

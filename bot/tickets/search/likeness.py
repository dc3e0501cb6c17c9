"""How like two tickets are, by the terms that they share: rare ones say more. Pure.

The cosine of their terms, each weighed by how seldom it is (inverse document frequency, Spärck Jones 1972). Measured with
the 411 phrasings of the 53 shipped entries as tickets, where those of one entry are like each other: of what is shown at
0.7, 89 % is right by this, and 60 % by `rapidfuzz.fuzz.token_sort_ratio`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import log, sqrt

from bot.tickets.ticket import Ticket

FLOOR = 0.7
"""Below this nothing is shown: a false likeness is worse than none. One ticket in five has something right beside it, and
one in forty something wrong; at 0.5 it would be every second, and one in nine.
"""

SHARED = 2
"""Terms that two tickets share at the least, to be like each other at all."""

MOST_SHOWN = 3


@dataclass(frozen=True)
class Like:
    """A ticket like another one; where staff have resolved it, who did and what they wrote that solved it."""

    ticket: Ticket
    score: float
    resolved_by: int | None = None
    note: str | None = None


def weights(counts: Mapping[str, int], texts: int) -> dict[str, float]:
    """What each term says, by in how many of so many texts it stands."""
    return {term: log(1 + max(texts, 1) / max(count, 1)) for term, count in counts.items()}


def likeness(asked: Collection[str], found: Collection[str], weight: Mapping[str, float]) -> float:
    """From 0 to 1; 0 where they share too little. What has no weight weighs as much as the others of `asked` on average."""
    one, other = set(asked), set(found)
    shared = one & other
    if len(shared) < SHARED:
        return 0.0
    average = sqrt(sum(weight[term] ** 2 for term in one) / len(one))
    whole = sqrt(_square(one, weight, average) * _square(other, weight, average))
    return _square(shared, weight, average) / whole


def _square(terms: Collection[str], weight: Mapping[str, float], average: float) -> float:
    return sum(weight.get(term, average) ** 2 for term in terms)

"""Which solved questions are near to what somebody looks for, by their words, and which one is the same. Pure.

Near is the share of the words, each weighed by how few of the questions have it (inverse document frequency, Spärck Jones 1972).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.words import COMMON_STEMS, normalise, prose, stem

MOST_TERMS = 100
"""Of one text, the first ones: what is asked stands at the beginning, and logs follow."""

LONGEST = 40
"""Characters of a term; what is longer is cut."""

MORE = "…"
"""The term of a text that says more than its terms do: code, a link, a channel, a sign, or too much."""

TOPICS = 3
"""So many terms with a topic has what the FAQ points to by itself."""

SAID = 0.4
"""Of the weight of what somebody looks for, so much is found in a question that is worth showing to them."""

_EMPTY_WORDS = """
    a an the i we you it me us my our this that these those there is are am be do does did have has had can could will would
    how to of for in on at and so just please hi hello hey thanks thank help want know any anybody anyone some somebody
    someone like tell
    der die das den dem des ein eine einen einem einer ich wir man du ihr mir mich mein meine meinen meinem meiner unser unsere
    unseren unserem unserer ist sind bin habe haben hat kann konnen koennen konnt will mochte moechte bitte hallo danke wie und
    im am fur fuer jemand es weiss
"""
_EMPTY = frozenset(map(stem, _EMPTY_WORDS.split()))
"""What two questions may differ in and still ask the same. Every other word may tell them apart: a number, `not`, `off`, `from`,
a name, an action. So these few are listed, and not those.
"""

_ONLY_TURNING = """
    not no never nicht kein keine keinen nie mehr mit ohne von vom aus auf zu zum zur an ab bei nach vor warum wieso wann wo wer oder
"""
_WITHOUT_TOPIC = COMMON_STEMS | frozenset(map(stem, _ONLY_TURNING.split())) | {MORE}

_SOMEBODY = re.compile(r"<@!?\d+>")
_SIGN = re.compile(r"[+#%°$€£]|(?<!\w)-\d")
"""It tells apart what is the same by its words: `C++` and `C#`, 5 % and 5 €, −1 and 1."""


def terms_of(text: str) -> tuple[str, ...]:
    """The different stems of a text that may tell it from another one, in their order, and `MORE` where it says more than
    these. Total.
    """
    plain = _SOMEBODY.sub(" ", text)
    stems = [one for one in map(stem, normalise(plain)) if one not in _EMPTY]
    terms = tuple(dict.fromkeys(one[:LONGEST] for one in stems))
    numbers = [one for one in stems if not one.isalpha()]
    says_more = (
        len(terms) > MOST_TERMS
        or any(len(one) > LONGEST for one in stems)
        or len(set(numbers)) < len(numbers)
        or prose(plain) != plain
        or _SIGN.search(plain) is not None
    )
    return (*terms[:MOST_TERMS], MORE) if says_more else terms


@dataclass(frozen=True)
class Near:
    """A solved question, and what share of what was looked for it holds (0–1)."""

    solution_id: int
    holds: float


class Nearness:
    """The solved questions of one server, by their terms. Immutable: a new one is built when they change."""

    def __init__(self, solved: Iterable[tuple[int, Sequence[str]]]) -> None:
        read = [(solution_id, tuple(terms)) for solution_id, terms in solved]
        self._same = {terms: solution_id for solution_id, terms in read if _may_be_the_same(terms)}
        known = [(solution_id, topics) for solution_id, terms in read if (topics := _topics(terms))]
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

    def same(self, asked: Sequence[str]) -> int | None:
        """The solved question with these terms and no others, in the same order; of several the latest.

        Where one of two questions has a word that the other has not, or `from 4 to 5` is `from 5 to 4`, no rule can tell whether
        they ask the same, and a wrong line is worse than none. None where there are few topics, or more is said than words.
        """
        return self._same.get(tuple(asked))

    def holding(self, asked: Sequence[str], limit: int) -> list[Near]:
        """Those that hold most of what somebody looks for, and at least `SAID`; of these the nearest first, by the cosine."""
        return [near for near in self._best(_topics(asked), limit) if near.holds >= SAID]

    def _best(self, asked: Sequence[str], limit: int) -> list[Near]:
        """A term that no question has weighs as much as one that a single one has."""
        found: NDArray[np.float64] = np.zeros(len(self._ids))
        whole = 0.0
        for term in asked:
            whole += self._weights.get(term, self._rarest) ** 2
            if (rows := self._rows.get(term)) is not None:
                found[rows] += self._weights[term] ** 2
        at = np.flatnonzero(found)
        holds = found[at] / whole
        scores = found[at] / (self._lengths[at] * np.sqrt(whole))
        order = np.lexsort((at, scores, holds))[::-1][:limit]
        return [Near(self._ids[at[one]], float(holds[one])) for one in order]


def _topics(terms: Iterable[str]) -> list[str]:
    return [one for one in terms if one not in _WITHOUT_TOPIC]


def _may_be_the_same(terms: Sequence[str]) -> bool:
    return MORE not in terms and len(_topics(terms)) >= TOPICS

"""The spelling that a knowledge base uses, for words that it does not know."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.words import COMMON_STEMS, COMMON_WORDS, LONGEST_WORD, stem

SHORTEST_CORRECTED = 4  # letters
TWO_EDITS_FROM = 6

_REVERSING = """
    un de dis in im re off anti non en ex mis
    ent ab aus an ein auf zu um ver be
    des
"""
"""What makes another word of a word by standing before it: English and German prefixes, and one that French
and Spanish have beside those."""

REVERSING = ("", *_REVERSING.split())
SHORTEST_REVERSED = 3


def reversals_of(word: str) -> Iterator[str]:
    """The word with each other prefix that reverses or turns one, or without: most of these are no words."""
    for prefix in REVERSING:
        if word.startswith(prefix) and len(rest := word.removeprefix(prefix)) >= SHORTEST_REVERSED:
            yield from (other + rest for other in REVERSING if other != prefix)


def is_reversal(word: str, other: str) -> bool:
    """Whether the two differ in a prefix that reverses or turns a word: `uninstall` and `install`, `abmelden` and
    `anmelden`.
    """
    return other in reversals_of(word)


class Spelling:
    """Corrects words that a knowledge base does not know to the nearest one that it does. Immutable.

    Words of 4–24 letters; one edit up to 5 letters, two from 6 on, where an edit is a letter added, left out,
    changed, or swapped with its neighbour (optimal string alignment). Of equally near words the most frequent
    wins, then the first in the alphabet. A real word is no slip of another, and a prefix that reverses a word
    no edit; what may be a slip of both, with it and without, is left as it is.
    """

    def __init__(self, words: Iterable[str], real: Container[str] = ()) -> None:
        """`words` are those of the knowledge base, each as often as it occurs; `real` those of its languages."""
        self._counts = Counter(words)
        self._real = real
        self._known_stems = frozenset(map(stem, self._counts)) | COMMON_STEMS
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._counts.keys() | COMMON_WORDS.split()):
            self._by_length[len(word)].append(word)
        self._of_length = cache(self._words_about_as_long)

    def knows(self, word: str) -> bool:
        """Whether the knowledge base has this very word."""
        return word in self._counts

    def correct(self, word: str) -> str:
        """The word as the knowledge base spells it; the word itself where it is known, or like no other."""
        if word in self._counts or not SHORTEST_CORRECTED <= len(word) <= LONGEST_WORD:
            return word
        if not word.isalpha() or stem(word) in self._known_stems:
            return word
        return self._nearest(word)

    def _nearest(self, word: str) -> str:
        if word in self._real:
            return word
        edits = 1 if len(word) < TWO_EDITS_FROM else 2
        known = self._of_length(len(word), edits)
        found = [
            (distance, -self._counts[near], near)
            for near, distance, _ in process.extract(
                word, known, scorer=OSA.distance, score_cutoff=edits, limit=None
            )
            if not is_reversal(word, near)
        ]
        if not found:
            return word
        distance, _, nearest = min(found)
        return word if self._may_be_a_reversal(word, nearest, distance) else nearest

    def _may_be_a_reversal(self, word: str, nearest: str, distance: int) -> bool:
        """Whether a real word that reverses the nearest one is as near: `dactivate` is no `activate`."""
        return any(
            OSA.distance(word, other, score_cutoff=distance) <= distance and other in self._real
            for other in reversals_of(nearest)
        )

    def _words_about_as_long(self, length: int, edits: int) -> list[str]:
        lengths = range(length - edits, length + edits + 1)
        return [known for one in lengths for known in self._by_length.get(one, ())]

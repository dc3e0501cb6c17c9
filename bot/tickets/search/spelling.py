"""Which words a misspelt one may have been meant to be. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

SHORTEST, LONGEST = 4, 24
"""Letters: of a shorter word each neighbour is another word, and a longer one is no word that somebody spells."""

TWICE_FROM = 8
"""Letters from which two slips may be in a word, and not one alone."""

MOST_MEANT = 5


def key(word: str) -> str | None:
    """What words share that may be misspellings of each other: the first letter, and how many there are. None for what is
    not spelt but copied, such as numbers and codes.
    """
    return f"{word[0]}{len(word)}" if word.isalpha() and SHORTEST <= len(word) <= LONGEST else None


def keys(word: str) -> list[str]:
    """The keys of the words that this one may have been meant to be: the first letter is hardly ever the wrong one."""
    if key(word) is None:
        return []
    return [f"{word[0]}{length}" for length in range(len(word) - _slips(word), len(word) + _slips(word) + 1)]


def meant(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The nearest of the known words, those of one distance: letters that are missing, superfluous, wrong or exchanged with
    their neighbour (optimal string alignment).
    """
    distances = {one: OSA.distance(word, one, score_cutoff=_slips(word)) for one in known}
    nearest = min((distance for distance in distances.values() if distance), default=0)
    found = sorted(one for one, distance in distances.items() if 0 < distance == nearest <= _slips(word))
    return tuple(found[:MOST_MEANT])


def _slips(word: str) -> int:
    return 2 if len(word) >= TWICE_FROM else 1

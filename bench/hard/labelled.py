"""What the makers of hard questions share: the labelled question, and what a knowledge base knows."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.matching.words import COMMON_STEMS, normalise, stem

Base = Mapping[str, Sequence[str]]
"""The phrasings of a knowledge base, by entry id."""

Part = Literal["fit", "test"]

EACH_SOURCE = 3  # questions made of one phrasing
LEAST_RULES = 4  # that share the questions, unless fewer were used at all


@dataclass(frozen=True)
class Hard:
    """A question and the entry that answers it, or None; `rule` made it from `source`, a phrasing of `entry_id`."""

    text: str
    expected: str | None
    rule: str
    source: str
    entry_id: str


class Known:
    """The words of a knowledge base: which it has, which stand together, and which tell an entry from others."""

    def __init__(self, base: Base) -> None:
        self._entries = {entry: [frozenset(map(stem, normalise(text))) for text in base[entry]] for entry in base}
        self._counts = {
            entry: Counter(found for one in rows for found in one) for entry, rows in self._entries.items()
        }
        self._spread = Counter(found for counts in self._counts.values() for found in counts)
        self._holding: dict[str, list[frozenset[str]]] = defaultdict(list)
        for rows in self._entries.values():
            for one in rows:
                for found in one:
                    self._holding[found].append(one)

    def has(self, text: str) -> bool:
        """Whether some phrasing has one of the content words of the text."""
        return any(found in self._spread for found in content(text))

    def has_word(self, word: str) -> bool:
        """Whether some phrasing has this word, inflected or not."""
        return stem(word) in self._spread

    def share(self, words: Iterable[str]) -> float:
        """The share of the entries that have one of these words."""
        stems = frozenset(map(stem, words))
        return sum(not stems.isdisjoint(counts) for counts in self._counts.values()) / max(1, len(self._counts))

    def key(self, entry: str, text: str) -> str | None:
        """The word that makes the phrasing one of its entry: frequent in it and rare elsewhere.

        That is not its rarest word, which often is a name or a day that could be any other. None where no content
        word of four letters or more comes twice in the entry, if that has more than two phrasings.
        """
        phrasings, counts = len(self._entries[entry]), self._counts[entry]
        least = 1 if phrasings <= 2 else 2
        words = [
            word
            for word in dict.fromkeys(normalise(text))
            if len(word) >= 4
            and word.isascii()
            and word.isalpha()
            and stem(word) not in COMMON_STEMS
            and counts[stem(word)] >= least
        ]
        return max(words, key=lambda word: counts[stem(word)] / self._spread[stem(word)], default=None)

    def is_said_without(self, key: str, entry: str, text: str) -> bool:
        """Whether the entry has a phrasing that says no more than the text does without its key word."""
        left = frozenset(map(stem, normalise(text))) - {stem(key)}
        return any(one <= left for one in self._entries[entry])

    def entry_has(self, entry: str, stems: Iterable[str]) -> bool:
        """Whether a phrasing of the entry has one of these stems."""
        return any(self._counts[entry][found] for found in stems)

    def is_asked(self, actions: Iterable[str], about: frozenset[str], key: str | None) -> bool:
        """Whether a phrasing has one of these action stems and the key word, or half, of what it is done to."""
        least = (len(about) + 1) // 2
        return any(
            len(about & one) >= least or (key is not None and stem(key) in one)
            for action in actions
            for one in self._holding.get(action, ())
        )


def listed(words: str) -> list[str]:
    """What a list names; an underscore stands for a space: `set_up`."""
    return [word.replace("_", " ") for word in words.split()]


def content(text: str) -> frozenset[str]:
    """The stems of a text that carry a topic."""
    return frozenset(map(stem, normalise(text))) - COMMON_STEMS


def in_random_order(base: Base, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Every phrasing with its entry."""
    pairs = [(entry, " ".join(text.split())) for entry in sorted(base) for text in base[entry]]
    rng.shuffle(pairs)
    yield from pairs


def evenly(made: Iterable[Hard], n: int) -> list[Hard]:
    """At most `n`, as evenly as can be from each rule, in the order in which they were made; no text twice.

    A phrasing gives at most `EACH_SOURCE` of them, a rule `n / LEAST_RULES`.
    """
    of_rule: dict[str, list[Hard]] = defaultdict(list)
    for one in {hard.text: hard for hard in made}.values():
        of_rule[one.rule].append(one)
    chosen: list[Hard] = []
    taken: Counter[str] = Counter()
    for _ in range(-(-n // min(LEAST_RULES, len(of_rule) or 1))):
        for rows in of_rule.values():
            while rows:
                one = rows.pop(0)
                if taken[one.source] < EACH_SOURCE:
                    taken[one.source] += 1
                    chosen.append(one)
                    break
    return chosen[:n]


def before_the_mark(text: str, ending: str) -> str:
    """The text with `ending` put in front of its last full stop or question mark."""
    bare = text.rstrip(" ?.!")
    return f"{bare} {ending}{text[len(bare) :].strip()}"


def is_one_sentence(text: str, longest: int) -> bool:
    """Whether the text is a single sentence of at most `longest` words."""
    return len(text.split()) <= longest and not any(
        mark in text.rstrip(" ?.!") for mark in (". ", "? ", "! ", ";")
    )

"""The entries of a knowledge base as the matcher keeps them. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from bot.matching.actions import is_undoing, undoes
from bot.matching.costs import openness
from bot.matching.phrasings import Phrasings
from bot.matching.reading import Reader, content
from bot.matching.space import Space, Vector
from bot.matching.words import COMMON_STEMS, stem


@dataclass(frozen=True, slots=True)
class Written:
    """An entry's phrasings, and those that it is not for, each with its words; none of which has no word."""

    entry_id: str
    asked: tuple[tuple[str, list[str]], ...]
    refused: tuple[tuple[str, list[str]], ...]

    @classmethod
    def of(cls, phrasings: Phrasings) -> Written:
        """With the words of each text."""
        asked = tuple((text, words) for text in phrasings.questions if (words := content(text)))
        refused = tuple((text, words) for text in phrasings.not_for if (words := content(text)))
        return cls(phrasings.entry_id, asked, refused)


@dataclass(frozen=True, slots=True)
class Line:
    """One phrasing: as written, its different stems (a set would take three times as much), and what those weigh."""

    text: str
    stems: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Refused:
    """A phrasing that an entry is not for: as written, its words, and its vector."""

    text: str
    words: tuple[str, ...]
    vector: Vector


@dataclass(frozen=True, slots=True)
class Known:
    """An entry: all stems of its phrasings, how readily it takes new words, which of its phrasings want something undone, the stems
    with a topic of these, the phrasings, and those it is not for.
    """

    id: str
    stems: frozenset[str]
    openness: float
    undoing: frozenset[int]
    undone: frozenset[str]
    lines: tuple[Line, ...]
    not_for: tuple[Refused, ...]

    def undoes(self, row: int, asked: Set[str]) -> float:
        """The share of the phrasings that want something undone; 1 where that of this row does, or one about what is asked."""
        if row in self.undoing or not self.undone.isdisjoint(asked):
            return 1.0
        return len(self.undoing) / len(self.lines)


def known_entries(written: Sequence[Written], reader: Reader, space: Space) -> list[Known]:
    """All of them, in the same order."""
    in_phrasings = Counter(found for one in written for _, words in one.asked for found in set(map(stem, words)))
    entries = []
    for one in written:
        lines = tuple(_line(text, words, reader) for text, words in one.asked)
        alone = sum(any(in_phrasings[found] == 1 for found in line.stems) for line in lines)
        undoing = frozenset(
            row for row, (_, words) in enumerate(one.asked) if undoes(words, reader.weights.keys())
        )
        undone = {found for row in undoing for found in lines[row].stems if not is_undoing(found)}
        entries.append(
            Known(
                one.entry_id,
                frozenset[str]().union(*(line.stems for line in lines)),
                openness(alone, len(lines)),
                undoing,
                frozenset(undone - COMMON_STEMS),
                lines,
                tuple(Refused(text, tuple(words), space.vector(words)) for text, words in one.refused),
            )
        )
    return entries


def _line(text: str, words: Sequence[str], reader: Reader) -> Line:
    stems = tuple(dict.fromkeys(map(stem, words)))
    return Line(text, stems, math.fsum(map(reader.weigh, stems)))

"""What words are about: groups of terms that mean much the same, and which of these groups a text speaks of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from bot.matching.words import normalise, stem

Group: TypeAlias = "tuple[str, ...]"
"""Terms, of one word or a few, that mean much the same."""


class Ideas:
    """Groups of terms, looked up by stems. Immutable. A term may stand in several groups; one without a word is in none."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._ideas: dict[tuple[str, ...], list[str]] = {}
        self._lengths: dict[str, set[int]] = {}
        for group in groups:
            for term in dict.fromkeys(map(stems_of, group)):
                if term:
                    self._ideas.setdefault(term, []).append(", ".join(group))
                    self._lengths.setdefault(term[0], set()).add(len(term))

    def of(self, stems: Sequence[str]) -> list[str]:
        """The ideas of a text, given by its stems, in their order; each is named by its group, as often as it occurs."""
        return [
            idea
            for at, first in enumerate(stems)
            for length in sorted(self._lengths.get(first, ()))
            for idea in self._ideas.get(tuple(stems[at : at + length]), ())
        ]


def groups_of(text: str) -> tuple[Group, ...]:
    """The groups in a text with one a line, its terms divided by commas; after `#` stands a comment.

    Raises ValueError, with the line, for a group of fewer than two terms, a term without a word or twice in a
    group, and a group that stands there twice.
    """
    found: dict[frozenset[tuple[str, ...]], Group] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.partition("#")[0].strip()
        if not content:
            continue
        group = tuple(term.strip() for term in content.split(","))
        terms = [stems_of(term) for term in group]
        if not all(terms):
            raise ValueError(f"line {number}: a term has no word")
        if len(terms) < 2:
            raise ValueError(f"line {number}: a group has two terms or more")
        if len(set(terms)) < len(terms):
            raise ValueError(f"line {number}: a term stands in the group twice")
        if frozenset(terms) in found:
            raise ValueError(f"line {number}: this group stands here twice")
        found[frozenset(terms)] = group
    return tuple(found.values())


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a term, in their order."""
    return tuple(map(stem, normalise(text)))

"""A knowledge base's own synonyms: what its files do not say is read as what they do say. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.matching.ideas import Group, stems_of
from bot.matching.words import normalise, stem


class Synonyms:
    """Groups of terms, and which of these the phrasings say. Immutable.

    A term that no phrasing has, in any ending, is read as the first of its group that one has; of several such terms
    in one place the longest. What a phrasing has is never read otherwise.
    """

    def __init__(self, groups: Sequence[Group], phrasings: Iterable[Sequence[str]]) -> None:
        """`phrasings` are given by their words."""
        terms = {stems_of(term) for group in groups for term in group} - {()}
        lengths = sorted({len(term) for term in terms})
        said: set[tuple[str, ...]] = set()
        for words in phrasings if terms else ():
            said.update(terms.intersection(_runs(tuple(map(stem, words)), lengths)))
        self._lengths = lengths[::-1]
        self._read_as: dict[tuple[str, ...], tuple[str, ...]] = {}
        for group in groups:
            known = next((term for term in group if stems_of(term) in said), None)
            if known is not None:
                for term in {stems_of(term) for term in group} - said - {()}:
                    self._read_as.setdefault(term, tuple(normalise(known)))

    def read(self, typed: Sequence[str], spelt: Sequence[str]) -> tuple[tuple[str, ...], Mapping[str, str]]:
        """A question's words as the phrasings say them, and what became of those that were typed otherwise.

        `spelt` are the typed words, one by one, in the spelling of the phrasings.
        """
        words: list[str] = []
        changes: dict[str, str] = {}
        stems, at = tuple(map(stem, spelt)) if self._read_as else (), 0
        while at < len(spelt):
            end = next((at + one for one in self._lengths if stems[at : at + one] in self._read_as), at + 1)
            read_as = self._read_as.get(stems[at:end], tuple(spelt[at:end]))
            if read_as != tuple(typed[at:end]):
                changes[" ".join(typed[at:end])] = " ".join(read_as)
            words += read_as
            at = end
        return tuple(words), changes


def _runs(stems: tuple[str, ...], lengths: Sequence[int]) -> Iterator[tuple[str, ...]]:
    return (stems[at : at + length] for length in lengths for at in range(len(stems) - length + 1))

"""Do the entries of a knowledge base stand in each other's way? Pure: phrasings → findings."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.matching.matcher import Matcher
from bot.matching.phrasings import Phrasings
from bot.matching.verdict import Match, Verdict, judge
from bot.matching.words import normalise

FILLERS = frozenset(["a", "an", "the", "my", "our", "your", "this", "that", "please", "hello", "hi", "hey"])
"""Words that make no difference between two questions."""

MISTYPED_FROM = 4
"""Letters. In shorter words, one letter more often makes another word: `on` and `in`, `now` and `not`."""


class FindingKind(StrEnum):
    """What is wrong with a phrasing; the last kind is only worth knowing."""

    STOLEN = "stolen"
    """It finds another entry first."""
    UNFOUND = "unfound"
    """It finds no entry at all."""
    VETOED = "vetoed"
    """Its own entry may not answer it; `other_phrasing` says because of which words."""
    NOT_SILENT = "not_silent"
    """It stands in `not_for`, and its entry would answer it or be suggested."""
    NEAR_DUPLICATE = "near_duplicate"
    """Another entry has it too, or nearly so."""
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    """It stands in `not_for`, and another entry would answer it, which is what one often wants."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`phrasing` of `entry_id` against `other_phrasing` of `other_entry_id`, each as written.

    `score` (0–1) is that of the match, or for near duplicates how alike they are; 0 where there is no other.
    """

    kind: FindingKind
    entry_id: str
    phrasing: str
    other_entry_id: str | None = None
    other_phrasing: str | None = None
    score: float = 0.0

    @property
    def is_fault(self) -> bool:
        """Something to correct."""
        return self.kind is not FindingKind.ANSWERED_ELSEWHERE


def lint(
    entries: Sequence[Phrasings],
    *,
    threshold: float,
    suggest_from: float = math.inf,
    only: str | None = None,
    matcher: Matcher | None = None,
) -> list[Finding]:
    """Everything that a knowledge base should not have, in its order.

    Each phrasing must find its own entry first; no entry may answer, or be suggested for, what stands in its
    `not_for` (`judge` decides with `threshold` and `suggest_from`); no two entries may have a phrasing
    in common, or nearly (see `near_duplicates`). With `only`, the findings in which this entry takes part: a
    draft, say, put among the entries that are there. `matcher` is one built for these entries, where there is one.
    Entries that no channel has both of never stand in each other's way.
    """
    matcher = matcher or Matcher(entries)
    findings: list[Finding] = []
    for entry in entries:
        met = frozenset(one.entry_id for one in entries if one.meets(entry)) if entry.channels else None
        for phrasing in dict.fromkeys(entry.questions):
            findings += _not_found(entry.entry_id, phrasing, matcher, met)
        for phrasing in dict.fromkeys(entry.not_for):
            matches = matcher.rank(phrasing, among=met)
            verdict = judge(matches, threshold=threshold, suggest_from=suggest_from)
            by_id = {match.entry_id: match for match in matches}
            if entry.entry_id in (verdict.entry_id, *verdict.suggested):
                own = by_id[entry.entry_id]
                findings.append(_against(FindingKind.NOT_SILENT, entry.entry_id, phrasing, own))
            elif verdict.verdict is Verdict.ANSWER:
                findings.append(_against(FindingKind.ANSWERED_ELSEWHERE, entry.entry_id, phrasing, matches[0]))
    findings += near_duplicates(entries)
    return [one for one in findings if only is None or only in (one.entry_id, one.other_entry_id)]


def _against(kind: FindingKind, entry_id: str, phrasing: str, match: Match) -> Finding:
    return Finding(kind, entry_id, phrasing, match.entry_id, match.phrasing, match.score)


def _not_found(entry_id: str, phrasing: str, matcher: Matcher, met: frozenset[str] | None) -> Iterator[Finding]:
    """What keeps a phrasing from finding its own entry first, of those that it meets (None: all)."""
    best = next(iter(matcher.rank(phrasing, among=met)), None)
    if best is not None and best.entry_id == entry_id:
        return
    candidates = matcher.explain(phrasing, met).candidates
    own = next((one for one in candidates if one.match.entry_id == entry_id), None)
    if own is not None and own.veto is not None:
        words = " · ".join(own.veto.words)
        yield Finding(FindingKind.VETOED, entry_id, phrasing, None, words, own.match.score)
    elif best is not None:
        yield _against(FindingKind.STOLEN, entry_id, phrasing, best)
    else:
        yield Finding(FindingKind.UNFOUND, entry_id, phrasing)


def near_duplicates(entries: Sequence[Phrasings]) -> Iterator[Finding]:
    """Phrasings that an earlier entry of the same channels has too: the same words, but for one letter of one of them.

    Words are compared as the matcher reads them, in any order, without fillers such as `the` and `please`. One
    word of four letters or more may have a letter more, fewer, other or swapped with its neighbour (optimal string
    alignment ≤ 1). `score` is 1 for the same words, else `rapidfuzz.fuzz.ratio` / 100 of the sorted words. A
    phrasing is named once, with the first that it is like: of ten entries with the same one, nine are named.
    """
    same: dict[_Words, dict[str, str]] = defaultdict(dict)
    alike: _Alike = defaultdict(lambda: defaultdict(list))
    by_id = {entry.entry_id: entry for entry in entries}
    for entry in entries:

        def is_met(entry_id: str, own: Phrasings = entry) -> bool:
            return entry_id != own.entry_id and by_id[entry_id].meets(own)

        for phrasing in dict.fromkeys(entry.questions):
            words = _words(phrasing)
            if not words:
                continue
            others = ((its, text) for its, text in same[words].items() if is_met(its))
            twin = next(others, None) or _one_letter_off(alike, words, is_met)
            if twin is not None:
                score = fuzz.ratio(" ".join(words), " ".join(_words(twin[1]))) / 100
                yield Finding(FindingKind.NEAR_DUPLICATE, entry.entry_id, phrasing, *twin, score)
            same[words].setdefault(entry.entry_id, phrasing)
            for word, key in _keys(words):
                alike[key][entry.entry_id].append((word, phrasing))


_Words: TypeAlias = "tuple[str, ...]"
_Alike: TypeAlias = "defaultdict[tuple[_Words, str], defaultdict[str, list[tuple[str, str]]]]"
"""By key, see `_keys`: for each entry, the word and the phrasing from which the key was made."""


def _words(phrasing: str) -> _Words:
    read = normalise(phrasing)
    return tuple(sorted([word for word in read if word not in FILLERS] or read))


def _keys(words: _Words) -> Iterator[tuple[str, tuple[_Words, str]]]:
    """Each word with the keys under which it meets a word that is one letter off, all other words being equal.

    Two such words become the same when each of them loses a letter, or only one does: the symmetric deletion of
    Garbe 2012 (SymSpell).
    """
    for at, word in enumerate(words):
        if len(word) >= MISTYPED_FROM:
            rest = words[:at] + words[at + 1 :]
            for variant in sorted({word, *(word[:cut] + word[cut + 1 :] for cut in range(len(word)))}):
                yield word, (rest, variant)


def _one_letter_off(alike: _Alike, words: _Words, is_met: Callable[[str], bool]) -> tuple[str, str] | None:
    """Another entry that is met and its phrasing that is like these words but for one letter."""
    for word, key in _keys(words):
        for other_id, others in alike.get(key, {}).items():
            if is_met(other_id):
                for other, text in others:
                    if OSA.distance(word, other, score_cutoff=1) <= 1:
                        return other_id, text
    return None

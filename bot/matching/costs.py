"""What speaks against an entry however like its phrasings a question is: other subjects, other actions, and slips. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from rapidfuzz.distance import OSA

from bot.matching.reading import Reading
from bot.matching.spelling import SHORTEST_CORRECTED, TWO_EDITS_FROM
from bot.matching.words import COMMON_STEMS

COSTS = (
    "strange",  # 1 where the question has a word with a topic that no phrasing has, less by the entry's `openness`
    "undoing",  # where the question wants something undone, and no phrasing about it does: the share of those that do not
    "corrected",  # share of the question's weight that rests on corrected words, as far as they were from what was typed
    "mistaken",  # 1 where the question has a word that only looks like one of the phrasing, and not that one
    "inserted",  # 1 where a word that the entry never has stands between two of the phrasing
)
"""Each from 0 to 1. P(correct) is multiplied by exp(−weight · cost) of each (`confidence.Formula`)."""

PRIOR_PHRASINGS = 10


def openness(alone: int, phrasings: int) -> float:
    """How readily an entry takes words that nobody has used yet, as one about the weather takes any town: 0 to 1.

    The chance that its next phrasing brings one: `alone` of its phrasings have a word that no other phrasing of the
    knowledge base has (Good 1953). Ten imagined phrasings without one are added, for few phrasings tell little.
    """
    return alone / (phrasings + PRIOR_PHRASINGS)


def mistaken(asked: Collection[str], said: Collection[str]) -> tuple[str, str] | None:
    """A stem of a question, and one of a phrasing that it only looks like: `amount` and `account`. None where there are none.

    Each is of 4 letters or more and stands on its own side alone; they are apart by one edit, from 6 letters on by two
    (optimal string alignment). What people mistype is corrected before (`spelling`), so both are words.
    """
    for theirs in said:
        if theirs in asked or theirs in COMMON_STEMS or len(theirs) < SHORTEST_CORRECTED:
            continue
        for own in asked:
            edits = 1 if max(len(own), len(theirs)) < TWO_EDITS_FROM else 2
            if (
                len(own) >= SHORTEST_CORRECTED
                and own not in said
                and own not in COMMON_STEMS
                and own.isalpha()
                and OSA.distance(own, theirs, score_cutoff=edits) <= edits
            ):
                return own, theirs
    return None


def inserted(between: Iterable[tuple[str, str, str]], said: Sequence[str], known: Collection[str]) -> str | None:
    """A stem that a question has between two (`Reading.between`) that stand side by side in a phrasing, and that the entry
    never has (`known`): `my wifi password`, where the phrasing has `my password`. None where there is none.
    """
    together = set(pairwise(said))
    return next(
        (one for before, one, behind in between if one not in known and (before, behind) in together),
        None,
    )


def costs_of(
    reading: Reading, *, openness: float, undoing: float, is_mistaken: bool, is_inserted: bool
) -> tuple[float, ...]:
    """`COSTS` of an entry for this question; `undoing` is the share of its phrasings that want something undone, and 1 where
    the nearest does, or one about what is asked; whether a word of the question `is_mistaken` or `is_inserted`.
    """
    return (
        1 - openness if reading.strangers else 0.0,
        1 - undoing if reading.undoes else 0.0,
        reading.corrected,
        1.0 if is_mistaken else 0.0,
        1.0 if is_inserted else 0.0,
    )

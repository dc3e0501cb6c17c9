"""What speaks against an entry however like its phrasings a question is: other subjects, other actions, and slips. Pure."""

from __future__ import annotations

from bot.matching.reading import Reading

COSTS = (
    "strange",  # 1 where the question has a word with a topic that no phrasing has, less by the entry's `openness`
    "undoing",  # where the question wants something undone, and no phrasing about it does: the share of those that do not
    "corrected",  # share of the question's weight that rests on corrected words, as far as they were from what was typed
)
"""Each from 0 to 1. P(correct) is multiplied by exp(−weight · cost) of each (`confidence.Formula`)."""

PRIOR_PHRASINGS = 10


def openness(alone: int, phrasings: int) -> float:
    """How readily an entry takes words that nobody has used yet, as one about the weather takes any town: 0 to 1.

    The chance that its next phrasing brings one: `alone` of its phrasings have a word that no other phrasing of the
    knowledge base has (Good 1953). Ten imagined phrasings without one are added, for few phrasings tell little.
    """
    return alone / (phrasings + PRIOR_PHRASINGS)


def costs_of(reading: Reading, *, openness: float, undoing: float) -> tuple[float, ...]:
    """`COSTS` of an entry for this question; `undoing` is the share of its phrasings that want something undone, and 1 where
    the nearest does, or one about what is asked.
    """
    return (
        1 - openness if reading.strangers else 0.0,
        1 - undoing if reading.undoes else 0.0,
        reading.corrected,
    )

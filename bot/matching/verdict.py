"""Whether what was found is sure enough to answer: matches → verdict. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

SUGGESTED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that may answer: the probability that it is the right one (0–1), and its nearest phrasing."""

    entry_id: str
    score: float
    phrasing: str


class Verdict(StrEnum):
    """What to do with a question."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and the best score (0–1).

    `entry_id` is named by ANSWER only, `suggested` (best first, at most three) by SUGGEST only. `second` is the match that
    answers the other one of two questions, just as surely.
    """

    verdict: Verdict
    entry_id: str | None
    score: float
    suggested: tuple[str, ...] = ()
    second: Match | None = None


def judge(matches: Sequence[Match], *, threshold: float, suggest_from: float = math.inf) -> Judgement:
    """Answer if the best of `matches` (as ranked) scores `threshold`.

    Otherwise suggest those of the first three that score `suggest_from`, or else be silent. Both are shares of
    1, and reaching them is enough; `suggest_from` is at most `threshold`. Nothing here counts words: the caller
    turns what has fewer than `Faq.min_words` into a suggestion.
    """
    best = matches[0].score if matches else 0.0
    if matches and best >= threshold:
        return Judgement(Verdict.ANSWER, matches[0].entry_id, best)
    suggested = tuple(match.entry_id for match in matches[:SUGGESTED_AT_MOST] if match.score >= suggest_from)
    return Judgement(Verdict.SUGGEST if suggested else Verdict.SILENT, None, best, suggested)


def as_suggestion(judgement: Judgement) -> Judgement:
    """What becomes of a text with too few words to be answered: a suggestion if it would be answered, or else nothing."""
    if judgement.entry_id is None:
        return replace(judgement, verdict=Verdict.SILENT, suggested=())
    return replace(judgement, verdict=Verdict.SUGGEST, entry_id=None, suggested=(judgement.entry_id,))

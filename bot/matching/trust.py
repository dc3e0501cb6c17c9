"""How far a knowledge base can be trusted to answer, and what more phrasings would bring: what its trial says. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.matching.calibration import Calibration, Kind, Trial
from bot.matching.confidence import INEXACT

SIZES = ((1, 2), (3, 5), (6, 10), (11, None))
"""Numbers of phrasings an entry, from and to, that are told apart."""


@dataclass(frozen=True, slots=True)
class BySize:
    """Of so many phrasings left out of entries that had `least` to `most` left: the shares found first, and answered rightly."""

    least: int
    most: int | None
    asked: int
    found_first: float
    answered: float


@dataclass(frozen=True, slots=True)
class Trust:
    """What became of the questions of a trial with this threshold; None where there is nothing to divide by.

    Of the phrasings left out: `found_first`, the share whose entry came first, and `answered`, the share that got the
    right answer. Of all answers, those to chat and to phrasings of entries left out among them: `precision`, the share
    that was right. `chat`: lines of chat, and how many of them got an answer.
    """

    found_first: float | None
    answered: float | None
    precision: float | None
    chat: tuple[int, int]
    by_size: tuple[BySize, ...]


def trust(trials: Sequence[Trial], calibration: Calibration, threshold: float) -> Trust:
    """What the trial says of this knowledge base with this threshold."""

    def is_answered(trial: Trial) -> bool:
        return min(INEXACT, calibration.probability(trial.logit)) * trial.factor >= threshold

    own = [trial for trial in trials if trial.kind is Kind.OWN]
    chat = [trial for trial in trials if trial.kind is Kind.CHAT]
    answers = [trial for trial in trials if is_answered(trial)]
    return Trust(
        _share(trial.is_right for trial in own),
        _share(trial.is_right and is_answered(trial) for trial in own),
        _share(trial.is_right for trial in answers),
        (len(chat), sum(map(is_answered, chat))),
        tuple(
            BySize(least, most, len(of_size), _part(found), _part(answered))
            for least, most in SIZES
            if (of_size := [one for one in own if least <= one.phrasings <= (most or one.phrasings)])
            for found in [[one.is_right for one in of_size]]
            for answered in [[one.is_right and is_answered(one) for one in of_size]]
        ),
    )


def _share(claims: Iterable[bool]) -> float | None:
    found = list(claims)
    return _part(found) if found else None


def _part(claims: Sequence[bool]) -> float:
    return sum(claims) / len(claims)

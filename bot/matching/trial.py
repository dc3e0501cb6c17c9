"""What a knowledge base tells of the matcher: its own phrasings, asked of what is left of it without them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.matching.calibration import Calibration, Kind, Trial, calibrate
from bot.matching.confidence import Formula
from bot.matching.ideas import Group
from bot.matching.matcher import Matcher
from bot.matching.meaning import Encoder
from bot.matching.measured import Best
from bot.matching.phrasings import Phrasings
from bot.matching.shipped_chat import CHAT

FOLDS = 5
AT_ONCE = 32  # questions, which are encoded together
FAR_OFF = -10.0  # the logit of what has no candidate
AT_MOST = {Kind.OWN: 100, Kind.NEAR: 60, Kind.CHAT: 50}
"""Questions of a fold; more tell hardly more, and take their time."""


class Stopped(Exception):
    """Nobody waits for the outcome any more."""


@dataclass(frozen=True, slots=True)
class Trials:
    """What was asked, as the words alone have it; and where there is an encoder, as the meaning has it."""

    by_words: tuple[Trial, ...]
    by_meaning: tuple[Trial, ...] = ()

    @property
    def decisive(self) -> tuple[Trial, ...]:
        """As the meaning has it where there is one."""
        return self.by_meaning or self.by_words

    @property
    def calibrations(self) -> tuple[Calibration, Calibration]:
        """That of the words and that of the meaning."""
        return calibrate(self.by_words), calibrate(self.by_meaning)


def try_out(
    phrasings: Sequence[Phrasings],
    *,
    synonyms: Sequence[Group] = (),
    encoder: Encoder | None = None,
    formula: Formula | None = None,
    is_over: Callable[[], bool] = lambda: False,
) -> Trials:
    """Leave out a fifth of the entries, and of the others a fifth of the phrasings, five times, and ask what was left out:
    each time 100 phrasings of entries that are there, 60 of entries that are not, and 50 lines of chat, at most.

    `formula` is as for `Matcher`. The same phrasings are always divided in the same way. Each fold builds a matcher: seconds for 10,000 phrasings, so use
    a worker thread. Raises Stopped soon after `is_over`.
    """
    base = [one for one in phrasings if one.questions]
    if not base:
        return Trials(())
    known = _Known(encoder) if encoder is not None else None
    by_words: list[Trial] = []
    by_meaning: list[Trial] = []
    for fold in range(FOLDS):
        if is_over():
            raise Stopped
        kept, questions = _divided(base, fold)
        sizes = {entry.entry_id: len(entry.questions) for entry in kept}
        matcher = Matcher(kept, synonyms=synonyms, encoder=known, formula=formula)
        for first in range(0, len(questions), AT_ONCE):
            if is_over():
                raise Stopped
            part = questions[first : first + AT_ONCE]
            for (kind, _, expected), (words, meaning) in zip(
                part, matcher.best([q[1] for q in part]), strict=True
            ):
                left = sizes[expected] if expected is not None else 0
                by_words += _trial(kind, words, expected, left)
                if encoder is not None:
                    by_meaning += _trial(kind, meaning, expected, left)
    return Trials(tuple(by_words), tuple(by_meaning))


def _trial(kind: Kind, found: Best | None, expected: str | None, phrasings: int) -> Iterator[Trial]:
    if found is not None:
        yield Trial(kind, found.logit, found.entry_id == expected, found.factor, phrasings)
    elif (
        kind is Kind.CHAT
    ):  # nothing comes near, as it should be; of the others it may also be a phrasing word by word
        yield Trial(kind, FAR_OFF, is_right=False)


def _divided(base: Sequence[Phrasings], fold: int) -> tuple[list[Phrasings], list[tuple[Kind, str, str | None]]]:
    """What is left of the knowledge base, and what is asked of it, with the entry that answers."""
    kept: list[Phrasings] = []
    own: list[tuple[Kind, str, str | None]] = []
    near: list[tuple[Kind, str, str | None]] = []
    for at, entry in enumerate(sorted(base, key=lambda one: _order(one.entry_id))):
        if at % FOLDS == fold and len(base) > 1:
            near += [(Kind.NEAR, text, None) for text in entry.questions]
            continue
        texts = sorted(dict.fromkeys(entry.questions), key=_order)
        left_out = [text for at, text in enumerate(texts) if at % FOLDS == fold] if len(texts) > 1 else []
        own += [(Kind.OWN, text, entry.entry_id) for text in left_out]
        kept.append(replace(entry, questions=tuple(text for text in texts if text not in left_out)))
    chat = [(Kind.CHAT, text, None) for text in sorted(CHAT, key=_order)[fold::FOLDS]]
    groups = ((Kind.OWN, own), (Kind.NEAR, near), (Kind.CHAT, chat))
    return kept, [
        one for kind, group in groups for one in sorted(group, key=lambda q: _order(q[1]))[: AT_MOST[kind]]
    ]


def _order(text: str) -> tuple[int, str]:
    """As good as shuffled, and always the same."""
    return crc32(text.encode("utf-8", "surrogatepass")), text


class _Known:
    """An encoder that encodes nothing twice in the folds of a trial."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._rows: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text."""
        if new := [text for text in dict.fromkeys(texts) if text not in self._rows]:
            self._rows.update(zip(new, self._encoder.encode(new), strict=True))
        return np.array([self._rows[text] for text in texts], np.float32)

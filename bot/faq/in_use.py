"""The knowledge base in use and the matcher over it: built aside in a worker thread, then swapped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.faq.encoding import Encoding
from bot.knowledge.entry import Entry
from bot.knowledge.library import Library
from bot.matching.explanation import Explanation
from bot.matching.matcher import Matcher
from bot.matching.meaning import Encoder
from bot.matching.phrasings import Phrasings
from bot.matching.trial import Stopped, Trials, try_out
from bot.matching.verdict import Match

log = logging.getLogger(__name__)

ENCODED_AT_ONCE = 500
"""Phrasings; after so many a long load says how far it is, and may be ended."""


class InUse:
    """A library and its matcher, always of the same files.

    With an encoder a matcher by words alone serves until the meaning of every phrasing is known, which takes
    2 to 3 ms a phrasing. Nobody waits for a knowledge base that is being loaded: what is asked meanwhile is judged by
    the one before, and then by words.
    """

    def __init__(self, library: Library, encoder: Encoder | None = None) -> None:
        self._encoder = Remembering(encoder) if encoder else None
        self._encoding = Encoding(encoder) if encoder else None
        self._current: tuple[Library, Matcher | None] = (library, None)
        self._calibrations: tuple[object, Trials] | None = None
        self._is_closed = False
        self._loading = asyncio.Lock()
        self._preparing = asyncio.Lock()

    @property
    def library(self) -> Library:
        """The knowledge base that is in use."""
        return self._current[0]

    @property
    def is_semantic(self) -> bool:
        """Whether questions are also matched by meaning."""
        return self._encoder is not None

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of this id, or None where it has been removed since."""
        return self.library.get(entry_id)

    def category(self, entry_id: str) -> str:
        """The category that the entry stands in. Raises KeyError where there is no such entry."""
        return self.library.category_of(entry_id)

    def topic(self, candidates: Sequence[tuple[str, float]], *, least: float) -> str | None:
        """The category of the best of these entries, with their scores; None where that is gone, or came not even so close."""
        for entry_id, score in candidates[:1]:
            if score >= least and self.entry(entry_id) is not None:
                return self.category(entry_id)
        return None

    async def prepare(self) -> None:
        """Build the first matcher, by words alone. Without this the first to ask waits for it."""
        async with self._preparing:
            library, matcher = self._current
            if matcher is None:
                matcher = await asyncio.to_thread(Matcher.build, library.entries, library.synonyms)
                if self._current == (library, None):  # or another one has been loaded meanwhile
                    self._current = library, matcher

    async def load(self, library: Library) -> None:
        """Use this knowledge base from now on. What is being judged meanwhile ends with the old one.

        Where the encoder fails, words alone go on serving, and the log says so.
        """
        async with self._loading:
            if self._current == (library, None):
                await self.prepare()
            else:
                self._current = library, await asyncio.to_thread(Matcher.build, library.entries, library.synonyms)
            if self._encoder is None:
                return
            building = asyncio.ensure_future(
                asyncio.to_thread(Matcher.build, library.entries, library.synonyms, encoder=self._encoder)
            )
            await asyncio.wait({building})
            if building.cancelled() or isinstance(error := building.exception(), EncodingEnded):
                return
            if error is None:
                self._current = library, building.result()
            else:
                log.error("questions are matched by words alone, the encoder has failed", exc_info=error)

    async def calibrate(self) -> None:
        """Learn how far the shipped weights are to be trusted on the knowledge base in use (`try_out`), once for the same
        phrasings; by them alone is judged what is asked meanwhile.
        """
        library, matcher = self._current
        if matcher is None or matcher.is_calibrated:
            return
        phrasings = tuple(map(Phrasings.of, library.entries))
        told_by = phrasings, library.synonyms, matcher.is_semantic
        if self._calibrations is None or self._calibrations[0] != told_by:
            encoder = self._encoder.aside() if self._encoder is not None and matcher.is_semantic else None
            try:
                trials = await asyncio.to_thread(
                    try_out, phrasings, synonyms=library.synonyms, encoder=encoder, is_over=lambda: self._is_closed
                )
            except Stopped:
                return
            self._calibrations = told_by, trials
        if self._current == (library, matcher):  # or another one has been loaded meanwhile
            self._current = library, matcher.calibrated(*self._calibrations[1].calibrations)

    def close(self) -> None:
        """The bot is stopping: encode nothing more, neither questions nor the rest of a knowledge base."""
        self._is_closed = True
        if self._encoder is not None and self._encoding is not None:
            self._encoder.end()
            self._encoding.close()

    async def rank(
        self, text: str, limit: int = 5, *, places: Collection[str | int] | None = None
    ) -> tuple[list[Match], Library]:
        """The entries that may answer, at most `limit`, and the library that they are of."""
        (explanation,), library = await self.explain([text], places)
        return explanation.matches[:limit], library

    async def explain(
        self,
        texts: Sequence[str],
        places: Collection[str | int] | None = None,
        is_over: Callable[[], bool] = lambda: False,
    ) -> tuple[list[Explanation], Library]:
        """What becomes of each text in these channels, given by name and id, and the library that it was compared with.

        Only entries for these channels are looked at; with None, all.

        What words do not decide goes to the encoder, in one call. Words have to do for all where that is not to be
        had in time, and where `is_over` before the turn has come (it is asked in another thread too).
        """
        library, matcher = self._current
        while matcher is None:
            await self.prepare()
            library, matcher = self._current
        among = None if places is None else library.seen_from(places)
        glances = [matcher.glance(text, among) for text in texts]
        wanted = list(dict.fromkeys(one.to_encode for one in glances if one.to_encode is not None))
        found = await self._encoding.encode(wanted, is_over) if wanted and self._encoding else None
        rows = {} if found is None else dict(zip(wanted, found, strict=True))
        explained = [
            one.by_words if one.to_encode not in rows else matcher.understand(one, rows[one.to_encode])
            for one in glances
        ]
        return explained, library


class EncodingEnded(Exception):
    """The bot is stopping, and a knowledge base is not encoded to its end."""


class Remembering:
    """An encoder that does not encode again what stood in the files before: most reloads change one phrasing.

    What it keeps is the array that it gave last, which the matcher has too: nobody may change it.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._row_of: dict[str, int] = {}
        self._rows: NDArray[np.float32] = np.empty((0, 0), np.float32)
        self._has_ended = False

    def end(self) -> None:
        """Let `encode` raise EncodingEnded, also where it is in the middle of many texts."""
        self._has_ended = True

    def aside(self) -> Encoder:
        """An encoder that knows what this one knows now, and adds nothing to it."""
        return _Aside(self._encoder, self._row_of, self._rows)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text. Raises EncodingEnded."""
        new = [text for text in dict.fromkeys(texts) if text not in self._row_of]
        found: dict[str, NDArray[np.float32]] = {}
        for first in range(0, len(new), ENCODED_AT_ONCE):
            if self._has_ended:
                raise EncodingEnded
            part = new[first : first + ENCODED_AT_ONCE]
            found.update(zip(part, self._encoder.encode(part), strict=True))
            if len(new) > ENCODED_AT_ONCE:
                log.info("phrasings read for their meaning: %d of %d", first + len(part), len(new))
        rows = np.array(
            [found[text] if text in found else self._rows[self._row_of[text]] for text in texts], np.float32
        )
        self._row_of = {text: row for row, text in enumerate(texts)}
        self._rows = rows
        return rows


class _Aside:
    def __init__(self, encoder: Encoder, row_of: Mapping[str, int], rows: NDArray[np.float32]) -> None:
        self._encoder = encoder
        self._row_of = row_of
        self._rows = rows

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in texts if text not in self._row_of]
        found = dict(zip(new, self._encoder.encode(new), strict=True)) if new else {}
        return np.array([found[text] if text in found else self._rows[self._row_of[text]] for text in texts])

"""The knowledge base in use and the matcher over it: built aside in a worker thread, then swapped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.entry import Entry
from bot.knowledge.library import Library
from bot.matching.explanation import Explanation
from bot.matching.matcher import Matcher
from bot.matching.meaning import Encoder
from bot.matching.verdict import Match

log = logging.getLogger(__name__)

ENCODED_AT_ONCE = 500
"""Phrasings; after so many a long load says how far it is."""


class InUse:
    """A library and its matcher, always of the same files.

    With an encoder a matcher by words alone serves until the meaning of every phrasing is known, which takes
    2 to 3 ms a phrasing; a question then takes about 5 ms, in a worker thread.
    """

    def __init__(self, library: Library, encoder: Encoder | None = None) -> None:
        self._encoder = Remembering(encoder) if encoder else None
        self._current: tuple[Library, Matcher | None] = (library, None)
        self._loading = asyncio.Lock()

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

    async def load(self, library: Library) -> None:
        """Use this knowledge base from now on. What is being judged meanwhile ends with the old one."""
        async with self._loading:
            self._current = library, await asyncio.to_thread(Matcher.build, library.entries)
            if self._encoder is not None:
                build = asyncio.to_thread(Matcher.build, library.entries, encoder=self._encoder)
                self._current = library, await build

    async def rank(self, text: str, limit: int = 5) -> tuple[list[Match], Library]:
        """The entries that may answer, and the library that they are of. The first to ask waits for the matcher."""
        library, matcher = await self._ready()
        if self._encoder is not None:
            return await asyncio.to_thread(matcher.rank, text, limit), library
        return matcher.rank(text, limit), library

    async def explain(self, text: str) -> tuple[Explanation, Library]:
        """What `rank` goes by, and the library that it is of."""
        library, matcher = await self._ready()
        return await asyncio.to_thread(matcher.explain, text), library

    async def _ready(self) -> tuple[Library, Matcher]:
        library, matcher = self._current
        if matcher is None:
            async with self._loading:
                library, matcher = self._current
                if matcher is None:
                    matcher = await asyncio.to_thread(Matcher.build, library.entries)
                    self._current = library, matcher
        return library, matcher


class Remembering:
    """An encoder that does not encode again what stood in the files before: most reloads change one phrasing."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text. A single text is a question, and not remembered."""
        if len(texts) < 2:
            return self._encoder.encode(texts)
        known = self._known
        new = [text for text in dict.fromkeys(texts) if text not in known]
        found = {text: known[text] for text in texts if text in known}
        for first in range(0, len(new), ENCODED_AT_ONCE):
            part = new[first : first + ENCODED_AT_ONCE]
            found.update(zip(part, self._encoder.encode(part), strict=True))
            if len(new) > ENCODED_AT_ONCE:
                log.info("phrasings read for their meaning: %d of %d", first + len(part), len(new))
        self._known = found
        return np.array([found[text] for text in texts], np.float32)

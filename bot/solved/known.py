"""The solved questions of each server as they are looked through, in memory: what people write is compared with all of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.database import Database
from bot.solved import store
from bot.solved.nearness import Nearness

LOOK_AGAIN = timedelta(minutes=1)
"""After so long it is looked whether there are others in the database: another process may have added some, and words are
erased. Whatever is found is looked up there before anybody is told of it.
"""


@dataclass(frozen=True)
class _Read:
    looked_at: datetime
    newest: tuple[int, int]
    nearness: Nearness


class Known:
    """What was learnt in this process is known at once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._read: dict[int, _Read] = {}
        self._changes = Counter[int]()
        self._reading = asyncio.Lock()

    async def of(self, guild_id: int) -> Nearness:
        """Those of a server. To read 10,000 takes up to a second, in a thread."""
        if (found := self._fresh(guild_id)) is not None:
            return found
        async with self._reading:
            if (found := self._fresh(guild_id)) is not None:
                return found
            now, changes = self._clock(), self._changes[guild_id]
            newest = await self._database.read(lambda reader: store.newest(reader, guild_id))
            known = self._read.get(guild_id)
            if known is None or known.newest != newest:
                rows = await self._database.read(lambda reader: store.terms(reader, guild_id))
                known = _Read(now, newest, await asyncio.to_thread(_built, rows))
            if self._changes[guild_id] == changes:
                self._read[guild_id] = replace(known, looked_at=now)
            return known.nearness

    def changed(self, guild_id: int) -> None:
        """Read them again when they are needed."""
        self._changes[guild_id] += 1
        self._read.pop(guild_id, None)

    def _fresh(self, guild_id: int) -> Nearness | None:
        known = self._read.get(guild_id)
        return known.nearness if known is not None and self._clock() - known.looked_at < LOOK_AGAIN else None


def _built(rows: Sequence[tuple[int, str]]) -> Nearness:
    return Nearness((solution_id, terms.split()) for solution_id, terms in rows)

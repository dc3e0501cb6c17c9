"""An entry that comes back under an old id inherits nothing: when the files have changed, lives end and begin."""

from __future__ import annotations

import logging

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.faq.suspicions.store import end_suspicions
from bot.knowledge import store
from bot.knowledge.library import Library
from bot.knowledge.lives import changed

log = logging.getLogger(__name__)


class Succession:
    """Remembers which entries there were, so that also what changes while the bot is off is seen at the next start."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def look(self, library: Library) -> None:
        """These are the entries from now on. Who begins a new life is suspect no longer."""
        known = await self._database.read(store.lives)
        now = self._clock()
        lives = changed(known, library.entries, now)
        if not lives:
            return
        begun = [life.entry_id for life in lives if life.since_at == now]

        def save(tx: Transaction) -> None:
            store.save(tx, lives)
            end_suspicions(tx, begun, now)

        await self._database.tx(save)
        if begun:
            log.info("entries that are new, or others than those that had their ids: %d", len(begun))

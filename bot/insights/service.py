"""The report of a period."""

from __future__ import annotations

from datetime import timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database
from bot.errors import NotStaff
from bot.insights import metrics, store
from bot.insights.metrics import Report


class InsightsService:
    """Reads only."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def report(self, guild_id: int, *, days: int, by: Actor) -> Report:
        """The figures of the last `days` days up to now. Raises NotStaff."""
        if not by.is_staff:
            raise NotStaff
        end_at = self._clock()
        start_at = end_at - timedelta(days=days)
        async with self._database.read() as reader:
            facts = await store.facts(reader, guild_id, start_at, end_at)
        return metrics.report(start_at, end_at, facts)

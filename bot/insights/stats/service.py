"""What staff ask about their work on tickets: how much, how long, how late, and what came of it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database
from bot.errors import NotStaff
from bot.insights.sharing import Shared
from bot.insights.stats import store
from bot.insights.stats.counting import Rules, count
from bot.insights.stats.figures import Stats
from bot.tickets.clocks.policy import Policy
from bot.tickets.tiers.ladder import Ladder


def rules_of(policy: Policy) -> Rules:
    """As the operator has it now."""
    return Rules(policy.calendar, Ladder.of(policy.settings), policy.has_hours)


class TicketStats:
    """Reads only. What several who read the same types ask at the same time is found out once."""

    def __init__(self, database: Database, clock: Clock, policy: Policy) -> None:
        self._database = database
        self._clock = clock
        self._rules = rules_of(policy)
        self._one_at_a_time = asyncio.Lock()
        """Or a few who want to know the past would keep the readers and the processor from who waits now."""
        self._shared = Shared()

    async def of_days(self, days: int, *, by: Actor) -> Stats:
        """The figures of the last `days` days up to now, but for tickets of types that this person does not read.

        Raises NotStaff.
        """
        if not by.is_staff:
            raise NotStaff
        end_at = self._clock()
        start_at, barred = end_at - timedelta(days=days), frozenset(by.barred)
        return await self._shared.once(
            (by.guild_id, days, barred), lambda: self._stats(by.guild_id, start_at, end_at, barred)
        )

    async def _stats(self, guild_id: int, start_at: datetime, end_at: datetime, barred: frozenset[str]) -> Stats:
        async with self._one_at_a_time:
            found = await self._database.read(
                lambda reader: store.found(reader, guild_id, start_at, end_at, barred)
            )
            return await asyncio.to_thread(count, found, start_at, end_at, self._rules)

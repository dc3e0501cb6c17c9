"""Staff see who would move under other numbers before they adopt them: the ledger is replayed, and nothing is stored."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader
from bot.errors import NotStaff
from bot.reputation import store
from bot.reputation.boards.moves import Move, moves, read
from bot.reputation.boards.refused import SimulationRunning
from bot.reputation.line import Line
from bot.reputation.replay import Replay
from bot.reputation.rules import Policy
from bot.reputation_settings import Reputation
from bot.use_cases import reads

PORTION = 2_000
"""So many lines are read, and then replayed, at a time, in threads: who waits for the database waits for one portion."""


@dataclass(frozen=True)
class Simulated:
    """What a replay under other numbers comes to, over all lines of a server and the members who have any."""

    policy: Policy
    lines: int
    members: int
    moves: Sequence[Move]


class Simulating:
    """One replay at a time: it takes a processor for about a minute and 1 GB of memory for a million lines."""

    def __init__(self, database: Database, clock: Clock, settings: Reputation) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._one_at_a_time = asyncio.Lock()

    @property
    def policy(self) -> Policy:
        """The numbers of config.yaml."""
        return Policy(self._settings.points, self._settings.limits)

    async def simulate(self, points: str, limits: str, *, by: Actor) -> Simulated:
        """Under the numbers of these texts, of which each line names one. Lines of before there were limits stay as they are.

        Raises NotStaff, WrongNumbers, SimulationRunning.
        """
        if not by.is_staff:
            raise NotStaff
        policy = Policy(read(points, self._settings.points), read(limits, self._settings.limits))
        if self._one_at_a_time.locked():
            raise SimulationRunning
        async with self._one_at_a_time:
            return await self._replayed(by.guild_id, policy)

    async def _replayed(self, guild_id: int, policy: Policy) -> Simulated:
        replay, now, count, after_id = Replay(lambda _: policy), Counter[int](), 0, 0
        while portion := await self._portion(guild_id, after_id):
            await asyncio.to_thread(replay.run, portion)
            for line in portion:
                now[line.member_id] += line.points
            after_id, count = portion[-1].id, count + len(portion)
        await asyncio.to_thread(replay.run, (), until=self._clock())
        found = await asyncio.to_thread(moves, now, replay.balances, self._settings.ranks)
        return Simulated(policy, count, len(now), found)

    @reads
    def _portion(self, reader: Reader, guild_id: int, after_id: int) -> list[Line]:
        return store.of_guild(reader, guild_id, after_id=after_id, limit=PORTION)

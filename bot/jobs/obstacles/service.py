"""What people do with obstacles: hear of them once, look at them, and change what keeps us."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.obstacle import TELL_JOB, Line, MetObstacle, Obstacle
from bot.jobs.obstacles import store
from bot.jobs.runner import JobRunner
from bot.use_cases import reads, writes

TELL_AGAIN = timedelta(hours=1)
TOLD_AT_MOST = 3
"""Administrators who are told where the queue channel is what is missing."""


class ObstacleService:
    """Each method is one use case and one transaction. Jobs that are kept meet obstacles by themselves."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs

    @reads
    def get(self, reader: Reader, obstacle_id: int) -> MetObstacle | None:
        """None where it is gone."""
        return store.get(reader, obstacle_id)

    @reads
    def in_server(self, reader: Reader, guild_id: int) -> list[MetObstacle]:
        """All that there are, the oldest first."""
        return store.in_server(reader, guild_id)

    async def in_the_way(self, guild_id: int) -> list[MetObstacle]:
        """Those that something waits for, the oldest first; what only stands there, `/setup` lists as a gap."""
        return [met for met in await self.in_server(guild_id) if met.waiting]

    def next_try(self) -> datetime:
        """When people are to be told who could not be reached."""
        return self._clock() + TELL_AGAIN

    @writes
    def told(self, tx: Transaction, met: MetObstacle, line: Line | None = None) -> None:
        """People know of it, by this line if they were told in the queue channel: it is taken back when the obstacle
        has passed, at once if it has meanwhile.
        """
        now = self._clock()
        if not store.save_told(tx, met.id, now, line) and line is not None:
            store.take_back(tx, met.guild_id, met.obstacle.what, line, now)
            tx.after_commit(self._jobs.wake)

    @writes
    def stand(self, tx: Transaction, guild_id: int, found: Collection[Obstacle]) -> None:
        """These stand in a server although no job has met them, such as a role that is missing; no others any more.

        People are told of new ones by `TELL_JOB`, and that others have passed by `PASSED_JOB`.
        """
        now = self._clock()
        ids = []
        for obstacle in found:
            obstacle_id, is_new = store.meet(tx, guild_id, obstacle, now, is_standing=True)
            ids.append(obstacle_id)
            if is_new:
                self._jobs.put(tx, guild_id=guild_id, kind=TELL_JOB, subject_id=obstacle_id, due_at=now)
        store.forget_standing(tx, guild_id, ids, now)
        tx.after_commit(self._jobs.wake)

    @writes
    def ran_setup(self, tx: Transaction, guild_id: int, member_id: int) -> None:
        """An administrator has looked at `/setup`: they may hear of obstacles, and may have changed something."""
        now = self._clock()
        store.save_setup(tx, guild_id, member_id, now)
        tx.after_commit(partial(self._jobs.changed, guild_id))

    @reads
    def administrators(self, reader: Reader, guild_id: int) -> list[int]:
        """Who last ran `/setup`, the latest first."""
        return store.administrators(reader, guild_id, TOLD_AT_MOST)

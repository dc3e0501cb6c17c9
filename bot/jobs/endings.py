"""Writes down how runs of jobs ended: many in one transaction, for a rush of due jobs is one of small ones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.jobs import store
from bot.jobs.job import Job
from bot.jobs.obstacle import TELL_JOB, Obstacle
from bot.jobs.obstacles import store as obstacles
from bot.tasks import finished
from bot.use_cases import writes


@dataclass(frozen=True)
class Ending:
    """How a run ended: well (`error` is None), for good or until `next_at`; else to be tried again at `next_at`, or
    when what keeps it has changed.
    """

    job: Job
    error: BaseException | None = None
    next_at: datetime | None = None
    obstacle: Obstacle | None = None

    @property
    def is_final(self) -> bool:
        """Whether nothing follows from it, for this job or for others."""
        return self.error is None and self.next_at is None and self.job.obstacle_id is None


class Endings:
    """What has ended since the last transaction is written in the next. `report` hears of a transaction that fails:
    those runs will be done again when their leases end.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        task: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
        report: Callable[[BaseException], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._task = task
        self._report = report
        self._waiting: list[Ending] = []
        self._next: asyncio.Future[None] | None = None
        self._writing: asyncio.Task[None] | None = None

    async def add(self, ending: Ending) -> None:
        """Write this down, with whatever ends at about the same time; returns when that has been tried."""
        self._waiting.append(ending)
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        written = self._next
        if self._writing is None:
            self._writing = self._task(self._write_all())
        await asyncio.shield(written)

    async def written(self) -> None:
        """Wait until all that has ended is written."""
        if self._writing is not None:
            await asyncio.wait([self._writing])

    @writes
    def write(self, tx: Transaction, endings: Sequence[Ending]) -> None:
        """Write these down now, in one transaction."""
        now = self._clock()
        well = [ending for ending in endings if ending.error is None]
        ill = [ending for ending in endings if ending.error is not None]
        store.done(tx, [ending.job for ending in well if ending.next_at is None])
        store.repeat(tx, [(ending.job, ending.next_at) for ending in well if ending.next_at is not None])
        store.put_off(tx, [(ending.job, ending.next_at) for ending in ill if ending.next_at is not None])
        moved: set[int] = set()
        for ending in ill:
            if ending.obstacle is None:
                continue
            obstacle_id, is_new = obstacles.meet(tx, ending.job.guild_id, ending.obstacle, now)
            store.park(tx, ending.job, obstacle_id)
            if ending.job.obstacle_id not in (None, obstacle_id):
                moved.add(ending.job.obstacle_id)
            if is_new:
                store.keep(
                    tx,
                    guild_id=ending.job.guild_id,
                    kind=TELL_JOB,
                    subject_id=obstacle_id,
                    due_at=now,
                )
        self._leave(tx, well, moved, now)

    def _leave(self, tx: Transaction, well: Sequence[Ending], moved: set[int], now: datetime) -> None:
        """What was tried at an obstacle has passed it, or met another: the others that wait there are tried in turn. Where
        each that passes may have taken the last room there was, they are tried one after the other.
        """
        passed = {ending.job.obstacle_id for ending in well if ending.job.obstacle_id is not None}
        narrow = obstacles.narrow(tx, passed) if passed else set()
        if passed - narrow:
            store.free(tx, now, passed - narrow)
        if moved | narrow:
            store.try_another(tx, now, moved | narrow)
        if passed or moved:
            obstacles.forget_passed(tx, {*passed, *moved}, now)

    async def _write_all(self) -> None:
        while self._waiting:
            endings, self._waiting = self._waiting, []
            written, self._next = self._next, None
            error = await finished(asyncio.ensure_future(self.write(endings)))
            if error is not None:
                self._report(error)
            if written is not None:
                written.set_result(None)
        self._writing = None

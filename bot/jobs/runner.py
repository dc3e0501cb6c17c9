"""Runs what `jobs` owes: right after a commit, when its time has come, and again after a crash or a failure.

One timer stands for the next due row. A job is leased while it runs and deleted when it is done, so a crash in
between repeats it: handlers first look for what an earlier run has made already (`Job.attempts` > 1).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.jobs import store
from bot.jobs.job import Job
from bot.tasks import finished

LEASE = timedelta(seconds=60)
AT_ONCE = 16
"""How many jobs run side by side; the rest wait for their turn."""

FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(hours=1)

Handler = Callable[[Job], Awaitable[datetime | None]]
"""Does the job. Returns when to run it again, or None when it is done for good. May raise: then it is retried."""

Report = Callable[[Job, BaseException], None]
"""Told of every failed run, synchronously."""


class UnknownJob(LookupError):
    """A row of a kind that this version has no handler for."""


def retry_at(attempts: int, now: datetime) -> datetime:
    """10 s after the first failure, doubling up to an hour (binary exponential back-off)."""
    doublings = min(attempts - 1, 20)
    return now + min(FIRST_RETRY * (1 << doublings), LONGEST_RETRY)


class JobRunner:
    """Services `put` jobs inside their transactions; cogs `run` one at once or let the timer do it."""

    def __init__(self, database: Database, clock: Clock, report: Report) -> None:
        self._database = database
        self._clock = clock
        self._report = report
        self._handlers: dict[str, Handler] = {}
        self._locks: WeakValueDictionary[tuple[str, int], asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()
        self._queued: set[tuple[str, int]] = set()
        self._handling: set[asyncio.Task[datetime | None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._look: asyncio.Task[None] | None = None
        self._look_again = False
        self._started = False
        self._stopped = False

    def handle(self, kind: str, handler: Handler) -> None:
        """Say who does jobs of this kind. One handler a kind: a second is a programming error."""
        if kind in self._handlers:
            raise ValueError(f"two handlers for {kind}")
        self._handlers[kind] = handler

    async def start(self) -> None:
        """Begin with what a dead process left behind. Call once Discord is ready; harmless when running."""
        if self._started:
            return
        self._started, self._stopped = True, False
        if self._database.is_sqlite:
            async with self._database.tx() as tx:
                await store.release_leases(tx)
        self.wake()

    async def stop(self) -> None:
        """Stop where we are; what is not done stays owed."""
        self._started, self._stopped = False, True
        if self._timer is not None:
            self._timer.cancel()
        running = [*self._tasks, *self._handling, *([self._look] if self._look else [])]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)
        self._queued.clear()

    async def put(
        self,
        tx: Transaction,
        *,
        guild_id: int,
        kind: str,
        subject_id: int,
        due_at: datetime,
        run_now: bool = False,
    ) -> None:
        """Owe a job, replacing one of the same kind and subject.

        With `run_now` it is leased from the start for the caller, who will `run` it right after the commit;
        if the caller dies first, the lease runs out (or the restart releases it) and the timer takes over.
        """
        until = self._clock() + LEASE if run_now else None
        await store.put(tx, guild_id=guild_id, kind=kind, subject_id=subject_id, due_at=due_at, leased_until=until)
        tx.after_commit(self.wake)

    async def cancel(self, tx: Transaction, kind: str, subject_id: int) -> None:
        """Owe it no longer."""
        await store.delete_for(tx, kind, subject_id)

    async def run(self, kind: str, subject_id: int) -> BaseException | None:
        """Do this job now and say how it went: None when it is done, else what stopped it (it is retried).

        A run that is under way is waited for first, so two runs of one subject never overlap.
        """
        async with self._lock(kind, subject_id):
            return await self._do(kind, subject_id)

    async def waiting(self) -> list[Job]:
        """What is owed, soonest first, for people who want to look."""
        async with self._database.read() as reader:
            return await store.waiting(reader)

    def wake(self) -> None:
        """Look at the table anew: something nearer may be due."""
        if not self._started:
            return
        if self._look is not None and not self._look.done():
            self._look_again = True
            return
        self._look = asyncio.get_running_loop().create_task(self._claim_due())
        self._look.add_done_callback(self._looked)

    async def _claim_due(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while True:
            self._look_again = False
            now = self._clock()
            free = AT_ONCE - len(self._tasks)
            if free > 0:
                async with self._database.tx() as tx:
                    due = await store.lease_due(tx, now, now + LEASE, free)
                for job in due:
                    self._queue(job.kind, job.subject_id)
            if not self._look_again:
                break
        async with self._database.read() as reader:
            next_at = await store.next_at(reader)
        if next_at is not None and len(self._tasks) < AT_ONCE:
            delay = max((next_at - self._clock()).total_seconds(), 0.0)
            self._timer = asyncio.get_running_loop().call_later(delay, self.wake)

    def _looked(self, task: asyncio.Task[None]) -> None:
        if task.cancelled() or not self._started:
            return
        error = task.exception()
        if error is not None:
            self._report(Job(0, 0, "look", 0, self._clock(), 1), error)
            self._timer = asyncio.get_running_loop().call_later(FIRST_RETRY.total_seconds(), self.wake)
        elif self._look_again:
            self.wake()

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._report(Job(0, 0, "run", 0, self._clock(), 1), error)
        self.wake()

    def _queue(self, kind: str, subject_id: int) -> None:
        if (kind, subject_id) in self._queued:
            return  # its lease has run out while it waits for a run that hangs
        self._queued.add((kind, subject_id))
        task = asyncio.get_running_loop().create_task(self._do_due(kind, subject_id))
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    async def _do_due(self, kind: str, subject_id: int) -> None:
        async with self._lock(kind, subject_id):
            self._queued.discard((kind, subject_id))
            await self._do(kind, subject_id, due_by=self._clock())

    async def _do(self, kind: str, subject_id: int, due_by: datetime | None = None) -> BaseException | None:
        """Claim it and run the handler in a task of its own: its failure is then a value, and no transaction is
        inherited. The claim comes under the lock, or what was done meanwhile would be done again.
        """
        async with self._database.tx() as tx:
            job = await store.claim(tx, kind, subject_id, self._clock() + LEASE, due_by=due_by)
        if job is None:
            return None
        handler = self._handlers.get(job.kind, _unknown)
        task = asyncio.ensure_future(handler(job))
        self._handling.add(task)
        task.add_done_callback(self._handling.discard)
        error = await finished(task)
        if self._stopped:
            return error
        async with self._database.tx() as tx:
            if error is not None:
                await store.postpone(tx, job, retry_at(job.attempts, self._clock()))
            elif (again_at := task.result()) is not None:
                await store.repeat(tx, job, again_at)
            else:
                await store.done(tx, job)
            tx.after_commit(self.wake)
        if error is not None:
            self._report(job, error)
        return error

    def _lock(self, kind: str, subject_id: int) -> asyncio.Lock:
        return self._locks.setdefault((kind, subject_id), asyncio.Lock())


async def _unknown(job: Job) -> None:
    raise UnknownJob(f"no handler for a job of kind {job.kind!r}")

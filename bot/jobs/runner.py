"""Runs what `jobs` owes: right after a commit, when its time has come, and again after a crash or a failure.

One timer stands for the next due row. A job is leased while it runs and deleted when it is done, so a crash in
between repeats it: handlers first look for what an earlier run has made already (`Job.attempts` > 1). What waiting
does not cure is parked at an obstacle, and tried again when something has changed.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Collection, Coroutine, Mapping
from contextvars import copy_context
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from bot.clock import Clock
from bot.database import Database, Reader, Transaction, fence
from bot.jobs import store
from bot.jobs.awaited import Awaited, on_behalf_of, waiting
from bot.jobs.endings import Ending, Endings
from bot.jobs.faults import LeasedElsewhere, LeaseLost, UnknownJob
from bot.jobs.in_hand import InHand, Turn
from bot.jobs.job import Job, Lane, Owed
from bot.jobs.kinds import FIRST_RETRY, LIMIT, LONGEST_RETRY, Handler, Judge, Kind, Report, retry_at
from bot.jobs.obstacles import store as obstacles
from bot.tasks import finished
from bot.turns import urgency
from bot.use_cases import reads, writes

LEASE = timedelta(seconds=60)
BATCH = 64
"""How many jobs of a kind are leased at once; they wait for a slot in memory."""

POLL = timedelta(seconds=30)
"""How often `watch` looks, whatever the timer says."""

CLOCKS_DIFFER = timedelta(seconds=5)


class JobRunner:
    """Services `put` jobs inside their transactions; cogs `run` one at once or let the timer do it."""

    def __init__(self, database: Database, clock: Clock, report: Report, judge: Judge) -> None:
        self._database = database
        self._clock = clock
        self._report = report
        self._judge = judge
        self._me = secrets.token_hex(8)
        self._context = copy_context()
        self._kinds: dict[str, Kind] = {}
        self._slots: dict[str, asyncio.Semaphore] = {}
        self._locks: WeakValueDictionary[tuple[str, int], asyncio.Lock] = WeakValueDictionary()
        self._in_hand = InHand()
        self._awaited = Awaited(self.run, self._task, self.wake, partial(self._failed, "run"))
        self._changes: Counter[int] = Counter()
        self._unheeded: dict[int, int] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._endings = Endings(database, clock, self._task, partial(self._failed, "write"))
        self._servers: frozenset[int] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._look: asyncio.Task[None] | None = None
        self._look_again = False
        self._started = False
        self._stopped = False
        self._begins = False
        self._are_servers_new = False
        self._latest: datetime | None = None
        self.looked_at: datetime | None = None
        """When the table was last looked at with success, for those who watch over the runner."""

    def handle(
        self,
        kind: str,
        handler: Handler,
        *,
        lane: Lane = Lane.TIMERS,
        limit: timedelta = LIMIT,
        owed: Owed | None = None,
    ) -> None:
        """Say who does jobs of this kind, and whether one is `owed` from every start on.

        A run that takes longer than `limit` is stopped, and tried again. One handler a kind: a second is a
        programming error (ValueError).
        """
        if kind in self._kinds:
            raise ValueError(f"two handlers for {kind}")
        self._kinds[kind] = Kind(handler, lane, limit, owed)

    @property
    def kinds(self) -> frozenset[str]:
        """All kinds that have a handler."""
        return frozenset(self._kinds)

    def serve(self, servers: Collection[int]) -> None:
        """Do the jobs of these servers, and those of none, from now on; the others stay as they are."""
        served = frozenset(servers)
        if served != self._servers:
            self._servers, self._are_servers_new = served, True
            self.wake()

    def start(self) -> None:
        """Begin with what a dead process left behind. Call once Discord is ready; harmless when running.

        Never fails: where the database cannot be had, it is tried again.
        """
        if not self._started:
            # Where we are started, nobody's transaction and nobody's run is under way; a simulated clock may be.
            self._context = copy_context()
            self._started, self._stopped, self._begins = True, False, True
            self._awaited.start()
            self.wake()

    async def stop(self) -> None:
        """Stop where we are; what is not done stays owed."""
        self._started, self._stopped = False, True
        if self._timer is not None:
            self._timer.cancel()
        running = [*self._tasks, *self._awaited.stop(), *([self._look] if self._look else [])]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)
        await self._endings.written()
        self._in_hand.clear()

    async def watch(self) -> None:
        """Look every `POLL`, until cancelled: the timer does not know of machines that slept, of clocks that were
        turned, and of what another process put.

        Started by `run` alone: in simulated time the timer is enough.
        """
        while True:
            await asyncio.sleep(POLL.total_seconds())
            self.wake()

    def put(
        self,
        tx: Transaction,
        *,
        guild_id: int,
        kind: str,
        subject_id: int,
        due_at: datetime,
        data: Mapping[str, Any] | None = None,
        run_now: bool = False,
    ) -> None:
        """Owe a job, replacing one of the same kind and subject.

        With `run_now` it is leased from the start for the caller, who will `run` it right after the commit. It is run
        for a caller whose task ends without having done so; if we die first, the restart releases the lease.
        """
        self._in_hand.touch((kind, subject_id))
        store.put(
            tx,
            guild_id=guild_id,
            kind=kind,
            subject_id=subject_id,
            due_at=due_at,
            data=data or {},
            put_at=self._clock(),
            leased_by=self._me if run_now else None,
            leased_until=self._clock() + LEASE if run_now else None,
        )
        # What is run now need not be looked for: who is to run it is known, and whoever stands in for them.
        tx.after_commit(partial(self._awaited.expect, (kind, subject_id)) if run_now else self.wake)

    def doubt(self, tx: Transaction) -> None:
        """All that is owed may have been done already: the next run of each looks for what is there."""
        store.count_as_begun(tx)

    def cancel(self, tx: Transaction, kind: str, subject_id: int) -> None:
        """Owe it no longer."""
        self._in_hand.touch((kind, subject_id))
        kept_by = store.delete_for(tx, kind, subject_id)
        if kept_by is not None:
            obstacles.forget_passed(tx, [kept_by], self._clock())

    async def run(self, kind: str, subject_id: int) -> BaseException | None:
        """Do this job now and say how it went: None when it is done, else what stopped it: it is tried again later, or
        parked.

        A run that is under way is waited for first, so two runs of one subject never overlap.
        """
        async with self._awaited.run((kind, subject_id)), self._lock(kind, subject_id):
            job = await self._claim(kind, subject_id)
            if job is None:
                return LeasedElsewhere(kind) if await self.owed([kind], subject_id) else None
            ending = await self._do(replace(job, is_awaited=True))
            if not self._stopped:
                await self._endings.write([ending])
                if not ending.is_final:
                    self.wake()
        return ending.error

    def changed(self, guild_id: int) -> None:
        """Something has changed in this server: what was parked there is tried again, at the next look that works."""
        self._changes[guild_id] += 1
        self._unheeded[guild_id] = self._changes[guild_id]
        self.wake()

    @reads
    def owed(self, reader: Reader, kinds: Collection[str], subject_id: int) -> frozenset[str]:
        """Which of these kinds are owed to a subject, parked ones too."""
        return store.owed(reader, kinds, subject_id)

    def data_of(self, tx: Transaction, kind: str, subject_id: int, guild_id: int) -> dict[str, Any] | None:
        """What was put with this job of this server; None where it is not owed."""
        return store.data_of(tx, kind, subject_id, guild_id)

    @reads
    def waiting(self, reader: Reader) -> list[Job]:
        """What is owed, soonest first, for people who want to look."""
        return store.waiting(reader)

    def wake(self) -> None:
        """Look at the table anew: something nearer may be due."""
        if not self._started:
            return
        if self._look is not None and not self._look.done():
            self._look_again = True
            return
        self._look = self._task(self._claim_due())
        self._look.add_done_callback(self._looked)

    async def _claim_due(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while True:
            self._look_again = False
            now = self._clock()
            await self._prepare(now)
            full = await self._lease_due(now)
            if not self._look_again:
                break
        servers = self._servers
        next_at = await self._database.read(lambda reader: store.next_at(reader, now, servers, full))
        self.looked_at = now
        if next_at is not None:
            delay = max((next_at - self._clock()).total_seconds(), 0.0)
            self._timer = asyncio.get_running_loop().call_later(delay, self.wake)

    async def _prepare(self, now: datetime) -> None:
        """See to it that the table is right: after a start, with other servers, after the clock was set back; and
        that what is in hand stays ours.
        """
        begins, are_servers_new, servers = self._begins, self._are_servers_new, self._servers
        latest, self._latest = self._latest, now
        is_set_back = latest is not None and now < latest - CLOCKS_DIFFER
        in_hand = self._in_hand.jobs
        unheeded, parked = dict(self._unheeded), await self._changed_and_parked()
        starting = self._kinds if begins or are_servers_new else {}

        def put_right(tx: Transaction) -> None:
            if begins:
                store.begin_anew(tx, now, only_process=self._database.is_sqlite)
            if latest is not None and is_set_back:
                store.set_back(tx, now, latest, until=now + LEASE, retry=now + LONGEST_RETRY)
            for server in parked:
                store.unpark(tx, now, server)
            store.renew(tx, in_hand, now + LEASE)
            for kind, known in starting.items():
                for server in known.standing(servers, begins=begins):
                    store.keep(tx, guild_id=server, kind=kind, subject_id=server, due_at=now)

        if begins or are_servers_new or is_set_back or in_hand or parked:
            await self._database.tx(put_right)
            self._begins, self._are_servers_new = False, self._servers != servers
        self._unheeded = {one: at for one, at in self._unheeded.items() if at != unheeded.get(one)}

    async def _changed_and_parked(self) -> list[int]:
        """The servers in which something has changed, and something is parked."""
        if not self._unheeded:
            return []
        changed = list(self._unheeded)
        return await self._database.read(lambda reader: [one for one in changed if store.has_parked(reader, one)])

    async def _lease_due(self, now: datetime) -> list[str]:
        """Begin what is due, as far as there is room for its kind; the kinds for which there is none."""
        held = self._in_hand.of_kinds()
        # Not one by one as they are done: a transaction is to be worth its while.
        full = [kind for kind, count in held.items() if count > BATCH / 2]
        servers = self._servers
        due = set(await self._database.read(lambda reader: store.due_kinds(reader, now, servers))).difference(full)
        turns: list[Turn] = []

        def lease(tx: Transaction) -> None:
            jobs: list[Job] = []
            lease_due = partial(store.lease_due, tx, by=self._me, now=now, until=now + LEASE, servers=servers)
            for kind in sorted(due, key=lambda kind: self._known(kind).lane is not Lane.PEOPLE):
                jobs += lease_due(kind=kind, limit=BATCH - held[kind])
            # At once: what is put from now on has to know that somebody waits to run what it replaces.
            tx.after_commit(lambda: turns.extend(self._in_hand.take(job) for job in jobs))

        if due:
            await self._database.tx(lease)
        for turn in turns:
            task = self._task(self._do_due(turn))
            self._tasks.add(task)
            task.add_done_callback(partial(self._done, turn))
        return full

    def _looked(self, task: asyncio.Task[None]) -> None:
        if task.cancelled() or not self._started:
            return
        error = task.exception()
        if error is not None:
            self._failed("look", error)
            self._timer = asyncio.get_running_loop().call_later(FIRST_RETRY.total_seconds(), self.wake)
        elif self._look_again:
            self.wake()

    def _done(self, turn: Turn, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._in_hand.leave(turn)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failed("run", error)
        if self._in_hand.of_kinds()[turn.job.kind] <= BATCH / 2:
            self.wake()

    async def _do_due(self, turn: Turn) -> None:
        kind, subject_id = turn.key
        async with self._lock(kind, subject_id):
            async with self._slots.setdefault(kind, asyncio.Semaphore(self._known(kind).lane.value)):
                job: Job | None = turn.job
                if not self._in_hand.holds(turn):  # it was run, replaced or cancelled while it waited for its turn
                    job = await self._claim(kind, subject_id, only_due=True)
                if job is None:
                    return
                self._in_hand.begin(turn, job)
                ending = await self._do(job)
            if not self._stopped:
                await self._endings.add(ending)

    @writes
    def _claim(self, tx: Transaction, kind: str, subject_id: int, *, only_due: bool = False) -> Job | None:
        now = self._clock()
        # Here, and not before: the timer may have leased it while this waited for the writer, and would run what it leased.
        self._in_hand.touch((kind, subject_id))
        return store.claim(tx, kind, subject_id, by=self._me, now=now, until=now + LEASE, only_due=only_due)

    async def _do(self, job: Job) -> Ending:
        """Run the handler in a task of its own: its failure is then a value, no transaction is inherited, and what
        it writes is written only while we hold the lease.
        """
        known, changes = self._known(job.kind), self._changes[job.guild_id]
        context = self._context.copy()
        context.run(fence.set, partial(self._require_lease, job))
        context.run(on_behalf_of, waiting() if job.is_awaited else None)
        if job.is_awaited:
            context.run(urgency.set, urgency.get())
        task = context.run(asyncio.get_running_loop().create_task, known.handler(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        error = await finished(task, known.limit)
        if error is None:
            return Ending(job, next_at=task.result())
        if self._stopped:
            return Ending(job, error)
        obstacle = self._judge(job, error)
        if self._changes[job.guild_id] != changes:
            obstacle = None  # what was in its way may have gone while Discord's answer was on its way
        self._report(job, error, obstacle)
        next_at = retry_at(job.attempts, self._clock()) if obstacle is None else None
        return Ending(job, error, next_at, obstacle)

    def _require_lease(self, job: Job, tx: Transaction) -> None:
        if store.is_lost(tx, job, self._me):
            raise LeaseLost(f"job {job.kind} of {job.subject_id}")

    def _failed(self, what: str, error: BaseException) -> None:
        self._report(Job(0, 0, what, 0, self._clock(), 1), error, None)

    def _known(self, kind: str) -> Kind:
        return self._kinds.get(kind, _UNKNOWN)

    def _lock(self, kind: str, subject_id: int) -> asyncio.Lock:
        return self._locks.setdefault((kind, subject_id), asyncio.Lock())

    def _task(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """In a context of its own: whoever wakes us may be in the middle of a run that is fenced."""
        return self._context.copy().run(asyncio.get_running_loop().create_task, work)


async def _unknown(job: Job) -> None:
    raise UnknownJob(f"no handler for a job of kind {job.kind!r}")


_UNKNOWN = Kind(_unknown)

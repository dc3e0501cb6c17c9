"""What is owed is done: when it is due, once, after failures and after crashes; and nothing is lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import pytest

from bot.database import Database, Transaction
from bot.jobs import store
from bot.jobs.faults import UnknownJob
from bot.jobs.job import Job, Lane
from bot.jobs.kinds import retry_at
from bot.jobs.obstacle import Hindered
from bot.jobs.runner import BATCH, LEASE, JobRunner
from tests.services import HERE, NOON, HandClock, open_database

PATIENCE_SECONDS = 20
"""After this a test that waits for what never comes fails instead of hanging."""


T = TypeVar("T")


class Broken(Exception):
    """What a handler may raise."""


@dataclass
class Workshop:
    """A runner over a file, and what it has done. Jobs of kind `work` are done at once, of kind `hold` when let."""

    database: Database
    clock: HandClock
    started: list[Job] = field(default_factory=list)
    finished: list[Job] = field(default_factory=list)
    reports: list[tuple[Job, BaseException]] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    at_work: Counter[int] = field(default_factory=Counter)
    most_at_work: int = 0
    begun: asyncio.Queue[Job] = field(default_factory=asyncio.Queue)

    def __post_init__(self) -> None:
        self.runner = JobRunner(
            self.database,
            self.clock,
            lambda job, error, _: self.reports.append((job, error)),
            lambda _, error: error.obstacle if isinstance(error, Hindered) else None,
        )
        self.runner.handle("work", self.work)
        self.runner.handle("hold", self.hold)
        self.runner.handle("break", self.break_down)

    async def work(self, job: Job) -> None:
        self.begin(job)
        self.finished.append(job)

    def begin(self, job: Job) -> None:
        self.started.append(job)
        self.begun.put_nowait(job)

    async def hold(self, job: Job) -> None:
        """Takes until the gate is opened; two at one subject are a bug."""
        self.begin(job)
        self.at_work[job.subject_id] += 1
        assert self.at_work[job.subject_id] == 1, "two runs of one subject overlap"
        self.most_at_work = max(self.most_at_work, self.at_work.total())
        try:
            await self.gate.wait()
        finally:
            self.at_work[job.subject_id] -= 1
        self.finished.append(job)

    async def fail_when_let(self, job: Job) -> None:
        await self.hold(job)
        raise Broken

    async def break_down(self, job: Job) -> None:
        self.begin(job)
        raise Broken

    async def put(
        self, kind: str, subject_id: int = 1, *, at: datetime | None = None, run_now: bool = False
    ) -> None:
        """Owe a job, due now or at the given time."""
        await self.database.tx(
            lambda tx: self.runner.put(
                tx, guild_id=HERE, kind=kind, subject_id=subject_id, due_at=at or self.clock(), run_now=run_now
            )
        )

    async def owed(self) -> list[Job]:
        return await self.database.read(lambda reader: store.waiting(reader))

    async def wake(self) -> None:
        """What the timer does when it goes off; then everything that follows from it."""
        self.runner.wake()
        await quiet()


async def quiet() -> None:
    """Until nothing runs any more: what is left are timers."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others)


async def soon(waited_for: Awaitable[T]) -> T:
    """What must come without anybody turning the clock."""
    return await asyncio.wait_for(waited_for, PATIENCE_SECONDS)


@asynccontextmanager
async def open_workshop(folder: Path) -> AsyncIterator[Workshop]:
    async with open_database(folder / "signpost.db") as database:
        shop = Workshop(database, HandClock())
        try:
            yield shop
        finally:
            await shop.runner.stop()


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with open_workshop(tmp_path) as shop:
        shop.runner.start()
        yield shop


# When


async def test_a_job_runs_when_it_is_due_and_not_before(shop: Workshop) -> None:
    await shop.put("work", at=NOON + timedelta(hours=1))
    await quiet()
    shop.clock.turn(minutes=59, seconds=59)
    await shop.wake()
    assert shop.started == []
    shop.clock.turn(seconds=1)
    await shop.wake()
    assert [(job.guild_id, job.kind, job.subject_id, job.attempts) for job in shop.finished] == [
        (HERE, "work", 1, 1)
    ]
    assert await shop.owed() == []


async def test_a_job_that_is_due_at_once_runs_right_after_the_commit(shop: Workshop) -> None:
    await shop.put("work")
    await quiet()
    assert len(shop.finished) == 1


async def test_what_is_rolled_back_is_not_owed(shop: Workshop) -> None:
    async def put_and_break() -> None:

        def write(tx: Transaction) -> None:
            shop.runner.put(tx, guild_id=HERE, kind="work", subject_id=1, due_at=NOON)
            raise Broken

        await shop.database.tx(write)

    with pytest.raises(Broken):
        await put_and_break()
    await shop.wake()
    assert (shop.started, await shop.owed()) == ([], [])


async def test_what_is_cancelled_is_not_done(shop: Workshop) -> None:
    for subject in (1, 2):
        await shop.put("work", subject, at=NOON + timedelta(hours=1))
    await shop.database.tx(lambda tx: shop.runner.cancel(tx, "work", 1))
    shop.clock.turn(hours=1)
    await shop.wake()
    assert [job.subject_id for job in shop.finished] == [2]


async def test_a_job_put_again_is_due_at_its_new_time_only(shop: Workshop) -> None:
    await shop.put("work", at=NOON + timedelta(hours=1))
    await shop.put("work", at=NOON + timedelta(hours=2))
    shop.clock.turn(hours=1)
    await shop.wake()
    assert shop.started == []
    shop.clock.turn(hours=1)
    await shop.wake()
    assert len(shop.finished) == 1


async def test_a_job_that_says_when_to_come_again_comes_again(shop: Workshop) -> None:
    times = []

    async def patrol(job: Job) -> datetime:
        times.append((shop.clock(), job.attempts))
        return shop.clock() + timedelta(hours=6)

    shop.runner.handle("patrol", patrol)
    await shop.put("patrol")
    await quiet()
    for hours in (5, 1, 5, 1):
        shop.clock.turn(hours=hours)
        await shop.wake()
    assert times == [(NOON + timedelta(hours=hours), 1) for hours in (0, 6, 12)]
    assert [job.due_at for job in await shop.owed()] == [NOON + timedelta(hours=18)]


# Failures


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 10), (2, 20), (3, 40), (4, 80), (6, 320), (7, 600), (8, 600), (1_000_000, 600)],
)
def test_the_wait_after_a_failure_doubles_up_to_ten_minutes(attempts: int, seconds: int) -> None:
    assert retry_at(attempts, NOON) == NOON + timedelta(seconds=seconds)


async def test_a_job_that_fails_is_reported_and_tried_again_after_a_growing_wait(shop: Workshop) -> None:
    await shop.put("break")
    await quiet()
    for seconds in (10, 20, 40):
        shop.clock.turn(seconds=seconds - 1)
        before = len(shop.started)
        await shop.wake()
        assert len(shop.started) == before
        shop.clock.turn(seconds=1)
        await shop.wake()
    assert [job.attempts for job in shop.started] == [1, 2, 3, 4]
    assert [(job.kind, job.attempts, type(error)) for job, error in shop.reports] == [
        ("break", attempts, Broken) for attempts in (1, 2, 3, 4)
    ]
    assert [(job.kind, job.attempts, job.due_at, job.next_try_at) for job in await shop.owed()] == [
        ("break", 4, NOON, NOON + timedelta(seconds=10 + 20 + 40 + 80))
    ]


async def test_a_job_that_fails_stops_no_other(shop: Workshop) -> None:
    for subject in range(20):
        await shop.put("break" if subject % 2 else "work", subject)
    await quiet()
    assert sorted(job.subject_id for job in shop.finished) == list(range(0, 20, 2))
    assert len(shop.reports) == 10


async def test_a_job_of_which_nobody_knows_the_kind_is_reported_and_kept(shop: Workshop) -> None:
    await shop.put("of-a-newer-version")
    await quiet()
    [(job, error)] = shop.reports
    assert (job.kind, type(error)) == ("of-a-newer-version", UnknownJob)
    assert [(job.kind, job.next_try_at) for job in await shop.owed()] == [
        ("of-a-newer-version", NOON + timedelta(seconds=10))
    ]


async def test_a_job_that_is_cancelled_from_within_is_a_failure_like_any_other(shop: Workshop) -> None:
    async def give_up(_job: Job) -> None:
        raise asyncio.CancelledError

    shop.runner.handle("give-up", give_up)
    await shop.put("give-up", run_now=True)
    assert isinstance(await shop.runner.run("give-up", 1), asyncio.CancelledError)
    assert [job.next_try_at for job in await shop.owed()] == [NOON + timedelta(seconds=10)]


async def test_a_database_that_fails_for_a_moment_is_reported_and_looked_at_again(shop: Workshop) -> None:
    await shop.put("work", at=NOON + timedelta(hours=1))
    await quiet()
    shop.clock.turn(hours=1)
    await shop.database.close()
    await shop.wake()
    assert [job.kind for job, _ in shop.reports] == ["look"]
    await shop.database.open()
    await shop.wake()
    assert len(shop.finished) == 1


def test_a_kind_has_one_handler(tmp_path: Path) -> None:
    runner = JobRunner(Database.at(tmp_path / "signpost.db"), HandClock(), lambda *_: None, lambda *_: None)

    async def handler(_job: Job) -> None: ...

    runner.handle("work", handler)
    with pytest.raises(ValueError, match="two handlers for work"):
        runner.handle("work", handler)


# At once, by the one who put it


async def test_whoever_runs_a_job_learns_how_it_went(shop: Workshop) -> None:
    await shop.put("work", run_now=True)
    assert await shop.runner.run("work", 1) is None
    assert await shop.runner.run("work", 1) is None
    assert len(shop.finished) == 1
    await shop.put("break", run_now=True)
    assert isinstance(await shop.runner.run("break", 1), Broken)
    assert [job.kind for job in await shop.owed()] == ["break"]


async def test_a_job_put_to_run_at_once_is_not_run_a_second_time_by_the_timer(shop: Workshop) -> None:
    await shop.put("work", run_now=True)
    await shop.wake()
    assert shop.started == []
    await shop.runner.run("work", 1)
    shop.clock.turn(hours=1)
    await shop.wake()
    assert len(shop.started) == 1


async def test_what_is_run_just_as_the_timer_leases_it_is_not_run_once_more_as_if_for_the_first_time(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, lease_due, waits = asyncio.get_running_loop(), store.lease_due, Event()
    runs: list[asyncio.Future[BaseException | None]] = []

    def run() -> None:
        runs.append(asyncio.ensure_future(shop.runner.run("break", 1)))
        loop.call_soon(waits.set)

    def lease(*args: Any, **how: Any) -> list[Job]:
        loop.call_soon_threadsafe(run)
        waits.wait(PATIENCE_SECONDS)
        return lease_due(*args, **how)

    await shop.put("break", at=NOON + timedelta(hours=1))
    await quiet()
    shop.clock.turn(hours=1)
    monkeypatch.setattr(store, "lease_due", lease)
    await shop.wake()
    assert [type(run.result()) for run in runs] == [Broken]
    assert [job.attempts for job in shop.started] == [2]


async def test_a_job_that_its_putter_forgets_is_taken_over_when_the_lease_ends(shop: Workshop) -> None:
    await shop.put("work", run_now=True)
    shop.clock.now = NOON + LEASE - timedelta(seconds=1)
    await shop.wake()
    assert shop.started == []
    shop.clock.now = NOON + LEASE
    await shop.wake()
    assert len(shop.finished) == 1


async def test_a_job_may_be_run_before_the_bot_is_ready(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        await shop.put("work", 1, run_now=True)
        await shop.put("work", 2)
        await quiet()
        assert shop.started == []
        assert await shop.runner.run("work", 1) is None
        shop.runner.start()
        shop.runner.start()
        await quiet()
        assert [job.subject_id for job in shop.finished] == [1, 2]


async def test_a_job_may_write_and_owe_others(shop: Workshop) -> None:
    async def plan(job: Job) -> None:
        await shop.put("work", job.subject_id + 1)

    shop.runner.handle("plan", plan)
    await shop.put("plan", 5)
    await quiet()
    assert [job.subject_id for job in shop.finished] == [6]
    assert await shop.owed() == []


# Side by side


async def test_two_runs_of_one_subject_never_overlap(shop: Workshop) -> None:
    await shop.put("hold")
    await soon(shop.begun.get())
    runs = []
    for _ in range(3):
        await shop.put("hold", run_now=True)
        runs.append(asyncio.ensure_future(shop.runner.run("hold", 1)))
    await shop.put("hold")
    shop.gate.set()
    assert await soon(asyncio.gather(*runs)) == [None, None, None]
    await quiet()
    assert shop.reports == []
    assert await shop.owed() == []
    assert len(shop.finished) >= 2


async def test_runs_of_different_subjects_and_kinds_do_overlap(shop: Workshop) -> None:
    shop.runner.handle("hold-too", shop.hold)
    await shop.put("hold", 1)
    await shop.put("hold", 2)
    await shop.put("hold-too", 3)
    for _ in range(3):
        await soon(shop.begun.get())
    assert shop.at_work.total() == 3
    shop.gate.set()
    await quiet()
    assert await shop.owed() == []


@pytest.mark.parametrize(("lane", "slots"), [(Lane.PEOPLE, 8), (Lane.TIMERS, 4)])
async def test_no_more_of_a_kind_than_its_lane_has_slots_run_side_by_side_and_the_longest_overdue_come_first(
    shop: Workshop, lane: Lane, slots: int
) -> None:
    shop.runner.handle("queue-up", shop.hold, lane=lane)

    def write(tx: Transaction) -> None:
        for subject in range(3 * slots):
            due_at = NOON - timedelta(seconds=subject)
            shop.runner.put(tx, guild_id=HERE, kind="queue-up", subject_id=subject, due_at=due_at)

    await shop.database.tx(write)
    for _ in range(slots):
        await soon(shop.begun.get())
    for _ in range(2):  # whoever wants to begin has asked for the database before these
        await shop.put("work", at=NOON + timedelta(hours=1))
    assert [job.subject_id for job in shop.started] == list(range(3 * slots - 1, 2 * slots - 1, -1))
    shop.gate.set()
    await quiet()
    assert shop.most_at_work == slots
    assert len(shop.finished) == 3 * slots
    assert [job.kind for job in await shop.owed()] == ["work"]


async def test_jobs_that_hang_are_not_begun_again_and_keep_no_other_kind_waiting(shop: Workshop) -> None:
    for subject in range(3 * BATCH):
        await shop.put("hold", subject)
    for _ in range(Lane.TIMERS.value):
        await soon(shop.begun.get())
    for minute in range(BATCH):
        await shop.put("work", minute)
        shop.clock.turn(minutes=2)
        shop.runner.wake()
        assert (await soon(shop.begun.get())).kind == "work"
    shop.gate.set()
    await quiet()
    assert {job.attempts for job in shop.started if job.kind == "hold"} == {1}
    assert await shop.owed() == []


async def test_a_job_that_hangs_and_then_fails_waits_before_it_is_tried_again(shop: Workshop) -> None:
    shop.runner.handle("fail-when-let", shop.fail_when_let)
    await shop.put("fail-when-let")
    await soon(shop.begun.get())
    shop.clock.turn(minutes=2)
    await shop.put("work", 2)
    assert (await soon(shop.begun.get())).kind == "work"
    shop.gate.set()
    await quiet()
    [job] = await shop.owed()
    assert (job.attempts, job.next_try_at) == (1, shop.clock() + timedelta(seconds=10))


# Replaced while it runs


async def test_a_job_put_again_while_it_runs_is_run_again_afterwards(shop: Workshop) -> None:
    await shop.put("hold")
    await soon(shop.begun.get())
    await shop.put("hold")
    shop.gate.set()
    await quiet()
    first, second = shop.finished
    assert first.attempts == 1
    assert second.attempts > 1, "it may find what the first run has made"
    assert await shop.owed() == []


async def test_a_job_put_for_later_while_it_runs_is_still_owed_afterwards(shop: Workshop) -> None:
    await shop.put("hold")
    await soon(shop.begun.get())
    await shop.put("hold", at=NOON + timedelta(days=3))
    shop.gate.set()
    await quiet()
    assert [job.due_at for job in await shop.owed()] == [NOON + timedelta(days=3)]


async def test_whoever_puts_a_job_again_while_it_runs_and_runs_it_gets_a_run_of_their_own(shop: Workshop) -> None:
    await shop.put("hold", run_now=True)
    first = asyncio.ensure_future(shop.runner.run("hold", 1))
    await soon(shop.begun.get())
    await shop.put("hold", run_now=True)
    second = asyncio.ensure_future(shop.runner.run("hold", 1))
    shop.gate.set()
    assert await soon(asyncio.gather(first, second)) == [None, None]
    assert len(shop.finished) == 2


async def test_a_failure_does_not_put_off_the_job_that_was_put_in_its_place(shop: Workshop) -> None:
    shop.runner.handle("fail-when-let", shop.fail_when_let)
    await shop.put("fail-when-let", run_now=True)
    run = asyncio.ensure_future(shop.runner.run("fail-when-let", 1))
    await soon(shop.begun.get())
    await shop.put("fail-when-let", at=NOON + timedelta(seconds=1))
    shop.gate.set()
    assert isinstance(await soon(run), Broken)
    assert [job.due_at for job in await shop.owed()] == [NOON + timedelta(seconds=1)]


async def test_a_job_put_again_after_a_failure_knows_that_it_is_not_the_first_run(shop: Workshop) -> None:
    await shop.put("break", run_now=True)
    await shop.runner.run("break", 1)
    await shop.put("break", run_now=True)
    await shop.runner.run("break", 1)
    first, second = shop.started
    assert first.attempts == 1
    assert second.attempts > 1, "it may find what the first run has made"


async def test_a_job_that_settles_itself_takes_no_other_with_it(shop: Workshop) -> None:
    """As the opening of a ticket does: it is cancelled in the transaction that completes it."""

    async def open_up(job: Job) -> None:
        await shop.database.tx(lambda tx: shop.runner.cancel(tx, "open-up", job.subject_id))
        await shop.hold(job)

    shop.runner.handle("open-up", open_up)
    await shop.put("open-up", 1, run_now=True)
    first = asyncio.ensure_future(shop.runner.run("open-up", 1))
    await soon(shop.begun.get())
    await shop.put("open-up", 2, run_now=True)
    await shop.put("work", 3, at=NOON + timedelta(hours=1))
    shop.gate.set()
    assert await soon(first) is None
    assert [(job.kind, job.subject_id) for job in await shop.owed()] == [("open-up", 2), ("work", 3)]
    assert await soon(shop.runner.run("open-up", 2)) is None
    assert [job.subject_id for job in shop.finished] == [1, 2]


# Crashes


async def test_what_a_dead_process_had_leased_is_done_after_the_restart(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as dead:
        await dead.put("work", run_now=True)
    async with open_workshop(tmp_path) as alive:
        alive.runner.start()
        await quiet()
        assert [job.attempts for job in alive.finished] == [1]
        assert await alive.owed() == []


async def test_what_a_process_died_over_is_run_again_and_knows_that_it_is_not_the_first(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as dead:
        dead.runner.start()
        await dead.put("hold")
        await soon(dead.begun.get())
    async with open_workshop(tmp_path) as alive:
        alive.gate.set()
        alive.runner.start()
        await quiet()
        assert [job.attempts for job in alive.finished] == [2]
        assert await alive.owed() == []


@pytest.mark.parametrize("way", ["by-the-timer", "at-once"])
async def test_a_runner_that_stops_in_the_middle_leaves_the_job_owed(shop: Workshop, way: str) -> None:
    await shop.put("hold", run_now=way == "at-once")
    run = asyncio.ensure_future(shop.runner.run("hold", 1)) if way == "at-once" else None
    job = await soon(shop.begun.get())
    await soon(shop.runner.stop())
    if run is not None:
        assert isinstance(await soon(run), asyncio.CancelledError)
    await quiet()
    assert (shop.finished, shop.reports) == ([], [])
    assert await shop.owed() == [job]
    shop.clock.turn(hours=1)
    await shop.put("work")
    await shop.wake()
    assert len(shop.started) == 1


async def test_a_runner_that_was_stopped_goes_on_where_it_was_when_it_is_started_again(shop: Workshop) -> None:
    await shop.put("hold", run_now=True)
    run = asyncio.ensure_future(shop.runner.run("hold", 1))
    await soon(shop.begun.get())
    await shop.put("hold")
    await shop.put("work", 2)
    assert (await soon(shop.begun.get())).kind == "work"
    await soon(shop.runner.stop())
    await soon(run)
    shop.gate.set()
    shop.runner.start()
    await quiet()
    assert [job.subject_id for job in shop.finished if job.kind == "hold"] == [1]
    assert await shop.owed() == []


async def test_stopping_what_never_began_is_harmless(tmp_path: Path) -> None:
    runner = JobRunner(Database.at(tmp_path / "signpost.db"), HandClock(), lambda *_: None, lambda *_: None)
    await runner.stop()
    await runner.stop()

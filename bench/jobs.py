"""Ten thousand jobs that are all due at a start: when the first is done, and what each costs beside its own work."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from bot.database import Database, Transaction
from bot.jobs import store
from bot.jobs.job import Job
from bot.jobs.kinds import Handler
from bot.jobs.runner import JobRunner
from bot.schema import jobs

ROWS = 10_000
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
Way = Callable[[Database, Handler, list[float]], Awaitable[None]]


def run(console: Console) -> None:
    """Print the time to the first job, the rate, and the CPU time a job, beside one transaction a step."""
    table = Table("10,000 due jobs", "first done", "all done", "CPU a job")
    for name, way in (("three transactions a job", _one_by_one), ("as the runner does it", _by_the_runner)):
        first, last, cpu = asyncio.run(_measure(way))
        table.add_row(name, f"{first * 1000:.0f} ms", f"{last:.1f} s", f"{cpu / ROWS * 1000:.2f} ms")
    console.print(table)


async def _measure(way: Way) -> tuple[float, float, float]:
    """Seconds until the first and until the last were done, and of CPU time in all."""
    with TemporaryDirectory() as folder:
        database = Database.at(Path(folder) / "signpost.db")
        await database.open()

        def write(tx: Transaction) -> None:
            rows = [
                {"guild_id": 1, "kind": "work", "subject_id": one, "due_at": NOW, "next_try_at": NOW}
                for one in range(ROWS)
            ]
            tx.execute_many(insert(jobs), rows)

        await database.tx(write)
        began, cpu, done = time.perf_counter(), time.process_time(), []

        async def handler(_job: Job) -> None:
            done.append(time.perf_counter() - began)

        await way(database, handler, done)
        spent = time.process_time() - cpu
        await database.close()
    return done[0], done[-1], spent


async def _by_the_runner(database: Database, handler: Handler, done: list[float]) -> None:
    all_done = asyncio.Event()

    async def note(job: Job) -> None:
        await handler(job)
        if len(done) == ROWS:
            all_done.set()

    runner = JobRunner(database, lambda: NOW, lambda *_: None, lambda *_: None)
    runner.handle("work", note)
    runner.start()
    await all_done.wait()
    await runner.stop()


async def _one_by_one(database: Database, handler: Handler, done: list[float]) -> None:
    """Leased, begun and ended in a transaction each."""
    until = NOW + timedelta(minutes=1)

    def lease(tx: Transaction) -> list[Job]:
        return store.lease_due(tx, "work", by="a", now=NOW, until=until, servers=None, limit=16)

    def begin(tx: Transaction, job: Job) -> Job | None:
        return store.claim(tx, job.kind, job.subject_id, by="a", now=NOW, until=until)

    while len(done) < ROWS:
        for job in await database.tx(lease):
            begun = await database.tx(partial(begin, job=job))
            assert begun is not None
            await handler(begun)
            await database.tx(partial(store.done, runs=[begun]))

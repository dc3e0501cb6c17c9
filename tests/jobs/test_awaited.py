"""What somebody was to run at once is run at once, whatever becomes of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.errors import DatabaseBusy
from bot.jobs import store
from bot.jobs.job import Job
from tests.jobs.test_runner import Workshop, open_workshop, quiet, soon

Leave = Callable[[], Awaitable[object]]


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with open_workshop(tmp_path) as shop:
        shop.runner.start()
        await quiet()
        yield shop


async def forget() -> None:
    """The handler ends, and has not thought of it."""


async def fail() -> None:
    raise ConnectionResetError


async def be_cancelled() -> None:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()
    await asyncio.sleep(0)


@pytest.mark.parametrize("leave", [forget, fail, be_cancelled])
async def test_what_was_put_to_be_run_at_once_is_run_at_once_however_its_putter_ends(
    shop: Workshop, leave: Leave
) -> None:
    async def handler() -> None:
        for subject in (2, 1, 3):
            await shop.put("work", subject, run_now=True)
        await shop.runner.run("work", 1)
        await leave()

    await asyncio.wait([asyncio.create_task(handler())])
    await quiet()
    assert [job.subject_id for job in shop.finished] == [1, 2, 3], "the rest in the order in which it was put"
    assert await shop.owed() == []


async def test_a_run_that_is_cancelled_with_who_waits_for_it_is_begun_anew_at_once(shop: Workshop) -> None:
    await shop.put("hold", run_now=True)
    waits = asyncio.create_task(shop.runner.run("hold", 1))
    await soon(shop.begun.get())
    waits.cancel()
    assert (await soon(shop.begun.get())).attempts == 2, "it looks for what the first run has made"
    shop.gate.set()
    await quiet()
    assert len(shop.finished) == 1


async def test_what_a_run_owes_to_who_waits_for_it_is_theirs_to_run_until_they_end(shop: Workshop) -> None:
    async def plan(_: Job) -> None:
        await shop.put("work", 7, run_now=True)

    async def handler() -> None:
        await shop.put("plan", run_now=True)
        await shop.runner.run("plan", 1)
        planned.set()
        await ends.wait()

    shop.runner.handle("plan", plan)
    planned, ends = asyncio.Event(), asyncio.Event()
    waits = asyncio.create_task(handler())
    await soon(planned.wait())
    shop.runner.wake()
    await soon(shop.put("work", 8))
    assert (await soon(shop.begun.get())).subject_id == 8
    assert [job.subject_id for job in shop.started] == [8]
    ends.set()
    await soon(waits)
    await quiet()
    assert [job.subject_id for job in shop.finished] == [8, 7]


async def test_where_the_database_is_busy_nobody_tries_again_at_once(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0

    def busy(*_: object, **__: object) -> None:
        nonlocal tried
        tried += 1
        raise DatabaseBusy

    async def handler() -> None:
        await shop.put("work", run_now=True)
        monkeypatch.setattr(store, "claim", busy)

    await soon(asyncio.create_task(handler()))
    await quiet()
    assert tried == 1
    assert [type(error) for _, error in shop.reports] == [DatabaseBusy]
    assert [job.kind for job in await shop.owed()] == ["work"]


async def test_where_everything_is_cancelled_again_and_again_there_is_an_end(shop: Workshop) -> None:
    """A killed process is simulated so."""

    async def handler() -> None:
        await shop.put("hold", run_now=True)

    await soon(asyncio.create_task(handler()))
    await soon(shop.begun.get())
    for _ in range(10):
        runs = [one for one in asyncio.all_tasks() if "JobRunner.run" in repr(one)]
        for run in runs:
            run.cancel()
        if runs:
            await asyncio.wait(runs)
    assert not [one for one in asyncio.all_tasks() if "JobRunner.run" in repr(one)]

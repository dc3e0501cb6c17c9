"""What can go wrong round a job: it hangs, the database is locked, clocks are turned, another process is at it, Discord refuses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.database import Transaction
from bot.jobs import runner as runner_module
from bot.jobs.faults import LeasedElsewhere, LeaseLost
from bot.jobs.job import Job, Owed
from bot.jobs.obstacle import PASSED_JOB, TELL_JOB, Hindered, Line, Obstacle, ObstacleKind
from bot.jobs.obstacles import store as obstacles
from bot.jobs.obstacles.service import ObstacleService
from bot.jobs.runner import LEASE
from tests.jobs.test_runner import Workshop, open_workshop, quiet, soon
from tests.services import ELSEWHERE, HERE, NOON, open_database

GONE = Obstacle(ObstacleKind.CHANNEL_MISSING, "#support-queue")


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with open_workshop(tmp_path) as shop:
        shop.runner.serve([HERE])
        shop.runner.start()
        await quiet()
        yield shop


# It hangs


async def test_a_run_that_takes_longer_than_its_limit_is_stopped_and_tried_again(shop: Workshop) -> None:
    shop.runner.handle("short", shop.hold, limit=timedelta(milliseconds=1))
    await shop.put("short")
    await quiet()
    assert [type(error) for _, error in shop.reports] == [TimeoutError]
    shop.gate.set()
    shop.clock.turn(seconds=10)
    await shop.wake()
    assert [job.attempts for job in shop.finished] == [2]
    assert await shop.owed() == []


async def test_whoever_waits_for_a_run_that_hangs_hears_of_it(shop: Workshop) -> None:
    shop.runner.handle("short", shop.hold, limit=timedelta(milliseconds=1))
    await shop.put("short", run_now=True)
    assert isinstance(await soon(shop.runner.run("short", 1)), TimeoutError)


async def test_what_waits_for_its_turn_and_is_replaced_meanwhile_is_done_as_it_was_put_last(
    shop: Workshop,
) -> None:
    seen: list[tuple[int, object]] = []

    async def note(job: Job) -> None:
        await shop.hold(job)
        seen.append((job.subject_id, job.data.get("word")))

    shop.runner.handle("note", note)

    def write(tx: Transaction) -> None:
        for subject in range(6):
            shop.runner.put(tx, guild_id=HERE, kind="note", subject_id=subject, due_at=NOON, data={"word": "old"})

    await shop.database.tx(write)
    for _ in range(4):
        await soon(shop.begun.get())

    def write(tx: Transaction) -> None:
        shop.runner.put(tx, guild_id=HERE, kind="note", subject_id=4, due_at=NOON, data={"word": "new"})
        shop.runner.cancel(tx, "note", 5)

    await shop.database.tx(write)
    shop.gate.set()
    await quiet()
    assert sorted(seen) == [(0, "old"), (1, "old"), (2, "old"), (3, "old"), (4, "new")]
    assert await shop.owed() == []


# The database is locked


async def test_a_start_that_meets_a_locked_database_is_tried_again(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        await shop.put("work")
        await shop.database.close()
        shop.runner.start()
        await quiet()
        assert [job.kind for job, _ in shop.reports] == ["look"]
        await shop.database.open()
        await shop.wake()
        assert len(shop.finished) == 1


async def test_what_was_done_and_could_not_be_written_down_is_done_again_when_its_lease_ends(
    shop: Workshop,
) -> None:
    shop.clock.turn(seconds=1)
    await shop.put("hold")
    await soon(shop.begun.get())
    while shop.runner.looked_at != shop.clock():  # noqa: ASYNC110  the runner tells nobody that it has looked
        await asyncio.sleep(0)
    await shop.database.close()
    shop.gate.set()
    await quiet()
    assert [job.kind for job, _ in shop.reports if job.kind == "write"] == ["write"]
    await shop.database.open()
    shop.clock.turn(seconds=61)
    await shop.wake()
    assert [job.attempts for job in shop.finished] == [1, 2]
    assert await shop.owed() == []


# Clocks


async def test_after_three_hours_of_sleep_what_is_overdue_is_done_at_the_next_look(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The timer counts the time that the machine was awake; `watch` asks the clock on the wall."""
    await shop.put("work", at=NOON + timedelta(hours=2))
    await quiet()
    monkeypatch.setattr(runner_module, "POLL", timedelta(milliseconds=1))
    shop.clock.turn(hours=3)
    watching = asyncio.ensure_future(shop.runner.watch())
    assert (await soon(shop.begun.get())).kind == "work"
    watching.cancel()
    await quiet()


async def test_a_clock_that_is_set_back_a_day_delays_nothing_that_was_due(shop: Workshop) -> None:
    shop.runner.handle("short", shop.hold, limit=timedelta(milliseconds=1))
    await shop.put("short", 1)
    await shop.put("hold", 2, run_now=True)
    await quiet()
    shop.clock.turn(seconds=5)
    await shop.put("work", 3, at=NOON + timedelta(days=3))
    shop.clock.turn(days=-1)
    shop.gate.set()
    await shop.wake()
    shop.clock.turn(minutes=10)
    await shop.wake()
    assert sorted((job.kind, job.subject_id) for job in shop.finished) == [("hold", 2), ("short", 1)]
    assert [job.due_at for job in await shop.owed()] == [NOON + timedelta(days=3)], "a promise stays what it was"


# Another process


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[tuple[Workshop, Workshop]]:
    """Two processes over the same file, whose timers do not run."""
    async with open_workshop(tmp_path) as one, open_database(tmp_path / "signpost.db") as database:
        yield one, Workshop(database, one.clock)


async def test_what_another_process_is_at_is_left_to_it_until_its_lease_ends(
    two: tuple[Workshop, Workshop],
) -> None:
    one, other = two
    other.gate.set()
    await one.put("hold", run_now=True)
    run = asyncio.ensure_future(one.runner.run("hold", 1))
    await soon(one.begun.get())
    assert isinstance(await other.runner.run("hold", 1), LeasedElsewhere)
    one.clock.now = NOON + LEASE
    assert await other.runner.run("hold", 1) is None
    assert [job.attempts for job in other.finished] == [2]
    one.gate.set()
    await soon(run)


async def test_a_run_whose_job_another_process_has_begun_anew_writes_nothing_more(
    two: tuple[Workshop, Workshop],
) -> None:
    one, other = two
    wrote = []

    async def write_late(job: Job) -> None:
        await one.hold(job)
        await one.database.tx(lambda _tx: wrote.append(job.attempts))

    one.runner.handle("write-late", write_late)
    other.runner.handle("write-late", other.hold)
    await one.put("write-late", run_now=True)
    run = asyncio.ensure_future(one.runner.run("write-late", 1))
    await soon(one.begun.get())
    one.clock.now = NOON + LEASE
    second = asyncio.ensure_future(other.runner.run("write-late", 1))
    await soon(other.begun.get())
    one.gate.set()
    assert isinstance(await soon(run), LeaseLost)
    assert wrote == []
    other.gate.set()
    assert await soon(second) is None
    assert await one.owed() == []


async def test_what_another_process_put_is_found(two: tuple[Workshop, Workshop]) -> None:
    one, other = two
    one.runner.start()
    await quiet()
    await other.put("work")
    await quiet()
    assert one.started == []
    await one.wake()
    assert len(one.finished) == 1


# Servers


async def test_jobs_of_a_server_that_we_are_not_in_wait_until_we_are(shop: Workshop) -> None:

    def write(tx: Transaction) -> None:
        for guild_id, subject in ((ELSEWHERE, 1), (0, 2), (HERE, 3)):
            shop.runner.put(tx, guild_id=guild_id, kind="work", subject_id=subject, due_at=NOON)

    await shop.database.tx(write)
    await quiet()
    assert sorted(job.subject_id for job in shop.finished) == [2, 3]
    shop.runner.serve([HERE, ELSEWHERE])
    await quiet()
    assert sorted(job.subject_id for job in shop.finished) == [1, 2, 3]
    assert (shop.reports, await shop.owed()) == ([], [])


async def test_what_is_owed_from_every_start_on_is_owed_once_and_to_each_server(tmp_path: Path) -> None:
    for _ in range(2):
        async with open_workshop(tmp_path) as shop:
            nights: list[tuple[str, int, int]] = []

            def patrol(
                shop: Workshop = shop, nights: list[tuple[str, int, int]] = nights
            ) -> runner_module.Handler:
                async def go(job: Job) -> datetime:
                    nights.append((job.kind, job.guild_id, job.attempts))
                    return shop.clock() + timedelta(days=1)

                return go

            shop.runner.handle("once", patrol(), owed=Owed.ONCE)
            shop.runner.handle("each", patrol(), owed=Owed.EACH_SERVER)
            shop.runner.serve([HERE])
            shop.runner.start()
            await quiet()
            assert sorted(nights) == [("each", HERE, 1), ("once", 0, 1)]
            shop.runner.serve([HERE, ELSEWHERE])
            await quiet()
            assert ("each", ELSEWHERE, 1) in nights
            assert len(await shop.owed()) == 3
            before = len(nights)
            for subject_id in (1, 2):
                await shop.put("hold", subject_id)
                await soon(shop.begun.get())
            shop.gate.set()
            await quiet()
            assert len(nights) == before, "what is owed at a start is not owed at every look"


# Discord refuses


@pytest.fixture
def service(shop: Workshop) -> ObstacleService:
    return ObstacleService(shop.database, shop.clock, shop.runner)


@pytest.fixture
def refusing(shop: Workshop) -> set[int]:
    """The subjects that jobs of kind `show` cannot be done for; a test may let them."""
    subjects = {1, 2}

    async def show(job: Job) -> None:
        shop.begin(job)
        if job.subject_id in subjects:
            raise Hindered(GONE)
        shop.finished.append(job)

    shop.runner.handle("show", show)
    shop.runner.handle(TELL_JOB, shop.work)
    return subjects


async def test_what_waiting_does_not_cure_is_not_tried_again_until_something_changes(
    shop: Workshop, service: ObstacleService, refusing: set[int]
) -> None:
    for subject in (1, 2, 3):
        await shop.put("show", subject)
    await quiet()
    shop.clock.turn(days=3)
    await shop.wake()
    assert len([job for job in shop.started if job.kind == "show"]) == 3
    [met] = await service.in_server(HERE)
    assert (met.obstacle, met.since_at, met.waiting) == (GONE, NOON, 2)
    assert [job.subject_id for job in shop.finished if job.kind == TELL_JOB] == [met.id], "told once"

    await service.told(met)
    refusing.discard(1)
    shop.runner.changed(HERE)
    await quiet()
    [met] = await service.in_server(HERE)
    assert met.waiting == 1, "one of them is done"
    assert met.told_at is not None

    refusing.clear()
    await service.ran_setup(HERE, 5)
    await quiet()
    assert await service.in_server(HERE) == []
    assert await shop.owed() == []
    assert [job.kind for job in shop.finished].count(TELL_JOB) == 1


async def test_what_is_parked_is_tried_again_by_a_press(
    shop: Workshop, service: ObstacleService, refusing: set[int]
) -> None:
    await shop.put("show", run_now=True)
    assert isinstance(await shop.runner.run("show", 1), Hindered)
    refusing.clear()
    assert await shop.runner.run("show", 1) is None
    await quiet()
    assert (await service.in_server(HERE), await shop.owed()) == ([], [])


async def test_what_is_parked_is_tried_again_at_a_start(
    shop: Workshop, service: ObstacleService, refusing: set[int]
) -> None:
    await shop.put("show")
    await quiet()
    refusing.clear()
    await shop.runner.stop()
    shop.runner.start()
    await quiet()
    assert (await service.in_server(HERE), await shop.owed()) == ([], [])


async def test_what_waits_for_a_retry_is_tried_at_once_at_a_start(shop: Workshop) -> None:
    await shop.put("break")
    await quiet()
    await shop.runner.stop()
    shop.runner.start()
    await quiet()
    assert len(shop.started) == 2


async def test_a_change_in_one_server_frees_nothing_of_another(shop: Workshop, refusing: set[int]) -> None:
    await shop.put("show")
    await quiet()
    begun = len(shop.started)
    shop.runner.changed(ELSEWHERE)
    await quiet()
    assert len(shop.started) == begun


async def test_what_stands_by_itself_goes_when_it_stands_no_longer(
    shop: Workshop, service: ObstacleService, refusing: set[int]
) -> None:
    role = Obstacle(ObstacleKind.ROLE_MISSING, "@Support")
    await service.stand(HERE, [role, GONE])
    await service.stand(HERE, [role])
    await quiet()
    assert [met.obstacle for met in await service.in_server(HERE)] == [role]
    assert [job.kind for job in shop.finished] == [TELL_JOB, TELL_JOB]
    await service.stand(HERE, [])
    assert await service.in_server(HERE) == []


async def test_what_waits_for_something_that_stands_by_itself_is_tried_again_when_it_stands_no_longer(
    shop: Workshop, service: ObstacleService, refusing: set[int]
) -> None:
    await service.stand(HERE, [GONE])
    await shop.put("show")
    await quiet()
    refusing.clear()
    await service.stand(HERE, [])
    shop.runner.changed(HERE)
    await quiet()
    assert (await service.in_server(HERE), await shop.owed()) == ([], [])


async def test_what_a_job_met_first_stands_by_itself_when_the_job_is_done(
    shop: Workshop, service: ObstacleService, refusing: set[int]
) -> None:
    await shop.put("show")
    await quiet()
    await service.stand(HERE, [GONE])
    refusing.clear()
    shop.runner.changed(HERE)
    await quiet()
    assert [met.obstacle for met in await service.in_server(HERE)] == [GONE]
    assert [job.kind for job in shop.finished].count(TELL_JOB) == 1


async def test_an_obstacle_is_gone_with_the_job_that_met_it_although_that_was_put_anew(
    shop: Workshop, service: ObstacleService, refusing: set[int]
) -> None:
    await shop.put("show")
    await quiet()
    refusing.clear()
    await shop.put("show")
    await quiet()
    assert await service.in_server(HERE) == []
    refusing.add(1)
    await shop.put("show")
    await quiet()
    assert [job.kind for job in shop.finished].count(TELL_JOB) == 2, "met anew, told anew"


async def test_an_obstacle_is_gone_when_what_waited_for_it_is_owed_no_longer(
    shop: Workshop, service: ObstacleService, refusing: set[int]
) -> None:
    await shop.put("show")
    await quiet()
    await shop.database.tx(lambda tx: shop.runner.cancel(tx, "show", 1))
    assert await service.in_server(HERE) == []


async def test_a_change_tries_one_job_at_each_obstacle_and_the_others_only_when_that_is_done(
    shop: Workshop, service: ObstacleService, refusing: set[int]
) -> None:
    refusing.update(range(1, 41))
    for subject in refusing:
        await shop.put("show", subject)
    await quiet()
    for _ in range(10):
        shop.runner.changed(HERE)
        await quiet()
    assert len([job for job in shop.started if job.kind == "show"]) == 40 + 10
    refusing.clear()
    shop.runner.changed(HERE)
    await quiet()
    assert (await service.in_server(HERE), await shop.owed()) == ([], [])


async def test_where_room_is_scarce_each_that_passes_lets_one_more_be_tried(
    shop: Workshop, service: ObstacleService
) -> None:
    room, full = 0, Obstacle(ObstacleKind.THREADS_FULL, "the server")

    async def enter(job: Job) -> None:
        nonlocal room
        shop.begin(job)
        if not room:
            raise Hindered(full)
        room -= 1

    shop.runner.handle("enter", enter)
    shop.runner.handle(TELL_JOB, shop.work)
    for subject in range(20):
        await shop.put("enter", subject)
    await quiet()
    for free, waiting in ((1, 19), (4, 15), (0, 15)):
        tried, room = len(shop.started), free
        shop.runner.changed(HERE)
        await quiet()
        assert [met.waiting for met in await service.in_server(HERE)] == [waiting]
        assert len(shop.started) == tried + free + 1, "those that pass, and the one that does not"
    room = 20
    shop.runner.changed(HERE)
    await quiet()
    assert (await service.in_server(HERE), await shop.owed()) == ([], [])


async def test_where_the_one_that_is_tried_meets_another_obstacle_the_next_is_tried(
    shop: Workshop, service: ObstacleService, refusing: set[int]
) -> None:
    other = Obstacle(ObstacleKind.FORBIDDEN, "#elsewhere")

    async def show(job: Job) -> None:
        shop.begin(job)
        if job.subject_id in refusing:
            raise Hindered(GONE)
        if job.subject_id == 1:
            raise Hindered(other)

    shop.runner.handle("show-two", show)
    for subject in (1, 2):
        await shop.put("show-two", subject)
    await quiet()
    refusing.clear()
    shop.runner.changed(HERE)
    await quiet()
    assert [(met.obstacle, met.waiting) for met in await service.in_server(HERE)] == [(other, 1)]


async def test_what_changes_while_discord_still_answers_no_is_not_missed(shop: Workshop) -> None:
    async def refuse_once(job: Job) -> None:
        await shop.hold(job)
        if job.attempts == 1:
            raise Hindered(GONE)

    shop.runner.handle("refuse-once", refuse_once)
    await shop.put("refuse-once")
    await soon(shop.begun.get())
    shop.runner.changed(HERE)
    shop.gate.set()
    await quiet()
    shop.clock.turn(seconds=10)
    await shop.wake()
    assert await shop.owed() == []


async def test_what_changes_while_the_database_is_locked_is_not_missed(shop: Workshop, refusing: set[int]) -> None:
    await shop.put("show")
    await quiet()
    refusing.clear()
    await shop.database.close()
    shop.runner.changed(HERE)
    await quiet()
    await shop.database.open()
    await shop.wake()
    assert await shop.owed() == []


async def test_a_job_put_again_and_again_while_it_waits_for_its_turn_is_run_once(shop: Workshop) -> None:
    for subject in range(4):
        await shop.put("hold", subject)
    for _ in range(4):
        await soon(shop.begun.get())
    for _ in range(3):
        await shop.put("hold", 9)
        for _ in range(3):  # each waits for the writer; by then a look has leased it
            await shop.put("work", at=NOON + timedelta(hours=1))
    shop.gate.set()
    await quiet()
    assert [job.subject_id for job in shop.finished].count(9) == 1
    assert [job.kind for job in await shop.owed()] == ["work"]


async def test_what_was_due_at_once_by_a_clock_that_was_a_day_ahead_is_done_at_the_next_start(
    tmp_path: Path,
) -> None:
    async with open_workshop(tmp_path) as wrong:
        wrong.clock.turn(days=1)
        await wrong.put("work", 1)
        await wrong.put("work", 2, at=NOON + timedelta(days=4))
    async with open_workshop(tmp_path) as right:
        right.runner.start()
        await quiet()
        assert [job.subject_id for job in right.finished] == [1]
        assert [job.due_at for job in await right.owed()] == [NOON + timedelta(days=4)]


async def test_the_last_three_who_ran_the_setup_are_known(shop: Workshop, service: ObstacleService) -> None:
    for member in (1, 2, 3, 4, 2):
        shop.clock.turn(minutes=1)
        await service.ran_setup(HERE, member)
    await service.ran_setup(ELSEWHERE, 9)
    assert await service.administrators(HERE) == [2, 4, 3]


async def test_an_obstacle_that_something_else_waits_for_stays(shop: Workshop, refusing: set[int]) -> None:
    """Deleting it is one statement: what is parked at it between two statements must not be lost."""
    for subject in (1, 2):
        await shop.put("show", subject)
    await quiet()

    def write(tx: Transaction) -> None:
        shop.runner.cancel(tx, "show", 1)
        [met] = obstacles.in_server(tx, HERE)
        obstacles.forget_passed(tx, [met.id], NOON)
        assert len(obstacles.in_server(tx, HERE)) == 1
        shop.runner.cancel(tx, "show", 2)
        obstacles.forget_passed(tx, [met.id], NOON)
        assert obstacles.in_server(tx, HERE) == []

    await shop.database.tx(write)


async def test_a_line_that_told_of_an_obstacle_is_taken_back_once_when_it_has_passed(
    shop: Workshop, service: ObstacleService, refusing: set[int]
) -> None:
    shop.runner.handle(PASSED_JOB, shop.work)
    await shop.put("show")
    await service.stand(HERE, [Obstacle(ObstacleKind.ROLE_MISSING, "@Support")])
    await quiet()
    lines = {"@Support": 70, GONE.what: 71}
    for met in await service.in_server(HERE):
        await service.told(met, Line(7, lines[met.obstacle.what]))
    refusing.clear()
    await service.ran_setup(HERE, 5)
    await service.stand(HERE, [])
    await service.stand(HERE, [])
    await quiet()
    taken_back = [job for job in shop.finished if job.kind == PASSED_JOB]
    assert sorted((job.data["what"], job.subject_id) for job in taken_back) == sorted(lines.items())
    assert {(job.guild_id, job.data["channel"]) for job in taken_back} == {(HERE, 7)}


async def test_a_line_about_what_passed_while_it_was_said_is_taken_back_and_a_direct_message_is_not(
    shop: Workshop, service: ObstacleService, refusing: set[int]
) -> None:
    shop.runner.handle(PASSED_JOB, shop.work)
    await shop.put("show")
    await quiet()
    [met] = await service.in_server(HERE)
    refusing.clear()
    await service.ran_setup(HERE, 5)
    await quiet()
    await service.told(met)
    await quiet()
    assert [job.kind for job in shop.finished].count(PASSED_JOB) == 0
    await service.told(met, Line(7, 70))
    await quiet()
    assert [job.subject_id for job in shop.finished if job.kind == PASSED_JOB] == [70]

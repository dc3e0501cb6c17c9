"""The heartbeat that the running bot writes, from what stands in its tables."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from bot.database import Database, Transaction
from bot.health.heartbeat import Heartbeat
from bot.health.service import FILE, HealthService, last_heartbeat
from bot.jobs.job import Job
from bot.jobs.obstacle import Hindered, Obstacle, ObstacleKind
from bot.jobs.runner import JobRunner
from tests.services import ELSEWHERE, HERE, NOON, HandClock, open_database

HOUR = timedelta(hours=1)


def owe(runner: JobRunner, tx: Transaction, subject_id: int, guild_id: int, hours_ago: int) -> None:
    due_at = NOON - hours_ago * HOUR
    runner.put(tx, guild_id=guild_id, kind="x", subject_id=subject_id, due_at=due_at)


async def heartbeat(tmp_path: Path, database: Database, runner: JobRunner) -> Heartbeat:
    service = HealthService(tmp_path, database, HandClock(), runner)
    return await service.write_heartbeat(connected_at=NOON, servers=[HERE], waits_until=None)


async def test_it_names_the_oldest_job_that_is_late_and_no_obstacle_keeps(tmp_path: Path) -> None:
    async with open_database(tmp_path / "signpost.db") as database:
        keeps = Obstacle(ObstacleKind.CHANNEL_MISSING, "#queue")
        runner = JobRunner(database, HandClock(), lambda *_: None, lambda *_: keeps)

        async def hindered(_job: Job) -> None:
            raise Hindered(keeps)

        runner.handle("x", hindered)
        assert (await heartbeat(tmp_path, database, runner)).overdue_since is None

        def write(tx: Transaction) -> None:
            owe(runner, tx, 1, HERE, hours_ago=3)
            owe(runner, tx, 2, HERE, hours_ago=2)
            owe(runner, tx, 3, ELSEWHERE, hours_ago=9)
            owe(runner, tx, 4, HERE, hours_ago=-1)

        await database.tx(write)
        assert (await heartbeat(tmp_path, database, runner)).overdue_since == NOON - 3 * HOUR
        await runner.run("x", 1)
        found = await heartbeat(tmp_path, database, runner)
        assert (found.overdue_since, found.obstacles) == (NOON - 2 * HOUR, 1)


async def test_what_is_written_is_found_again_by_its_owner_and_gone_when_the_bot_stops(tmp_path: Path) -> None:
    async with open_database(tmp_path / "signpost.db") as database:
        runner = JobRunner(database, HandClock(), lambda *_: None, lambda *_: None)
        written = await heartbeat(tmp_path, database, runner)
        assert last_heartbeat(tmp_path) == written
        assert rights(tmp_path / FILE) == 0o600
        HealthService(tmp_path, database, HandClock(), runner).end()
        assert last_heartbeat(tmp_path) is None


async def test_it_remembers_when_jobs_were_first_looked_at(tmp_path: Path) -> None:
    async with open_database(tmp_path / "signpost.db") as database:
        runner, clock = JobRunner(database, HandClock(), lambda *_: None, lambda *_: None), HandClock()
        service = HealthService(tmp_path, database, clock, runner)
        found = []
        for looked_at in (None, NOON + HOUR, NOON + 2 * HOUR):
            runner.looked_at = looked_at
            written = await service.write_heartbeat(connected_at=NOON, servers=[HERE], waits_until=None)
            found.append((written.looked_at, written.began_at))
        assert found == [(None, None), (NOON + HOUR, NOON + HOUR), (NOON + 2 * HOUR, NOON + HOUR)]


async def test_a_disk_that_is_full_for_a_while_is_two_lines_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_database(tmp_path / "signpost.db") as database:
        runner = JobRunner(database, HandClock(), lambda *_: None, lambda *_: None)
        service = HealthService(tmp_path / "data", database, HandClock(), runner)
        for is_room in (False, False, True, True, False):
            with pytest.MonkeyPatch.context() as patch:
                if not is_room:
                    patch.setattr("bot.private_files.write", full)
                else:
                    (tmp_path / "data").mkdir(exist_ok=True)
                await service.write_heartbeat(connected_at=NOON, servers=[HERE], waits_until=None)
    begins, over = "No space left on device", "can be written again"
    assert [next(one for one in (begins, over) if one in message) for message in caplog.messages] == [
        begins,
        over,
        begins,
    ]
    assert not any(record.exc_info for record in caplog.records)


def full(path: Path, _content: str) -> None:
    raise OSError(28, "No space left on device", str(path))


@pytest.mark.parametrize("text", ["", "{"])
def test_half_a_file_is_no_heartbeat(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert last_heartbeat(tmp_path) is None


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)

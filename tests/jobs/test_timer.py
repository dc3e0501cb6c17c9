"""The one timer of the runner, in simulated time: nobody wakes it, and it is neither early nor late."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle, MemberActor

from bot.database import Database
from bot.jobs.job import Job
from bot.jobs.runner import JobRunner
from bot.simulated.simulation import Simulation

HOUR = 3600.0
Ran = list[tuple[str, float]]
"""What ran, and how many seconds after the start."""


class Broken(Exception):
    """What a handler may raise."""


class Worker(discord.Client):
    """A bot that owes the jobs it is told of (`once 1 3600`: due in an hour), and notes when it did them."""

    def __init__(self, folder: Path, ran: Ran, began_at: list[datetime]) -> None:
        super().__init__(intents=discord.Intents(guilds=True, guild_messages=True, message_content=True))
        self.database = Database.at(folder / "signpost.db")
        self.runner = JobRunner(self.database, discord.utils.utcnow, lambda *_: None, lambda *_: None)
        self._ran, self._began_at = ran, began_at
        for kind, handler in (("once", self._note), ("patrol", self._patrol), ("break", self._break)):
            self.runner.handle(kind, handler)

    async def _note(self, job: Job) -> None:
        passed = discord.utils.utcnow() - self._began_at[0]
        self._ran.append((f"{job.kind} {job.subject_id}", round(passed.total_seconds(), 3)))

    async def _patrol(self, job: Job) -> datetime:
        await self._note(job)
        return discord.utils.utcnow() + timedelta(hours=6)

    async def _break(self, job: Job) -> None:
        await self._note(job)
        raise Broken

    async def setup_hook(self) -> None:
        self._began_at.append(discord.utils.utcnow())
        await self.database.open()
        self.runner.start()

    async def on_message(self, message: discord.Message) -> None:
        match message.content.split():
            case ["lose", "database"]:
                await self.database.close()
            case ["find", "database"]:
                await self.database.open()
            case [kind, subject_id, "at-once"]:
                await self._put(kind, int(subject_id), timedelta(), run_now=True)
                await self.runner.run(kind, int(subject_id))
            case [kind, subject_id, seconds]:
                await self._put(kind, int(subject_id), timedelta(seconds=float(seconds)))

    async def _put(self, kind: str, subject_id: int, due_in: timedelta, *, run_now: bool = False) -> None:
        due_at = discord.utils.utcnow() + due_in
        await self.database.tx(
            lambda tx: self.runner.put(
                tx, guild_id=1, kind=kind, subject_id=subject_id, due_at=due_at, run_now=run_now
            )
        )

    async def close(self) -> None:
        await self.runner.stop()
        await super().close()
        await self.database.close()


@dataclass(frozen=True)
class Shift:
    """A simulation with a worker in it, and what the worker has done."""

    sim: Simulation
    ran: Ran
    boss: MemberActor
    room: ChannelHandle

    async def put(self, kind: str, subject_id: int, due_in: float) -> None:
        """Have the worker owe a job."""
        await self.say(f"{kind} {subject_id} {due_in}")

    async def say(self, order: str) -> None:
        """Anything else."""
        await self.boss.send(self.room, order)


@pytest.fixture
async def shift(tmp_path: Path) -> AsyncIterator[Shift]:
    ran: Ran = []
    began_at: list[datetime] = []
    sim = Simulation(lambda: Worker(tmp_path, ran, began_at))
    guild = sim.env.create_guild("Town")
    room = guild.create_text_channel("room")
    boss = guild.add_member(sim.env.create_user("boss"))
    async with sim:
        yield Shift(sim, ran, boss, room)


async def test_jobs_run_at_their_very_times_also_one_that_is_put_later_and_due_sooner(shift: Shift) -> None:
    await shift.put("once", 1, 3 * HOUR)
    await shift.put("once", 2, 2 * HOUR)
    await shift.sim.advance(HOUR)
    assert shift.ran == []
    await shift.put("once", 3, HOUR / 2)
    await shift.sim.advance(4 * HOUR)
    assert shift.ran == [("once 3", 1.5 * HOUR), ("once 2", 2 * HOUR), ("once 1", 3 * HOUR)]


async def test_a_patrol_walks_every_six_hours(shift: Shift) -> None:
    await shift.put("patrol", 0, 0)
    await shift.sim.advance(24.5 * HOUR)
    assert shift.ran == [("patrol 0", hours * HOUR) for hours in (0, 6, 12, 18, 24)]


async def test_what_fails_is_tried_again_by_itself_after_a_growing_wait(shift: Shift) -> None:
    await shift.put("break", 1, 0)
    await shift.sim.advance(151)
    assert shift.ran == [("break 1", seconds) for seconds in (0, 10, 30, 70, 150)]


async def test_what_was_run_at_once_and_failed_is_tried_again_by_itself_too(shift: Shift) -> None:
    await shift.say("break 1 at-once")
    await shift.sim.advance(31)
    assert shift.ran == [("break 1", seconds) for seconds in (0, 10, 30)]


async def test_a_database_that_fails_for_a_moment_is_looked_at_again_by_itself(shift: Shift) -> None:
    await shift.put("once", 1, 60)
    await shift.say("lose database")
    await shift.sim.advance(61)
    await shift.say("find database")
    await shift.sim.advance(10)
    assert shift.ran == [("once 1", 70)]


async def test_what_became_due_while_the_bot_was_dead_is_done_at_its_start(shift: Shift) -> None:
    await shift.put("once", 1, HOUR)
    await shift.put("once", 2, 3 * HOUR)
    await shift.sim.env.close_bot()
    await shift.sim.advance(2 * HOUR)
    assert shift.ran == []
    await shift.sim.restart()
    assert shift.ran == [("once 1", 2 * HOUR)]
    await shift.sim.advance(1.5 * HOUR)
    assert shift.ran == [("once 1", 2 * HOUR), ("once 2", 3 * HOUR)]

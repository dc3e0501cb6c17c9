"""`signpost run` is told to stop: what was read is finished, and it ends well, whenever that is."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Timer
from typing import Any

import discord
import pytest
from aiohttp import web
from simcord import interactions
from simcord.backend import serializers
from simcord.enums import ComponentType

from bot import client
from bot.__main__ import main
from bot.app import create_bot
from bot.database import BUSY_SECONDS, Database
from bot.faq.owed import ANSWER_JOB
from bot.jobs.endings import Ending
from bot.jobs.job import Job
from bot.simulated.corrections import DiscordBackend
from tests.test_command_line import prepared_server
from tests.test_connecting import plain_environment
from tests.wire.gateway import Gateway, Session
from tests.wire.live import Live, living, locked
from tests.wire.record import WAITS_SECONDS
from tests.wire.server import WireDiscord, point_to, serving

assert plain_environment  # logging is as before when a command is over

ASKERS, LINES_EACH = 10, 5
QUESTIONS = ("how do i set up spf", "how do i turn on two-factor authentication", "where do i find my dns records")
ROOT = Path(__file__).parents[1]
LATEST_SECONDS = 60
"""Then a process that hangs fails the test instead of stopping it for ever."""


FILLED = [
    {
        "type": int(ComponentType.LABEL),
        "component": {"type": int(ComponentType.RADIO_GROUP), "custom_id": "field:topic", "value": "An invoice"},
    },
    {
        "type": int(ComponentType.LABEL),
        "component": {"type": int(ComponentType.TEXT_INPUT), "custom_id": "field:details", "value": "It is wrong"},
    },
]


class CrowdedGateway(Gateway):
    """Many people ask and send forms as soon as the bot is there, in the middle of a chat."""

    def _beginning(self, session: Session) -> Iterator[tuple[str, Any]]:
        yield from super()._beginning(session)
        (guild_id,) = self._backend.guilds
        (help_id,) = (one.id for one in self._backend.channels.values() if one.name == "help")
        people = [self._backend.make_user(f"member{number}").id for number in range(2 * ASKERS)]
        for one in people:
            self._backend.add_member(guild_id, one)
        for number, asker in enumerate(people[:ASKERS]):
            yield self._written(help_id, asker, QUESTIONS[number % len(QUESTIONS)])
            _, sent = interactions.base_payload(
                self._backend,
                type=5,
                channel_id=help_id,
                guild_id=guild_id,
                user_id=asker,
                data={"custom_id": "form:ticket:new:billing", "components": FILLED},
            )
            yield "INTERACTION_CREATE", sent
            for line in range(LINES_EACH):
                chatterer = people[ASKERS + line % ASKERS]
                yield self._written(help_id, chatterer, f"it rains all day here, number {number} of {line}")

    def _written(self, channel_id: int, author_id: int, text: str) -> tuple[str, Any]:
        message = self._backend.create_message(channel_id, author_id, text)
        (guild_id,) = self._backend.guilds
        return "MESSAGE_CREATE", {
            **serializers.message_payload(self._backend, message),
            "guild_id": str(guild_id),
        }


FILLED = [
    {
        "type": int(ComponentType.LABEL),
        "component": {"type": int(ComponentType.RADIO_GROUP), "custom_id": "field:topic", "value": "An invoice"},
    },
    {
        "type": int(ComponentType.LABEL),
        "component": {"type": int(ComponentType.TEXT_INPUT), "custom_id": "field:details", "value": "It is wrong"},
    },
]


class Crowded(WireDiscord):
    """At its first answer the process is told to stop."""

    def __init__(self, backend: DiscordBackend) -> None:
        super().__init__(backend)
        self.gateway = CrowdedGateway(backend)
        self._told = False

    async def _rest(self, request: web.Request) -> web.Response:
        if request.path.endswith("/messages") and not self._told:
            self._told = True
            os.kill(os.getpid(), signal.SIGTERM)
        return await super()._rest(request)


def test_what_was_read_before_a_stop_is_in_the_database_and_in_discord(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    read: dict[str, list[int]] = {"message": [], "interaction": []}
    dispatch = discord.Client.dispatch

    def noted(self: discord.Client, event: str, /, *args: Any, **how: Any) -> None:
        if event == "interaction" or (event == "message" and args[0].content in QUESTIONS):
            read[event].append(args[0].id)
        dispatch(self, event, *args, **how)

    monkeypatch.setattr(discord.Client, "dispatch", noted)
    monkeypatch.setattr("bot.app.wanted_encoder", lambda *_: None)  # loading one takes a second
    server = prepared_server(home)
    _name_by_id(home, server, "help")
    with serving(Crowded(server)) as wire:
        point_to(wire, monkeypatch)
        assert main(["run", "--home", str(home)]) == 0
    with closing(sqlite3.connect(home / "data" / "signpost.db")) as database:
        asked = {id_ for (id_,) in database.execute("SELECT message_id FROM questions")}
        opened = dict(database.execute("SELECT interaction_id, thread_id FROM tickets"))
    assert len(read["message"]) > 1, "more than one was under way"
    assert set(read["message"]) <= asked
    assert opened.keys() == set(read["interaction"])
    assert None not in opened.values(), "each has its thread"
    assert "could not be finished" not in capfd.readouterr().err


def _name_by_id(home: Path, server: DiscordBackend, name: str) -> None:
    """Call a channel by its id in config.yaml: then it is known before anybody has looked at the server."""
    (id_,) = (channel.id for channel in server.channels.values() if channel.name == name)
    path = home / "config.yaml"
    text = path.read_text(encoding="utf-8")
    assert f"    - {name}\n" in text
    path.write_text(text.replace(f"    - {name}\n", f"    - {id_}\n", 1), encoding="utf-8")


async def test_what_cannot_be_finished_in_time_is_counted_in_the_log(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(client, "LAST_SECONDS", 0)
    never = asyncio.Event()
    async with create_bot(home, clock=discord.utils.utcnow) as bot:
        hanging = [bot._schedule_event(never.wait, "on_message") for _ in range(3)]
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING] == [
        "stopping: 3 of what was read could not be finished in time"
    ]
    assert all(task.done() for task in hanging)


def chatter(live: Live) -> None:
    live.world.newcomer("chatterer").write(live.help[0], "the weather is awful here, day one of rain")


def question(live: Live) -> None:
    live.ask()


def question_and_the_end_of_a_job(live: Live) -> None:
    live.ask()
    jobs = live.bot.services.jobs
    ending = Ending(Job(1, live.world.guild_id, ANSWER_JOB, 99, live.bot.clock(), 1))
    live.bot.stays_open_for(asyncio.create_task(jobs._endings.add(ending)))


@pytest.mark.parametrize("meanwhile", [chatter, question, question_and_the_end_of_a_job])
async def test_a_stop_takes_no_longer_than_it_may_although_all_of_it_is_locked(
    home: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[Live], None]
) -> None:
    monkeypatch.setattr("bot.client.LAST_SECONDS", 0.2)
    close, waited = Database.close, []

    async def freed_at_last(self: Database, patience: float) -> None:
        """Or a thread, which `run` leaves to the end of the process, would go on into the next test."""
        waited.append(patience)
        until_the_end.close()
        await close(self)

    monkeypatch.setattr(Database, "close", freed_at_last)
    with ExitStack() as until_the_end:
        async with asyncio.timeout(None) as limit:
            async with living(home, monkeypatch) as live:
                live.ask()
                await live.all_is_answered()
                until_the_end.enter_context(locked(live))
                read = live.bot.wait_for("message", timeout=WAITS_SECONDS)
                meanwhile(live)
                await read
                limit.reschedule(asyncio.get_running_loop().time() + BUSY_SECONDS / 2)
    assert waited == [client.CANCELLED_SECONDS]


WHILE_IT_LOADS = """
import sys
from bot.launching import command

class Slow:
    def find_spec(self, name, *_):
        if name == "discord":
            print("loading", flush=True)
            sys.stdin.read()

sys.meta_path.insert(0, Slow())
sys.argv = ["signpost", "run"]
command()
"""

TOLD_TWICE = """
import asyncio
from bot import stopping

async def stop_slowly():
    stopping.told(lambda: print("stopping", flush=True))
    print("running", flush=True)
    await asyncio.Event().wait()

asyncio.run(stop_slowly())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there a process cannot be sent Ctrl-C alone")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize(
    ("script", "lines"), [(WHILE_IT_LOADS, ["loading"]), (TOLD_TWICE, ["running", "stopping"])]
)
def test_a_stop_while_it_loads_and_a_second_stop_end_it_at_once_and_well(
    script: str, lines: list[str], number: signal.Signals
) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        watchdog = Timer(LATEST_SECONDS, process.kill)
        watchdog.start()
        assert process.stdout is not None
        assert process.stderr is not None
        for line in lines:
            assert process.stdout.readline().strip() == line
            process.send_signal(number)
        assert (process.wait(), process.stderr.read()) == (0, "")
        watchdog.cancel()

"""`signpost run` and what may go wrong on its way to Discord, over a wire: sentences, patience, sparing logins."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot import logs
from bot.__main__ import main
from bot.app import create_bot
from bot.client import SupportBot
from bot.health.heartbeat import Heartbeat
from bot.health.service import HealthService, last_heartbeat
from bot.logins import service
from bot.logins.service import FILE, Logins
from bot.simulated.corrections import DiscordBackend
from tests.wire.server import TOKEN, WireDiscord, point_to, serving

pytestmark = pytest.mark.usefixtures("encoder_at_hand")

REFUSED_FOR_GOOD = 4013
"""With this code the gateway ends a command that would otherwise run until it is stopped."""

COMMANDS = f"/applications/{DiscordBackend().application_id}/commands"


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits between connections, which take no time here; nor do the library's own."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    def made(folder: Path, clock: Any) -> Logins:
        return Logins(folder, clock, sleep)

    monkeypatch.setattr("bot.commands.run.Logins", made)
    monkeypatch.setattr("bot.commands.check.Logins", made)
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda _: 0.0)
    return slept


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """With the token that the wire accepts; logging is as before when the command is over."""
    monkeypatch.setattr("bot.commands.run.share_the_processor", lambda: None)  # this process goes on
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.delenv("SIGNPOST_DATABASE_URL", raising=False)
    root, discord_log = logging.getLogger(), logging.getLogger("discord")
    before = root.handlers[:], root.level, discord_log.level
    yield
    root.handlers[:], root.level, discord_log.level = before
    for rule in (logs.without_traceback, logs.not_about_voice):
        logging.getLogger("discord.client").removeFilter(rule)


@contextmanager
def wired(monkeypatch: pytest.MonkeyPatch, **how: Any) -> Iterator[WireDiscord]:
    with serving(WireDiscord(DiscordBackend(), **how)) as wire:
        point_to(wire, monkeypatch)
        yield wire


def noted(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / "data" / FILE).read_text(encoding="utf-8"))
    return found


def test_a_gateway_that_cannot_be_reached_at_first_is_tried_again_until_it_can(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], slept: list[float]
) -> None:
    with wired(monkeypatch, unreachable=3, close_code=REFUSED_FOR_GOOD) as wire:
        assert main(["run", "--home", str(home)]) == 1
    lines = capsys.readouterr().err.splitlines()
    patient = [line for line in lines if "Discord's gateway cannot be reached" in line]
    assert [line.partition("bot.connecting: ")[2] for line in patient] == [
        f"Discord's gateway cannot be reached (WSServerHandshakeError); trying again in {seconds} s"
        for seconds in (1, 2, 4)
    ]
    assert slept == [1, 2, 4]
    assert "AttributeError" not in "\n".join(lines)
    assert "Traceback" not in "\n".join(lines), "also of the library's own line"
    assert lines[-1] == f"Discord refuses this bot (code {REFUSED_FOR_GOOD})."
    assert wire.identifies == 1
    assert len(noted(home)["logins"]) == 1


def test_check_online_does_not_wait_for_a_gateway_that_cannot_be_reached(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], slept: list[float]
) -> None:
    with wired(monkeypatch, unreachable=1) as wire:
        assert main(["check", "--online", "--home", str(home)]) == 1
    error = capsys.readouterr().err
    assert error == "Discord cannot be reached (GatewayNotFound). Check the network and try again.\n"
    assert slept == []
    assert wire.identifies == 0


def test_check_online_counts_as_a_login_and_not_as_a_start_that_failed(
    home: Path, monkeypatch: pytest.MonkeyPatch, slept: list[float]
) -> None:
    with wired(monkeypatch):
        for _ in range(2):
            main(["check", "--online", "--home", str(home)])
    assert (len(noted(home)["logins"]), noted(home)["failures"]) == (2, 0)
    assert slept == []


def test_a_start_after_others_that_failed_waits_longer_than_after_one(
    home: Path, monkeypatch: pytest.MonkeyPatch, slept: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    with wired(monkeypatch, close_code=REFUSED_FOR_GOOD) as wire:
        main(["run", "--home", str(home)])
        assert slept == []
        assert noted(home)["failures"] == 1
        later = datetime.now(UTC) + timedelta(hours=1)
        past = {"logins": [], "failures": 30, "tried_at": later.isoformat()}
        (home / "data" / FILE).write_text(json.dumps(past), encoding="utf-8")
        seen: list[Any] = []

        async def stopped(self: Logins, until: datetime, why: str) -> None:
            seen.append((until, why))

        monkeypatch.setattr(service.Logins, "wait", stopped)
        main(["run", "--home", str(home)])
    ((until, why),) = seen
    assert timedelta(minutes=14) < until - datetime.now(UTC) <= timedelta(minutes=15)
    assert why == "30 starts in a row did not last, 0 logins in 24 hours"
    assert noted(home)["failures"] == 31
    assert wire.identifies == 2


def test_while_it_runs_health_is_asked_from_elsewhere_and_afterwards_it_is_not_running(
    home: Path, monkeypatch: pytest.MonkeyPatch, slept: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[tuple[int, str]] = []
    written, write = asyncio.Event(), HealthService.write_heartbeat

    async def noticed(self: HealthService, **how: Any) -> Heartbeat:
        self._jobs.looked_at = self._clock()
        heartbeat = await write(self, **how)
        written.set()
        return heartbeat

    monkeypatch.setattr(HealthService, "write_heartbeat", noticed)

    async def asked(_bot: SupportBot, *, reconnect: bool = True) -> None:
        """In the place of being connected: until the heartbeat that `run` writes is there."""
        await asyncio.wait_for(written.wait(), 20)
        capsys.readouterr()
        status = await asyncio.to_thread(main, ["health", "--home", str(home)])
        told.append((status, "".join(capsys.readouterr())))

    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=5 * 1024**3))
    monkeypatch.setattr(SupportBot, "connect", asked)
    monkeypatch.setattr("bot.watching._answered_at", lambda bot: bot.clock())
    with wired(monkeypatch):
        assert main(["run", "--home", str(home)]) == 0
    ((status, line),) = told
    assert (status, line) == (0, "healthy; no job overdue; 0 obstacles; no backup known; 5.0 GB free\n")
    assert main(["backup", "--home", str(home), str(home / "copy.db")]) == 0
    capsys.readouterr()
    assert main(["health", "--home", str(home)]) == 1
    assert capsys.readouterr().err.startswith("unhealthy: not running; last backup ")


def test_health_of_a_folder_where_nothing_ran_is_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["health", "--home", str(home)]) == 1
    assert capsys.readouterr().err.startswith("unhealthy: there is no ")


def test_few_logins_left_are_waited_for_and_not_used_up(
    home: Path, monkeypatch: pytest.MonkeyPatch, slept: list[float]
) -> None:
    with wired(monkeypatch, remaining=3) as wire:

        async def refill(_: Logins, until: datetime, why: str) -> None:
            assert why == "Discord allows only 3 more until then"
            assert until > datetime.now(UTC) + timedelta(minutes=59)
            assert wire.identifies == 0
            wire.remaining, wire.gateway.close_code = 1000, REFUSED_FOR_GOOD

        monkeypatch.setattr(service.Logins, "wait", refill)
        assert main(["run", "--home", str(home)]) == 1
    assert wire.identifies == 1


def test_what_fails_before_the_login_costs_none(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], slept: list[float]
) -> None:
    (home / "data").mkdir()
    (home / "data" / "signpost.db").write_text("This is a shopping list. " * 100, encoding="utf-8")
    with wired(monkeypatch) as wire:
        assert main(["run", "--home", str(home)]) == 1
    assert "is no database" in capsys.readouterr().err
    assert wire.requests == []
    assert not (home / "data" / FILE).exists()
    assert last_heartbeat(home / "data") is None


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        (COMMANDS, 400, "Discord refuses the bot's commands (status 400, code 50035): "),
        (COMMANDS, 403, "Discord refuses what the bot asked (status 403, code 50035): "),
        ("/users/@me", 403, "Discord refuses what the bot asked (status 403, code 50035): "),
        ("/gateway/bot", 403, "Discord refuses what the bot asked (status 403, code 50035): "),
        (COMMANDS, 429, "Discord does not answer as it should (status 429). Try again later."),
    ],
)
def test_what_discord_refuses_is_not_blamed_on_the_network(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    slept: list[float],
    path: str,
    status: int,
    says: str,
) -> None:
    body = {"code": 50035, "message": "Invalid Form Body", "errors": {}}
    with wired(monkeypatch, close_code=REFUSED_FOR_GOOD, refused={path: (status, body)}) as wire:
        assert main(["run", "--home", str(home)]) == 1
    error = capsys.readouterr().err
    assert "Check the network" not in error
    assert "Traceback" not in error
    assert error.splitlines()[-1].startswith(says)
    assert wire.identifies == 0


def test_the_librarys_line_on_a_lost_connection_says_what_was_lost_without_a_traceback() -> None:
    try:
        raise ConnectionResetError("gone")
    except ConnectionResetError as error:
        exc_info = (type(error), error, error.__traceback__)
    record = logging.LogRecord(
        "discord.client", logging.ERROR, "", 1, "Attempting a reconnect in %.2fs", (2.5,), exc_info
    )
    assert logs.without_traceback(record)
    assert record.getMessage() == "Attempting a reconnect in 2.50s (ConnectionResetError)"
    assert record.exc_info is None
    other = logging.LogRecord("discord.client", logging.ERROR, "", 1, "Ignoring", (), exc_info)
    assert logs.without_traceback(other)
    assert other.exc_info is exc_info


def test_a_start_says_nothing_of_voice(caplog: pytest.LogCaptureFixture) -> None:
    logs.configure("text")
    logging.getLogger().addHandler(caplog.handler)
    library = logging.getLogger("discord.client")
    for missing in ("PyNaCl", "davey"):
        library.warning(f"{missing} is not installed, voice will NOT be supported")
    library.warning("Something else is missing")
    assert [record.getMessage() for record in caplog.records] == ["Something else is missing"]


async def test_ready_while_shutting_down_begins_nothing(home: Path) -> None:
    bot = create_bot(home, clock=discord.utils.utcnow)
    async with bot:
        await bot.open()
    await bot.on_ready()
    assert not bot.services.jobs._started

"""The command line: what the operator types, and the plain sentences they read. Never a traceback."""

from __future__ import annotations

import base64
import json
import logging
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer

import discord
import pytest

from bot import process_lock
from bot.__main__ import main
from bot.commands import languages
from bot.config import load_config
from bot.simulated.community import build
from bot.simulated.corrections import DiscordBackend
from bot.simulated.simulation import Simulation
from bot.tickets.record.shelf import Shelf
from tests.wire.server import GUILDS_COME_SECONDS, TOKEN, WireDiscord, point_to, serving

pytestmark = pytest.mark.usefixtures("encoder_at_hand")

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "docs" / "schema"

VIEW, SEND, EMBED, HISTORY = 1 << 10, 1 << 11, 1 << 14, 1 << 16
MANAGE_THREADS, PRIVATE_THREADS, SEND_IN_THREADS = 1 << 34, 1 << 36, 1 << 38
ATTACH, PUBLIC_THREADS, REACT = 1 << 15, 1 << 35, 1 << 6
LEAST = (
    VIEW
    | SEND
    | EMBED
    | ATTACH
    | HISTORY
    | MANAGE_THREADS
    | PUBLIC_THREADS
    | PRIVATE_THREADS
    | SEND_IN_THREADS
    | REACT
)
ADMINISTRATOR, MANAGE_CHANNELS, MANAGE_ROLES = 1 << 3, 1 << 4, 1 << 28

APPLICATION = 123456789012345678
OTHER = 223456789012345678


def token_of(application_id: int) -> str:
    """Shaped like Discord's tokens, and accepted nowhere."""
    return base64.urlsafe_b64encode(str(application_id).encode()).decode().rstrip("=") + ".abc.def"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Without the operator's own token and database; logging is as before when the command is over."""
    monkeypatch.setattr("bot.commands.run.share_the_processor", lambda: None)  # this process goes on
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.delenv("SIGNPOST_DATABASE_URL", raising=False)
    root, discord_log = logging.getLogger(), logging.getLogger("discord")
    before = root.handlers[:], root.level, discord_log.level
    yield
    root.handlers[:], root.level, discord_log.level = before


class Command:
    """Runs `signpost …` in this process; what it printed is in `out` and `err`."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *arguments: str | Path) -> int:
        self._capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        self.out, self.err = self._capsys.readouterr()
        assert "Traceback" not in self.out + self.err
        assert TOKEN not in self.out + self.err
        return status


@pytest.fixture
def signpost(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


# -- check


def test_check_counts_what_ships(signpost: Command, home: Path) -> None:
    assert signpost("check", "--home", home) == 0
    entries, phrasings = map(int, re.findall(r"(\d+) (?:entries|phrasings)", signpost.out))
    assert signpost.out.startswith("config.yaml: 6 ticket types. faq/: ")
    assert signpost.out.endswith(" phrasings. No problems.\n")
    assert 10 < entries < phrasings
    assert signpost.err == ""


def test_check_is_content_with_what_may_not_be_meant_and_names_it(signpost: Command, home: Path) -> None:
    (home / "faq" / "a.yaml").write_text(
        "category: Odd\nentries:\n  - id: odd\n    title: What is odd?\n    questions: ['!?!']\n"
        "    answer: See [this](this.md).\n",
        encoding="utf-8",
    )
    assert signpost("check", "--home", home) == 0
    link, symbols = signpost.err.splitlines()
    assert link.startswith("faq/a.yaml:6: `[this](this.md)` is a link")
    assert symbols.startswith("faq/a.yaml:5: `!?!` has no word")
    assert signpost.out.endswith(" phrasings. No problems, but 2 to look at.\n")


def test_check_runs_as_a_process_of_its_own(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "check", "--home", home],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "No problems." in done.stdout


def test_check_names_every_mistake_of_the_settings_with_its_line(signpost: Command, home: Path) -> None:
    config = home / "config.yaml"
    text = config.read_text(encoding="utf-8")
    for right, wrong in (
        ("  auto_close_days: 3", "  auto_close_day: 3"),
        ("      priority: P2", "      priority: P9"),
        ("  message_content: true", "  message_content: yes"),
    ):
        assert text.count(f"\n{right}\n") == 1
        text = text.replace(f"\n{right}\n", f"\n{wrong}\n")
    config.write_text(text, encoding="utf-8")
    lines = text.splitlines()

    assert signpost("check", "--home", home) == 1
    *problems, count = signpost.err.splitlines()
    assert count == f"{len(problems)} problems."
    assert len(problems) == 3
    for wrong in ("message_content: yes", "auto_close_day: 3", "priority: P9"):
        number = next(at for at, line in enumerate(lines, start=1) if line.strip() == wrong)
        assert any(problem.startswith(f"config.yaml:{number}: ") for problem in problems), (wrong, problems)
    assert "(did you mean `auto_close_days`?)" in signpost.err
    assert signpost.out == ""


def test_check_names_every_mistake_of_the_knowledge_base_with_its_file_and_line(
    signpost: Command, home: Path
) -> None:
    for name, entry in (("a.yaml", "ticket_type: delivry"), ("b.yaml", "chanels: [help]")):
        (home / "faq" / name).write_text(
            "category: Mistakes\nentries:\n"
            f"  - id: mistake-in-{name[0]}\n    title: What is {name[0]}?\n    {entry}\n"
            f"    questions: [what on earth is {name[0]}, please explain {name[0]} to me]\n    answer: Nothing.\n",
            encoding="utf-8",
        )
    assert signpost("check", "--home", home) == 1
    first, second, count = signpost.err.splitlines()
    assert first.startswith("faq/a.yaml:5: ")
    assert "(did you mean `delivery`?)" in first
    assert second.startswith("faq/b.yaml:5: ")
    assert "(did you mean `channels`?)" in second
    assert count == "2 problems."


@pytest.mark.parametrize("number", [100, 1234])
def test_a_mistake_is_named_with_its_line_whatever_the_number(signpost: Command, home: Path, number: int) -> None:
    config = home / "config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text("#\n" * (number - 1) + "wrong: 1\n" + text, encoding="utf-8")
    assert signpost("check", "--home", home) == 1
    assert signpost.err.startswith(f"config.yaml:{number}: ")


def test_check_says_where_it_looked_for_the_settings(signpost: Command, tmp_path: Path) -> None:
    assert signpost("check", "--home", tmp_path) == 1
    assert f"there is no config.yaml in {tmp_path}" in signpost.err
    assert signpost.err.endswith("1 problem.\n")


def test_nothing_starts_with_a_mistake_in_the_settings(signpost: Command, home: Path) -> None:
    config = home / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("  name: Larkmail", "  nam: Larkmail"), "utf-8")
    assert signpost("run", "--home", home) == 1
    assert re.match(r"config\.yaml:\d+: ", signpost.err)
    assert not (home / "data").exists()


# -- check --invite


def links(output: str) -> list[tuple[str, int]]:
    """Each link's client id and permissions."""
    return [
        (match["client"], int(match["permissions"]))
        for match in re.finditer(
            r"https://discord\.com/oauth2/authorize\?client_id=(?P<client>\w+)"
            r"&scope=bot\+applications\.commands&permissions=(?P<permissions>\d+)",
            output,
        )
    ]


def test_the_invitation_asks_for_the_least_permissions_and_says_what_setup_needs_more(
    signpost: Command, home: Path
) -> None:
    assert signpost("check", "--home", home, "--invite", "--application-id", str(APPLICATION)) == 0
    least, with_setup = links(signpost.out)
    assert least == (str(APPLICATION), LEAST)
    assert with_setup == (str(APPLICATION), LEAST | MANAGE_CHANNELS | MANAGE_ROLES)
    assert not (least[1] | with_setup[1]) & ADMINISTRATOR
    assert "--application-id" not in signpost.out


def test_the_invitation_takes_the_application_from_the_token(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", token_of(APPLICATION))
    assert signpost("check", "--home", home, "--invite") == 0
    assert [client for client, _ in links(signpost.out)] == [str(APPLICATION)] * 2
    assert token_of(APPLICATION) not in signpost.out


@pytest.mark.parametrize("token", ["", "nonsense", "ünïcödé.abc.def", "=.=.="])
def test_the_invitation_without_an_application_says_what_to_put_in(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", token)
    assert signpost("check", "--home", home, "--invite") == 0
    assert links(signpost.out)[0] == ("YOUR_APPLICATION_ID", LEAST)
    assert "Put in the application id from the developer portal, or give it with --application-id." in signpost.out


def test_the_token_is_read_from_the_env_file_and_the_environment_wins(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".env").write_text(f"# secret\nDISCORD_TOKEN={token_of(APPLICATION)}\n", encoding="utf-8")
    signpost("check", "--home", home, "--invite")
    assert links(signpost.out)[0][0] == str(APPLICATION)
    monkeypatch.setenv("DISCORD_TOKEN", token_of(OTHER))
    signpost("check", "--home", home, "--invite")
    assert links(signpost.out)[0][0] == str(OTHER)


# -- Discord, over a wire


@contextmanager
def wired(
    backend: DiscordBackend, monkeypatch: pytest.MonkeyPatch, close_code: int | None = None
) -> Iterator[WireDiscord]:
    with serving(WireDiscord(backend, close_code=close_code)) as wire:
        point_to(wire, monkeypatch)
        yield wire


def test_run_without_a_token_says_where_to_put_one(signpost: Command, home: Path) -> None:
    assert signpost("run", "--home", home) == 1
    assert signpost.err.count("\n") == 1
    assert signpost.err.startswith("There is no token. Set DISCORD_TOKEN in the environment")


@pytest.mark.parametrize("command", [["run"], ["check", "--online"]], ids=" ".join)
def test_a_wrong_token_is_a_plain_sentence(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", token_of(OTHER))
    with wired(DiscordBackend(), monkeypatch) as wire:
        assert signpost(*command, "--home", home) == 1
    assert signpost.err.splitlines()[-1].startswith("Discord does not accept the token in DISCORD_TOKEN.")
    assert token_of(OTHER) not in signpost.err
    assert wire.requests == [("GET", "/users/@me")]


def test_a_privileged_intent_that_is_off_is_a_plain_sentence(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    with wired(DiscordBackend(), monkeypatch, close_code=4014):
        assert signpost("run", "--home", home) == 1
    assert signpost.err.splitlines()[-1].startswith("The intent Message Content is not switched on for this bot.")
    assert "`message_content: false`" in signpost.err


def test_a_token_that_is_withdrawn_while_the_bot_connects_is_a_plain_sentence(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    with wired(DiscordBackend(), monkeypatch, close_code=4004):
        assert signpost("run", "--home", home) == 1
    assert signpost.err.splitlines()[-1].startswith("Discord does not accept the token in DISCORD_TOKEN.")


def test_a_gateway_that_refuses_for_another_reason_is_a_plain_sentence(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    with wired(DiscordBackend(), monkeypatch, close_code=4013):
        assert signpost("run", "--home", home) == 1
    assert "4013" in signpost.err.splitlines()[-1]


@pytest.mark.parametrize("command", [["run"], ["check", "--online"]], ids=" ".join)
def test_a_discord_that_cannot_be_reached_is_a_plain_sentence(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    with closing(socket.create_server(("127.0.0.1", 0))) as nobody:
        port = nobody.getsockname()[1]
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{port}/api/v10")
    assert signpost(*command, "--home", home) == 1
    last = signpost.err.splitlines()[-1]
    assert last == "Discord cannot be reached (ClientConnectorError). Check the network and try again."


def test_check_says_when_the_community_speaks_a_language_that_the_bot_does_not(
    signpost: Command, home: Path
) -> None:
    assert signpost("check", "--home", home) == 0
    assert "does not speak" not in signpost.out
    file = home / "config.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("  language: en\n", "  language: fr\n", 1), "utf-8")
    assert signpost("check", "--home", home) == 0
    assert "the bot does not speak fr yet, so what it says to all is English. It speaks: de, en." in signpost.out


def test_check_names_a_broken_file_of_translations(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert signpost("check", "--home", home) == 0
    monkeypatch.setattr(languages, "UNUSABLE", {"fr.po": "line 2: no"})
    assert signpost("check", "--home", home) == 1
    assert "cogs/texts/locales/fr.po: line 2: no. Until this is put right" in signpost.err
    assert "No problems." in signpost.out


def test_check_online_names_what_is_missing_in_each_server(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n", encoding="utf-8")
    backend = prepared_server(home)
    empty = backend.create_guild("Empty")
    assert empty.id != next(iter(backend.guilds))
    name_servers(home, *backend.guilds)
    with wired(backend, monkeypatch) as wire:
        assert signpost("check", "--home", home, "--online") == 1
    lines = signpost.err.splitlines()
    assert [line for line in lines if not line.startswith("Empty: ")] == []
    for name in ("#help", "#dns-and-domains", "#ask-the-community", "#get-support", "#staff-queue"):
        assert sum(f"Channel {name} (" in line and "is missing" in line for line in lines) == 1, lines
    for name in ("Support", "Engineering", "Trusted Helper"):
        assert sum(f"Role {name} is missing" in line for line in lines) == 1, lines
    assert "*" not in signpost.err
    assert {method for method, _ in wire.requests} == {"GET"}, "it only looks"


def test_check_online_is_content_with_a_server_that_has_everything(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    with wired(prepared_server(home), monkeypatch):
        assert signpost("check", "--home", home, "--online") == 0
    assert signpost.err == ""
    assert "Discord: channels, roles and permissions are in place." in signpost.out


def test_check_online_says_when_the_bot_is_in_no_server(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    with wired(DiscordBackend(), monkeypatch):
        assert signpost("check", "--home", home, "--online") == 1
    assert signpost.err == "The bot is in no server yet. Invite it: signpost check --invite prints the link.\n"


def test_check_online_says_which_servers_there_are_to_name(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    backend = prepared_server(home)
    mine, other = next(iter(backend.guilds)), backend.create_guild("Other").id
    with wired(backend, monkeypatch):
        assert signpost("check", "--home", home, "--online") == 1
    (line,) = signpost.err.splitlines()
    assert "config.yaml names none, so it serves none" in line
    assert f"{mine} (Larkmail)" in line
    assert f"{other} (Other)" in line
    name_servers(home, mine, 404)
    with wired(backend, monkeypatch):
        assert signpost("check", "--home", home, "--online") == 1
    (line,) = signpost.err.splitlines()
    assert "names the server 404, and the bot is not in it" in line


def name_servers(home: Path, *ids: int) -> None:
    """The operator writes `discord.servers`."""
    file = home / "config.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("discord:\n", f"discord:\n  servers: {list(ids)}\n", 1), "utf-8")


def prepared_server(home: Path) -> DiscordBackend:
    """A Discord in which one server has everything that config.yaml names."""
    config, problems = load_config(home)
    assert config is not None, problems
    world = Simulation(lambda: discord.Client(intents=discord.Intents.none()))
    build(world, config)
    return world.env.backend


@contextmanager
def killed_if_it_hangs(process: subprocess.Popen[str]) -> Iterator[None]:
    watchdog = Timer(60, process.kill)
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()


RUN_ON_THE_WIRE = f"""
import functools, sys, yarl, discord
from datetime import timedelta
from discord.gateway import DiscordWebSocket
from bot import process_lock
from bot.__main__ import main
from bot.drafts import upkeep
from bot.knowledge import reloading
reloading.LOOK_SECONDS = 0.5  # a file may be saved before the folder is watched
upkeep.SETTLES = timedelta(0)  # nobody saves it again
discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = sys.argv[1], yarl.URL(sys.argv[2])
discord.Client.__init__ = functools.partialmethod(
    discord.Client.__init__, guild_ready_timeout={GUILDS_COME_SECONDS}
)
sys.exit(main(["run", "--home", sys.argv[3], "--log-format", "json"]))
"""


def test_run_serves_until_it_is_told_to_stop(home: Path, tmp_path: Path) -> None:
    stops = {signal.SIGTERM: home, signal.SIGINT: tmp_path / "second"}
    (tmp_path / "second").mkdir()
    for name in ("config.yaml", "faq"):
        (tmp_path / "second" / name).symlink_to(home / name)
    environment = {**os.environ, "DISCORD_TOKEN": TOKEN}
    with serving(WireDiscord(prepared_server(home))) as wire:
        processes = {
            stop: subprocess.Popen(
                [sys.executable, "-c", RUN_ON_THE_WIRE, wire.rest_url, wire.gateway_url, folder],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for stop, folder in stops.items()
        }
        for stop, process in processes.items():
            with process, killed_if_it_hangs(process):
                assert process.stderr is not None
                lines = []
                for line in process.stderr:
                    lines.append(json.loads(line))
                    if lines[-1]["message"] == "ready; communities: 1":
                        while not kinds_of_jobs(stops[stop]) and process.poll() is None:
                            pass  # the first look at the jobs is under way
                        process.send_signal(stop)
                assert process.wait() == 0, lines
                assert lines[-1]["message"] == "ready; communities: 1", "it says good-bye without a word"
                assert any("questions are matched by their words" in line["message"] for line in lines)
                assert process.stdout is not None
                assert process.stdout.read() == ""
    assert ("PUT", f"/applications/{wire.backend.application_id}/commands") in wire.requests


def kinds_of_jobs(home: Path) -> list[str]:
    """What is owed, as it stands in the file."""
    with closing(sqlite3.connect(home / "data" / "signpost.db")) as database:
        return [kind for (kind,) in database.execute("SELECT kind FROM jobs ORDER BY kind")]


def test_run_uses_a_faq_file_when_it_is_saved_and_tells_staff_of_one_with_mistakes(home: Path) -> None:
    file = home / "faq" / "dns.yaml"
    right, backend = file.read_text(encoding="utf-8"), prepared_server(home)
    [queue] = [channel.id for channel in backend.channels.values() if channel.name == "staff-queue"]
    steps = iter([right.replace("category: DNS", "category: The DNS"), right.replace("category: ", "catgory: ")])
    with serving(WireDiscord(backend)) as wire:
        process = subprocess.Popen(
            [sys.executable, "-c", RUN_ON_THE_WIRE, wire.rest_url, wire.gateway_url, home],
            cwd=ROOT,
            env={**os.environ, "DISCORD_TOKEN": TOKEN},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process, killed_if_it_hangs(process):
            assert process.stderr is not None
            for line in process.stderr:
                message = json.loads(line)["message"]
                if message.startswith(("ready", "FAQ files read anew")):
                    file.write_text(next(steps), encoding="utf-8")
                if "told of the FAQ files' mistakes" in message:
                    process.send_signal(signal.SIGTERM)
            assert process.wait() == 0
    assert next(steps, None) is None
    assert [message for message in backend.messages[queue].values() if "faq/dns.yaml:2: " in message.content]


# -- the database


def test_migrate_says_from_where_to_where(signpost: Command, home: Path) -> None:
    assert signpost("migrate", "--home", home) == 0
    assert re.fullmatch(r"The database was upgraded from nothing to revision \d{4}\.\n", signpost.out)
    newest = signpost.out.split()[-1]
    assert signpost("migrate", "--home", home) == 0
    assert signpost.out == f"The database is up to date (revision {newest[:-1]}).\n"


def test_a_database_of_a_newer_signpost_is_left_alone(signpost: Command, home: Path) -> None:
    signpost("migrate", "--home", home)
    with closing(sqlite3.connect(home / "data" / "signpost.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    assert signpost("migrate", "--home", home) == 1
    assert "The database is at revision 9999, which this version of Signpost does not know" in signpost.err


def test_a_file_that_is_no_database_is_a_plain_sentence(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    (home / "data").mkdir()
    (home / "data" / "signpost.db").write_text("This is a shopping list. " * 100, encoding="utf-8")
    assert signpost("migrate", "--home", home) == 1
    file = home / "data" / "signpost.db"
    told = f"The file {file} is no database. Keep it aside, and bring back the last backup: signpost restore FILE."
    assert signpost.err.strip().endswith(told)
    assert "sqlite" not in signpost.err
    with wired(DiscordBackend(), monkeypatch):
        assert signpost("run", "--home", home) == 1
    assert signpost.err.strip().endswith(told)


def test_the_database_can_be_elsewhere(signpost: Command, home: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "bot.db"
    (home / ".env").write_text(f"SIGNPOST_DATABASE_URL=sqlite+aiosqlite:///{elsewhere}\n", encoding="utf-8")
    assert signpost("migrate", "--home", home) == 0
    assert elsewhere.exists()
    assert not (home / "data").exists()


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/bot", "sqlite:///bot.db"])
def test_a_database_url_that_cannot_work_is_a_plain_sentence(
    signpost: Command, home: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("SIGNPOST_DATABASE_URL", url)
    assert signpost("migrate", "--home", home) == 1
    assert "SIGNPOST_DATABASE_URL" in signpost.err


def test_backup_copies_a_database_that_is_being_written(signpost: Command, home: Path, tmp_path: Path) -> None:
    signpost("migrate", "--home", home)
    copy = tmp_path / "copy.db"
    with closing(sqlite3.connect(home / "data" / "signpost.db")) as live:
        live.execute("INSERT INTO panels VALUES (1, 2, 3, 'main')")
        live.commit()
        live.execute("INSERT INTO panels VALUES (4, 5, 6, 'main')")
        assert signpost("backup", "--home", home, copy) == 0
        assert signpost.out == f"{copy} written.\n"
        live.rollback()
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT * FROM panels").fetchall() == [(1, 2, 3, "main")]
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert {path.name for path in tmp_path.iterdir()} == {"home", "copy.db"}


def test_backup_says_what_it_does_not_hold(signpost: Command, home: Path, tmp_path: Path) -> None:
    signpost("migrate", "--home", home)
    folder = home / "data" / "attachments"
    for content in (b"a picture", b"a picture", b"x" * 1_500_000):
        Shelf(folder).keep(content)
    assert signpost("backup", "--home", home, tmp_path / "copy.db") == 0
    assert f"(2, 1.4 MB): copy {folder} too." in signpost.out


def test_backup_overwrites_nothing(signpost: Command, home: Path, tmp_path: Path) -> None:
    signpost("migrate", "--home", home)
    precious = tmp_path / "precious.db"
    precious.write_text("precious", encoding="utf-8")
    assert signpost("backup", "--home", home, precious) == 1
    assert signpost.err == f"{precious} exists already; choose a new name.\n"
    assert precious.read_text(encoding="utf-8") == "precious"


def test_backup_says_when_there_is_nothing_to_copy_or_nowhere_to_copy_to(
    signpost: Command, home: Path, tmp_path: Path
) -> None:
    assert signpost("backup", "--home", home, tmp_path / "copy.db") == 1
    assert "so there is nothing to back up" in signpost.err
    signpost("migrate", "--home", home)
    assert signpost("backup", "--home", home, tmp_path / "no" / "folder" / "copy.db") == 1
    assert "failed: No such file or directory." in signpost.err
    assert {path.name for path in tmp_path.iterdir()} == {"home"}


def test_restore_brings_a_backup_back_and_says_where_the_old_database_is(
    signpost: Command, home: Path, tmp_path: Path
) -> None:
    signpost("migrate", "--home", home)
    signpost("backup", "--home", home, tmp_path / "copy.db")
    with closing(sqlite3.connect(home / "data" / "signpost.db")) as live:
        live.execute("INSERT INTO panels VALUES (1, 2, 3, 'main')")
        live.commit()
    assert signpost("restore", "--home", home, tmp_path / "copy.db") == 0
    (aside,) = (home / "data").glob("*.before-restore-*")
    assert signpost.out == (
        f"The database is restored from {tmp_path / 'copy.db'}.\nThe database that was there is kept as {aside}.\n"
    )
    for path, rows in ((home / "data" / "signpost.db", 0), (aside, 1)):
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("SELECT count(*) FROM panels").fetchone() == (rows,)


@pytest.mark.parametrize("command", ["run", "migrate", "restore", "import"])
def test_who_would_be_a_second_process_on_the_database_is_told_who_the_first_is(
    signpost: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    signpost("migrate", "--home", home)
    copy = tmp_path / "copy.db"
    with process_lock.held(home / "data" / "signpost.db", "run", datetime(2027, 3, 1, 12, tzinfo=UTC)):
        assert signpost("backup", "--home", home, copy) == 0, "a backup needs no lock"
        assert signpost("export", "--home", home, tmp_path / "signpost.zip") == 0, "nor does an export"
        file = {"restore": [copy], "import": [tmp_path / "signpost.zip"]}.get(command, [])
        assert signpost(command, "--home", home, *file) == 1
    assert f"is in use by `signpost run`, process {os.getpid()} on " in signpost.err
    assert signpost.err.count("\n") == 1
    assert not list((home / "data").glob("*.before-restore-*"))


def test_restore_is_for_sqlite(
    signpost: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNPOST_DATABASE_URL", "postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    assert signpost("restore", "--home", home, tmp_path / "copy.db") == 1
    assert signpost.err == "`signpost restore` is for SQLite; for PostgreSQL use pg_restore.\n"


def test_an_export_begins_a_new_home_and_both_say_what_goes_along(
    signpost: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signpost("migrate", "--home", home)
    with closing(sqlite3.connect(home / "data" / "signpost.db")) as live:
        live.execute("INSERT INTO panels VALUES (1, 2, 3, 'main')")
        live.commit()
        file = tmp_path / "signpost.zip"
        with process_lock.held(home / "data" / "signpost.db", "run", datetime(2027, 3, 1, 12, tzinfo=UTC)):
            assert signpost("export", "--home", home, file) == 0
    assert signpost.out == (
        f"{file} written: 1 rows, 0 files.\nconfig.yaml, faq/ and .env are not in it: copy them too.\n"
    )
    assert signpost("import", "--home", tmp_path / "new", file) == 0
    assert signpost.out.startswith(f"{file} imported: 1 rows, 0 files.\n")
    with closing(sqlite3.connect(tmp_path / "new" / "data" / "signpost.db")) as database:
        assert database.execute("SELECT * FROM panels").fetchall() == [(1, 2, 3, "main")]
    assert signpost("import", "--home", home, file) == 1
    assert signpost.err.startswith("The database is in use already: there is something in its table panels.")
    monkeypatch.setenv("SIGNPOST_DATABASE_URL", "postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    assert signpost("export", "--home", home, tmp_path / "other.zip") == 1
    assert not (tmp_path / "other.zip").exists()
    for module in [name for name in sys.modules if name.partition(".")[0] == "asyncpg"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    assert signpost("export", "--home", home, tmp_path / "other.zip") == 1
    assert signpost.err == "For this database install asyncpg: pip install 'signpost-bot[postgres]'.\n"


# -- schema, and what is no command


@pytest.mark.parametrize("which", ["config", "faq", "synonyms"])
def test_schema_prints_the_schema_that_is_checked_in(signpost: Command, which: str) -> None:
    assert signpost("schema", which) == 0
    assert json.loads(signpost.out)["title"]
    assert signpost.out == (SCHEMAS / f"{which}.schema.json").read_text(encoding="utf-8")


def test_schema_is_that_of_a_faq_file_unless_another_is_asked_for(signpost: Command) -> None:
    signpost("schema")
    assert signpost.out == (SCHEMAS / "faq.schema.json").read_text(encoding="utf-8")


def test_schema_writes_all_into_a_folder(signpost: Command, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "schemas"
    assert signpost("schema", "--write", folder) == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "config.schema.json",
        "faq.schema.json",
        "synonyms.schema.json",
    ]
    for path in folder.iterdir():
        assert path.read_text(encoding="utf-8") == (SCHEMAS / path.name).read_text(encoding="utf-8")
        assert f"{path} written." in signpost.out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["run", "--fast"],
        ["run", "--log-format", "xml"],
        ["check", "--application-id", "mine"],
        ["schema", "tickets"],
        ["backup"],
    ],
    ids=" ".join,
)
def test_what_is_no_command_exits_with_2_and_the_usage(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as exited:
        main(arguments)
    assert exited.value.code == 2
    assert capsys.readouterr().err.startswith("usage: signpost")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exited:
        main(["--help"])
    assert exited.value.code == 0
    shown = capsys.readouterr().out
    for command in (
        "run",
        "check",
        "demo",
        "schema",
        "migrate",
        "backup",
        "transcript",
        "restore",
        "export",
        "import",
        "report",
        "health",
    ):
        assert re.search(rf"^    {command}\s", shown, re.MULTILINE), command

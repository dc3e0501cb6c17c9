"""Starts and logins over restarts of the process: what a file remembers, in simulated time."""

from __future__ import annotations

import json
import logging
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StartupError
from bot.logins.pace import FLOOR, LONGEST_PAUSE
from bot.logins.service import AT_ONCE, FILE, Logins, NotYet
from tests.logins.test_pace import most_in_a_day
from tests.services import HandClock

CRASHES = 2000


class Machine:
    """Starts bots that take `logins.json` over from each other; sleeping turns the clock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = HandClock()
        self.slept = timedelta()

    async def sleep(self, seconds: float) -> None:
        self.slept += timedelta(seconds=seconds)
        self.clock.turn(seconds=seconds)

    def logins(self) -> Logins:
        return Logins(self.folder, self.clock, self.sleep)

    async def start(self) -> Logins:
        """A start up to its login; what is asked to wait longer waits."""
        logins = self.logins()
        await logins.begin()
        try:
            await logins.permit()
        except NotYet as not_yet:
            await logins.wait(not_yet.until, not_yet.why)
            await logins.permit()
        return logins


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "data")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of starts would wait for the disk: the file is kept in memory, as it is written."""
    kept: dict[Path, str] = {}

    def text_of(path: Path, **_: str) -> str:
        if path not in kept:
            raise FileNotFoundError(path)
        return kept[path]

    monkeypatch.setattr("bot.private_files.write", kept.__setitem__)
    monkeypatch.setattr(Path, "read_text", text_of)


@pytest.mark.parametrize("seconds", [5, 600], ids="dies after {} s".format)
@pytest.mark.usefixtures("quick")
async def test_two_thousand_crashes_in_a_row_are_fewer_than_two_hundred_logins_a_day(
    machine: Machine, seconds: int
) -> None:
    logins_at = []
    for _ in range(CRASHES):
        logins = await machine.start()
        logins_at.append(machine.clock())
        machine.clock.turn(seconds=seconds)
        logins.lasts()
    assert most_in_a_day(logins_at) < 200
    assert len(logins_at) == CRASHES


@pytest.mark.usefixtures("quick")
async def test_a_supervisor_that_stops_it_politely_every_half_minute_cannot_cost_the_token_either(
    machine: Machine,
) -> None:
    logins_at = []
    for _ in range(400):
        logins = await machine.start()
        logins_at.append(machine.clock())
        machine.clock.turn(seconds=30)
        logins.ended()
    assert most_in_a_day(logins_at) < 200


@pytest.mark.usefixtures("quick")
async def test_a_session_that_discord_declares_invalid_again_and_again_is_not_begun_every_five_seconds(
    machine: Machine,
) -> None:
    logins = await machine.start()
    logins_at = []
    for _ in range(1000):
        machine.clock.turn(seconds=5)
        try:
            await logins.permit()
        except NotYet as not_yet:
            await logins.wait(not_yet.until, not_yet.why)
        else:
            logins_at.append(machine.clock())
    assert most_in_a_day(logins_at) < 200


async def test_a_start_that_went_well_lets_the_next_begin_at_once(machine: Machine) -> None:
    for _ in range(5):
        await machine.start()
    assert machine.slept == timedelta(seconds=1 + 2 + 4 + 8)
    logins = await machine.start()
    machine.clock.turn(minutes=11)
    logins.lasts()
    before = machine.slept
    await machine.start()
    assert machine.slept == before


async def test_a_wait_says_until_when_and_why(machine: Machine, caplog: pytest.LogCaptureFixture) -> None:
    await machine.start()
    await machine.start()
    assert caplog.messages == [
        "waiting until 2027-03-01 12:00:01 UTC before the next login:"
        " 1 starts in a row did not last, 1 logins in 24 hours"
    ]


async def test_where_discord_allows_few_more_logins_the_next_waits_for_new_ones(machine: Machine) -> None:
    logins = machine.logins()
    logins.spare(FLOOR, timedelta(hours=3))
    with pytest.raises(NotYet) as not_yet:
        logins.spare(FLOOR - 1, timedelta(hours=3))
    assert not_yet.value.until == machine.clock() + timedelta(hours=3)


async def test_what_the_file_holds_is_for_its_owner_and_names_nobody(machine: Machine) -> None:
    await machine.start()
    file = machine.folder / FILE
    assert set(json.loads(file.read_text(encoding="utf-8"))) == {"logins", "failures", "tried_at"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in machine.folder.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"logins": 1, "failures": 0, "tried_at": null}',
        '{"logins": ["2027-03-01T12:00:00"], "failures": 0, "tried_at": null}',
        '{"logins": [], "failures": 0, "tried_at": "2027-03-01T12:00:00"}',
    ],
)
async def test_a_file_that_cannot_be_read_is_begun_anew(
    machine: Machine, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    machine.folder.mkdir()
    (machine.folder / FILE).write_text(content, encoding="utf-8")
    await machine.start()
    assert any("cannot be read" in message for message in caplog.messages)
    await machine.start()
    assert machine.slept == timedelta(seconds=1)


async def permitted(machine: Machine, logins: Logins) -> timedelta:
    """How long a login takes, with all the waits that it is asked to make."""
    before = machine.slept
    while True:
        try:
            await logins.permit()
        except NotYet as not_yet:
            await logins.wait(not_yet.until, not_yet.why)
        else:
            return machine.slept - before


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1), timedelta(days=365)], ids=str)
async def test_a_clock_that_was_set_back_costs_a_login_one_pause_and_not_the_way_back(
    machine: Machine, back: timedelta
) -> None:
    logins = await machine.start()
    for _ in range(11):
        await permitted(machine, logins)
    machine.clock.now -= back
    assert await permitted(machine, logins) == LONGEST_PAUSE
    assert await permitted(machine, logins) == LONGEST_PAUSE
    assert await permitted(machine, await machine.start()) <= LONGEST_PAUSE


async def test_a_clock_that_is_set_back_in_a_wait_makes_it_no_longer(machine: Machine) -> None:
    logins = machine.logins()
    naps = 0

    async def sleep(seconds: float) -> None:
        nonlocal naps
        naps += 1
        await machine.sleep(seconds)
        if naps == 3:
            machine.clock.now -= timedelta(days=1)

    logins.sleep = sleep
    await logins.wait(machine.clock() + LONGEST_PAUSE, "to see")
    assert machine.slept <= LONGEST_PAUSE + 2 * AT_ONCE


async def test_a_start_that_cannot_be_noted_is_none(machine: Machine) -> None:
    machine.folder.write_text("in the way", encoding="utf-8")
    with pytest.raises(StartupError, match=r"^The start cannot be noted in \S+: .*could lose its token\.$"):
        await machine.logins().begin()


async def test_while_the_disk_is_full_the_process_itself_remembers(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    logins = await machine.start()
    monkeypatch.setattr("bot.private_files.write", full)
    for _ in range(5):
        await logins.permit()
    assert machine.slept == timedelta(seconds=1 + 2 + 4 + 8 + 16)
    assert "No space left" in caplog.messages[-1]


def full(path: Path, _content: str) -> None:
    raise OSError(28, "No space left on device", str(path))

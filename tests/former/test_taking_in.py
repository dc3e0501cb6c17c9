"""`signpost import discord-tickets|tickets-v2`: told first, then taken in under the numbers they had."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.former.ticket import LARGEST_NUMBER
from tests.conftest import World, said
from tests.former.test_reading import DATA, ROW, dump
from tests.journeys.homes import small_home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "dump.json"
    path.write_text(
        json.dumps(dump(ROW, ROW | {"number": 5, "categoryId": None}, {"open": False})), encoding="utf-8"
    )
    return path


def rows(home: Path) -> list[Any]:
    with closing(sqlite3.connect(home / "data" / "signpost.db")) as database:
        return database.execute(
            "SELECT number, type_id, status, requester_id FROM tickets ORDER BY number"
        ).fetchall()


def take(home: Path, *arguments: object) -> int:
    return main(["import", "--home", str(home), *map(str, arguments)])


def test_it_is_told_what_would_become_of_a_dump_before_anything_is_written(
    home: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(home, "discord-tickets", file) == 1
    told = capsys.readouterr()
    assert "server 7: 1 closed tickets, Billing → `billing`\n" in told.out
    assert "server 7: 1 closed tickets, (without a type) → no type\n" in told.out
    assert "4 texts are encrypted with the other bot's key, and are left out." in told.out
    assert "`ticket`, row 3: `guildId` is missing\n" in told.err
    assert "none of ours: (without)." in told.err
    assert take(home, "discord-tickets", file, "--type", "billing") == 0
    assert capsys.readouterr().out.endswith("Nothing was imported yet: say it again with --apply.\n")
    assert not (home / "data").exists()
    assert take(home, "discord-tickets", file, "--type", "billing", "--apply") == 0
    assert rows(home) == [(5, "billing", "closed", 100), (12, "billing", "closed", 100)]


def test_numbers_that_are_taken_stay_whose_they_are(
    home: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = ("discord-tickets", file, "--type", "billing")
    take(home, *theirs, "--apply")
    before = rows(home)
    for more in ((), ("--apply",)):
        assert take(home, *theirs, *more) == 1
        assert "taken already: 5, 12. With --offset 1000, #1 is imported as #1001." in capsys.readouterr().err
        assert rows(home) == before
    assert take(home, *theirs, "--apply", "--offset", "1000") == 0
    assert [number for number, *_ in rows(home)] == [5, 12, 1005, 1012]
    assert take(home, *theirs, "--apply", "--offset", "999999999") == 0
    twice = file.with_name("twice.json")
    twice.write_text(json.dumps(dump(ROW, ROW)), encoding="utf-8")
    assert take(home, "discord-tickets", twice, "--offset", "5000", "--apply") == 1
    assert "has number 5012 of server 7 twice" in capsys.readouterr().err
    largest = file.with_name("largest.json")
    largest.write_text(json.dumps(dump(ROW | {"number": LARGEST_NUMBER})), encoding="utf-8")
    assert take(home, "discord-tickets", largest, "--offset", "5000", "--apply") == 1
    assert f"The offset makes numbers larger than {LARGEST_NUMBER}." in capsys.readouterr().err


def test_who_looks_at_them_by_age_finds_them_in_the_order_in_which_they_were_opened(
    home: Path, file: Path
) -> None:
    moments = {12: "2024-05-01", 3: "2024-05-03", 40: "2023-01-01", 7: "2024-05-02"}
    theirs = [
        ROW | {"number": number, "createdAt": f"{day}T09:00:00Z", "closedAt": "2024-06-01T09:00:00Z"}
        for number, day in moments.items()
    ]
    file.write_text(json.dumps(dump(*(one | {"firstResponseAt": None} for one in theirs))), encoding="utf-8")
    assert take(home, "discord-tickets", file, "--apply") == 0
    with closing(sqlite3.connect(home / "data" / "signpost.db")) as database:
        newest = database.execute("SELECT number FROM tickets ORDER BY id DESC").fetchall()
    assert newest == [(3,), (7,), (12,), (40,)]


def test_tickets_v2_comes_in_a_zip_of_which_nothing_is_unpacked_but_its_data(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "data.zip"
    with zipfile.ZipFile(file, "w") as zip:
        zip.writestr("data.json", json.dumps(DATA))
        zip.writestr("../../evil", "!")
    assert take(home, "tickets-v2", file, "--apply") == 0
    assert rows(home) == [(12, "billing", "closed", 100)]
    assert "1 are open still" in capsys.readouterr().out
    assert not list(tmp_path.parent.rglob("evil"))


@pytest.mark.parametrize("content", [b"", b"PK", b"\xff\xfe", b"[]"])
@pytest.mark.parametrize("former", ["discord-tickets", "tickets-v2"])
def test_a_file_of_something_else_is_refused_in_a_sentence(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], former: str, content: bytes
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    assert take(home, former, file, "--apply") == 1
    assert f"cannot be read as a file of {former}" in capsys.readouterr().err
    assert take(home, former, tmp_path / "none") == 1
    assert "No such file or directory" in capsys.readouterr().err
    assert not (home / "data").exists()


def test_options_for_other_bots_are_not_taken_for_an_export_and_a_type_must_be_one(
    home: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(home, file, "--apply") == 1
    assert "are for the tickets of another bot" in capsys.readouterr().err
    assert take(home, "discord-tickets", file, "--type", "none") == 1
    assert "`none` is no ticket type: config.yaml has billing" in capsys.readouterr().err


async def test_staff_see_them_and_their_numbers_go_on(world: World, file: Path) -> None:
    people, sim = world.people, world.sim
    here = {"guildId": str(sim.guild.id), "createdById": str(people.customer.id)}
    ours = ROW | here | {"topic": "Lost letters", "number": LARGEST_NUMBER}
    await asyncio.to_thread(file.write_text, json.dumps(dump(ours)), encoding="utf-8")
    await sim.bot.close()
    assert await asyncio.to_thread(take, world.home, "discord-tickets", file, "--apply") == 0
    await sim.restart()
    await sim.advance(60)
    assert sim.visible_threads(people.customer) == []
    found = await people.staff.slash(people.queue, "ticket show", number=LARGEST_NUMBER)
    assert "Lost letters" in said(found)
    assert "Status: Closed" in said(found)
    _, thread = await world.open_ticket()
    assert str(thread.name).startswith(f"#{LARGEST_NUMBER + 1} ")
    assert "Status: Unclaimed" in said(
        await people.staff.slash(people.queue, "ticket show", number=LARGEST_NUMBER + 1)
    )
    assert found.response is not None
    await sim.click(people.staff, found.response, "Reopen")
    await sim.advance(60)
    assert "Lost letters" in world.texts(sim.thread_named(f"#{LARGEST_NUMBER} "), people.customer)

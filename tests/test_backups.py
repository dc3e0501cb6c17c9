"""SQLite's file as a whole: damage is said, an upgrade can be taken back, and a backup restores."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import backups
from bot.database import Database
from bot.errors import StartupError
from bot.revisions import known_revisions
from tests.services import open_database

ROOT = Path(__file__).parents[1]
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
NAME = "signpost.db"
ASIDE = f"{NAME}.before-restore-20270301T120000Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / NAME


@contextmanager
def file(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


async def holding(path: Path, panel: int) -> Path:
    """A database with one row, by which it is known."""
    async with open_database(path):
        pass
    with file(path) as connection:
        connection.execute("INSERT INTO panels VALUES (?, 1, 1, 'main')", (panel,))
    return path


def panels(path: Path) -> list[int]:
    """By which rows the database is known, as SQLite reads it with all that stands beside it."""
    with file(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [row[0] for row in connection.execute("SELECT guild_id FROM panels ORDER BY guild_id")]


def damage(path: Path) -> None:
    """Overwrite what is behind the first page; opening it still works."""
    size = path.stat().st_size
    with path.open("r+b") as content:
        content.seek(4096)
        content.write(b"\xa5" * (size - 4096))


def contents(path: Path) -> bytes:
    return path.read_bytes()


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def place(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


# Backup


async def test_a_backup_is_one_file_that_needs_nothing_beside_it(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    async with open_database(path) as database:
        await database.tx(lambda _tx: database.backup(copy))
        assert names(tmp_path) == {"data", "copy.db"}
    with file(copy) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert names(tmp_path) == {"data", "copy.db"}
    assert backups.last_backup_at(path.parent) is not None


async def test_of_a_damaged_database_no_backup_is_made(path: Path, tmp_path: Path) -> None:
    damage(await holding(path, 1))
    with pytest.raises(StartupError, match=r"^No backup was made: .* is damaged \(.*signpost restore FILE\.$"):
        Database.at(path).backup(tmp_path / "copy.db")
    assert names(tmp_path) == {"data"}
    assert backups.last_backup_at(path.parent) is None


async def test_a_backup_that_the_disk_has_no_room_for_leaves_nothing(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(copy: Path) -> None:
        for one in backups.beside(copy):  # which of them SQLite leaves depends on where the room ends
            place(one, b"")
        raise OSError(28, "No space left on device")

    await holding(path, 1)
    monkeypatch.setattr("bot.private_files.settle", full)
    with pytest.raises(StartupError, match=r"^The backup to \S+ failed: No space left on device\.$"):
        Database.at(path).backup(tmp_path / "copy.db")
    assert names(tmp_path) == {"data"}


# At the start


async def test_a_damaged_database_is_said_to_be_damaged_and_what_to_do(path: Path) -> None:
    damage(await holding(path, 1))
    before = contents(path)
    with pytest.raises(StartupError, match=r"^The database \S+ is damaged \(.*signpost restore FILE\.$"):
        await Database.at(path).open()
    assert contents(path) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
async def test_whatever_the_umask_nobody_else_may_read_what_people_wrote(path: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        database = Database.at(path)
        await database.open()
        await database.tx(lambda _tx: database.backup(tmp_path / "copy.db"))
        beside = [one for one in path.parent.iterdir() if one.name.startswith(NAME)]
        assert len(beside) == 3, "the database with its log and index"
        made = {
            one.name: stat.S_IMODE(one.stat().st_mode) for one in (*path.parent.iterdir(), tmp_path / "copy.db")
        }
        await database.close()
        assert set(made.values()) == {0o600}, made
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
async def test_what_an_earlier_version_left_readable_is_closed_to_others(path: Path) -> None:
    await holding(path, 1)
    os.chmod(path, 0o644)
    async with open_database(path):
        assert rights(path) == 0o600


# Before an upgrade


def pretend_older(path: Path) -> str:
    """A database of the revision before the newest, as far as its number goes; returns that."""
    *_, older, _newest = sorted(known_revisions())
    with file(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (older,))
    return older


def copies(path: Path) -> list[Path]:
    return sorted((path.parent / "backups").glob("*"))


async def test_what_an_upgrade_changes_is_copied_first_also_where_it_then_fails_again_and_again(
    path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_connection: object) -> None:
        raise StartupError("The upgrade fails.")

    caplog.set_level(logging.INFO)
    older = pretend_older(await holding(path, 7))
    monkeypatch.setattr("bot.database.upgrade", fails)
    for _ in range(3):
        with pytest.raises(StartupError, match="The upgrade fails"):
            await Database.at(path).open()
    (copy,) = copies(path)
    assert copy.name.endswith(f"-revision-{older}.db")
    assert panels(copy) == [7]
    assert rights(copy) == 0o600 or os.name == "nt"
    assert f"the database was copied to {copy} before the upgrade" in caplog.messages


async def test_a_new_database_and_one_that_is_up_to_date_are_not_copied(path: Path) -> None:
    await Database.at(path).migrate()
    await Database.at(path).migrate()
    assert copies(path) == []


async def test_only_the_last_copies_are_kept_and_nothing_else_is_deleted(path: Path) -> None:
    pretend_older(await holding(path, 7))
    folder = path.parent / "backups"
    folder.mkdir()
    old = [f"signpost-2020010{day}T000000Z-revision-0001.db" for day in range(1, 8)]
    for name in (*old, "mine.db"):
        (folder / name).touch()
    made = backups.before_upgrade(path)
    assert made is not None
    assert names(folder) == {made.name, "mine.db", *old[-4:]}


async def test_no_upgrade_begins_where_its_backup_fails(path: Path) -> None:
    older = pretend_older(await holding(path, 7))
    (path.parent / "backups").write_text("in the way", encoding="utf-8")
    with pytest.raises(StartupError, match="for a backup before the upgrade cannot be made"):
        await Database.at(path).open()
    assert backups.revision(path) == older


# Restore


async def test_a_restored_backup_is_the_database_whatever_a_killed_bot_left_beside_it(
    path: Path, tmp_path: Path
) -> None:
    backup = await holding(tmp_path / "backup.db", 1)
    path.parent.mkdir()
    for old, new in zip((path, *backups.beside(path)), await left_by_a_killed_bot(tmp_path), strict=True):
        if new.exists():
            shutil.copy(new, old)
    assert (path.parent / f"{NAME}-wal").stat().st_size > 0
    assert backups.restore(backup, path, NOON) == path.with_name(ASIDE)
    assert names(path.parent) == {NAME, ASIDE}
    assert panels(path) == [1]
    assert panels(path.with_name(ASIDE)) == [2, 3], "what stood only in the log is kept too"
    async with open_database(path):
        pass
    if os.name != "nt":
        assert {rights(one) for one in path.parent.iterdir()} == {0o600}


async def left_by_a_killed_bot(tmp_path: Path) -> tuple[Path, ...]:
    """A database and what stands beside it while it is open; the last row is in the log only."""
    (tmp_path / "killed").mkdir()
    live = await holding(tmp_path / "live.db", 2)
    with file(live) as connection:
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("INSERT INTO panels VALUES (3, 1, 1, 'main')")
        for one in (live, *backups.beside(live)):
            if one.exists():
                shutil.copy(one, tmp_path / "killed" / one.name)
    killed = tmp_path / "killed" / live.name
    return (killed, *backups.beside(killed))


KILLED_AT_EACH_STEP = """
import os, shutil, signal, sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from bot import backups, revisions

revisions.known_revisions()  # read once, and not in every child
folder, steps = Path(sys.argv[1]), ("open", "os.", "shutil.", "sqlite3.")
for last in count(1):
    data = folder / str(last)
    shutil.copytree(folder / "killed", data)
    if (pid := os.fork()) == 0:
        left = iter(range(last))
        def step(event, about):
            if event.startswith(steps) and str(folder) in str(about) and next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(step)
        backups.restore(folder / "backup.db", data / "live.db", datetime(2027, 3, 1, 12, tzinfo=UTC))
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0:
        break
"""
"""Restores again and again, each time killed one step later, until it was not killed."""


@pytest.mark.skipif(os.name == "nt", reason="forks")
def test_killed_at_any_step_of_a_restore_the_database_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    asyncio.run(holding(tmp_path / "backup.db", 1))
    asyncio.run(left_by_a_killed_bot(tmp_path))
    subprocess.run([sys.executable, "-c", KILLED_AT_EACH_STEP, tmp_path], cwd=ROOT, check=True, timeout=60)
    found = []
    for number in range(1, len(list(tmp_path.glob("[1-9]*"))) + 1):
        data = tmp_path / str(number)
        found.append(panels(data / "live.db"))
        if found[-1] == [1]:
            assert panels(data / ASIDE.replace(NAME, "live.db")) == [2, 3]
    assert found == sorted(found, reverse=True), "once new, it stays new"
    assert found[0] == [2, 3]
    assert found[-1] == [1]
    assert len(found) > 20, len(found)


async def test_a_damaged_database_is_kept_with_all_that_stood_beside_it(path: Path, tmp_path: Path) -> None:
    backup = await holding(tmp_path / "backup.db", 1)
    path.parent.mkdir()
    place(path, b"This is no database any more. " * 200)
    place(path.with_name(f"{NAME}-wal"), b"its log")
    backups.restore(backup, path, NOON)
    assert names(path.parent) == {NAME, ASIDE, f"{ASIDE}-wal"}
    assert contents(path.with_name(f"{ASIDE}-wal")) == b"its log"
    assert panels(path) == [1]


async def test_a_backup_is_restored_where_there_is_no_database(path: Path, tmp_path: Path) -> None:
    backup = await holding(tmp_path / "backup.db", 1)
    path.parent.mkdir()
    place(path.with_name(f"{NAME}-wal"), b"of one that was deleted")
    assert backups.restore(backup, path, NOON) is None
    assert names(path.parent) == {NAME}
    assert panels(path) == [1]


async def test_what_is_no_sound_backup_changes_nothing(path: Path, tmp_path: Path) -> None:
    await holding(path, 2)
    (tmp_path / "text.db").write_text("A shopping list. " * 300, encoding="utf-8")
    (tmp_path / "empty.db").touch()
    damage(await holding(tmp_path / "damaged.db", 1))
    newer = await holding(tmp_path / "newer.db", 1)
    with file(newer) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with file(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with file(await holding(tmp_path / "orphans.db", 1)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE child (parent_id REFERENCES parent (id))")
        connection.execute("INSERT INTO child VALUES (1)")
    before = contents(path)
    for name, why in (
        ("text.db", "file is not a database"),
        ("empty.db", "is no database of Signpost"),
        ("damaged.db", "is damaged"),
        ("newer.db", "written by a newer one"),
        ("other.db", "is no database of Signpost"),
        ("orphans.db", "rows without their parents"),
        ("nothing.db", "There is no backup at"),
        (f"data/{NAME}", "is the database itself"),
    ):
        with pytest.raises(StartupError, match=why):
            backups.restore(tmp_path / name, path, NOON)
        assert names(path.parent) == {NAME}, name
        assert contents(path) == before, name


async def test_a_database_that_another_program_has_open_is_not_replaced(path: Path, tmp_path: Path) -> None:
    backup = await holding(tmp_path / "backup.db", 1)
    await holding(path, 2)
    with file(path) as shell:
        shell.execute("BEGIN")
        shell.execute("SELECT * FROM panels").fetchall()
        with pytest.raises(StartupError, match="is open in another program"):
            backups.restore(backup, path, NOON)
    assert panels(path) == [2]
    assert not list(path.parent.glob("*before-restore*"))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
async def test_behind_a_link_the_database_itself_is_restored_and_its_old_one_kept_beside_it(
    path: Path, tmp_path: Path
) -> None:
    backup = await holding(tmp_path / "backup.db", 1)
    path.parent.mkdir()
    for old, new in zip((path, *backups.beside(path)), await left_by_a_killed_bot(tmp_path), strict=True):
        if new.exists():
            shutil.copy(new, old)
    link = tmp_path / "home" / NAME
    link.parent.mkdir()
    link.symlink_to(path)
    assert Database.at(link).file == path
    assert backups.restore(backup, link, NOON) == path.with_name(ASIDE)
    assert link.is_symlink()
    assert names(link.parent) == {NAME}
    assert (panels(link), panels(path.with_name(ASIDE))) == ([1], [2, 3])


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
async def test_of_a_backup_behind_a_link_its_log_is_read_too(path: Path, tmp_path: Path) -> None:
    backup, *_ = await left_by_a_killed_bot(tmp_path)
    link = tmp_path / "latest.db"
    link.symlink_to(backup)
    path.parent.mkdir()
    backups.restore(link, path, NOON)
    assert panels(path) == [2, 3]


async def test_restoring_leaves_the_backup_as_it_was(path: Path, tmp_path: Path) -> None:
    backup = await holding(tmp_path / "kept" / "backup.db", 1)
    before = contents(backup)
    path.parent.mkdir()
    backups.restore(backup, path, NOON)
    assert contents(backup) == before
    assert names(backup.parent) == {"backup.db"}

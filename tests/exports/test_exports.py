"""Taken along: all that is in a database is in an export, a new database has it again, and nothing else gets in."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot import backups, private_files
from bot.columns import metadata
from bot.commands.export import export
from bot.commands.import_export import import_export
from bot.database import Database, Transaction
from bot.errors import StartupError
from bot.exports import store, unpacking
from bot.exports.layout import MANIFEST, Kind, Manifest, Written, manifest_bytes, said
from bot.revisions import begin_at, newest_revision
from bot.ticket_tables import last_chances, tickets
from bot.tickets.record.shelf import Shelf
from tests.services import NOON, open_database, write_blank_database
from tests.test_database import ROWS

PICTURE = b"a picture"
HASH = sha256(PICTURE).hexdigest()
HOSTILE = "Straße 🎉\u202e\u2028 \"'; DROP TABLE tickets;-- \\u0000 ''"


ANYTHING: dict[Kind, Any] = {
    Kind.INTEGER: 1,
    Kind.NUMBER: 0.5,
    Kind.TEXT: "x",
    Kind.BOOLEAN: True,
    Kind.TIME: NOON,
    Kind.DAY: NOON.date(),
    Kind.JSON: [HOSTILE],
}


def nothing(_: Transaction) -> None:
    """What Discord is owed."""


class Place:
    """A home without config.yaml: what `signpost export` and `import` work on."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.database = home / "data" / "signpost.db"
        self.attachments = home / "data" / "attachments"

    def export(self, name: str = "export.zip") -> Path:
        file = self.home.parent / f"{self.home.name}-{name}"
        export(argparse.Namespace(home=self.home, file=file))
        return file

    def take(self, file: Path) -> None:
        import_export(argparse.Namespace(home=self.home, file=file))

    def rows(self, table: str) -> list[Any]:
        with closing(sqlite3.connect(self.database)) as connection:
            columns = ", ".join(column.name for column in metadata.tables[table].columns)
            return connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()

    @property
    def names(self) -> set[str]:
        """All files that are there."""
        return {one.relative_to(self.home).as_posix() for one in self.home.rglob("*") if one.is_file()}


def anything_in(table: sa.Table) -> dict[str, Any]:
    """A row of a table whose states no rule tells apart."""
    (described,) = (one for one in store.known_tables() if one.name == table.name)
    return {column.name: ANYTHING[column.kind] for column in described.columns}


def told_apart(one: Path, other: Path) -> list[str]:
    """What is in the first of two exports and not the same in the second; none, and they are the same to the byte."""
    with zipfile.ZipFile(one) as first, zipfile.ZipFile(other) as second:
        different = [name for name in first.namelist() if first.read(name) != second.read(name)]
    return different or ["how it is packed"] * (one.read_bytes() != other.read_bytes())


def quickly(connection: sa.Connection, revision: str) -> None:
    """The tables as the code expects them, which are those that the revisions make."""
    if revision != newest_revision():
        begin_at(connection, revision)
        return
    metadata.create_all(connection)
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{revision}')")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Discord is owed after an import is what the journey looks at; here the databases are to be the same."""
    monkeypatch.setattr(store, "begin_at", quickly)

    monkeypatch.setattr("bot.commands.import_export.owing", lambda _: nothing)
    monkeypatch.delenv("SIGNPOST_DATABASE_URL", raising=False)


@pytest.fixture
async def old(tmp_path: Path) -> Place:
    """A home whose every table has a row, and one file that somebody sent."""
    place = Place(tmp_path / "old")

    def write(tx: Transaction) -> None:
        for table in metadata.sorted_tables:
            tx.execute(sa.insert(table).values(ROWS.get(table) or anything_in(table)))
            if table is tickets:
                other = {"id": 2, "number": 1000, "interaction_id": 1000, "thread_id": None, "status": "closed"}
                tx.execute(sa.insert(tickets).values({**ROWS[tickets], **other}))
        tx.execute(sa.update(tickets).values(summary=HOSTILE))
        # The three ways in which a JSON column can be without a value.
        for number, filled in enumerate((sa.null(), sa.JSON.NULL, {"a": [None, HOSTILE]})):
            values = {**ROWS[last_chances], "id": 900 + number, "interaction_id": 900 + number, "filled": filled}
            tx.execute(sa.insert(last_chances).values({**values, "opens_at": None, "solved_at": None}))
        file = sa.update(metadata.tables["ticket_files"]).values(state="kept", hash=HASH, name="../../etc/passwd")
        tx.execute(file)

    place.database.parent.mkdir(parents=True)
    async with open_database(place.database) as database:
        await database.tx(write)
    Shelf(place.attachments).keep(PICTURE)
    return place


@pytest.fixture
def new(tmp_path: Path) -> Place:
    return Place(tmp_path / "new")


def test_what_is_taken_along_and_taken_along_again_is_the_same_to_the_byte(old: Place, new: Place) -> None:
    file = old.export()
    new.take(file)
    assert told_apart(file, new.export()) == []
    for table in metadata.tables:
        assert new.rows(table) == old.rows(table) != [], table
    assert Shelf(new.attachments).path(HASH).read_bytes() == PICTURE
    assert new.names == {"data/signpost.db", "data/signpost.db.lock", f"data/attachments/{HASH[:2]}/{HASH}"}
    if os.name == "posix":
        for one in (file, new.database, Shelf(new.attachments).path(HASH)):
            assert one.stat().st_mode & 0o777 == private_files.OWNER_ONLY
    with closing(sqlite3.connect(new.database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found = "SELECT rowid FROM search_index WHERE search_index MATCH 'fail'"
        assert connection.execute(found).fetchall() != [], "the index is there again too"


def test_an_export_holds_every_table_and_names_its_columns(old: Place) -> None:
    with zipfile.ZipFile(old.export()) as zip:
        names = {f"tables/{name}.jsonl" for name in metadata.tables}
        assert {*zip.namelist()} == {"signpost.json", f"attachments/{HASH}", *names}
        said = json.loads(zip.read("signpost.json"))
        assert {one["name"]: [*one["columns"]] for one in said["tables"]} == {
            name: [column.name for column in table.columns] for name, table in metadata.tables.items()
        }
        ticket, _ = (json.loads(line) for line in zip.read("tables/tickets.jsonl").splitlines())
        assert ticket["summary"] == HOSTILE
        chances = [json.loads(line) for line in zip.read("tables/last_chances.jsonl").splitlines()]
        assert [one.get("filled", "empty") for one in chances[-3:]] == ["empty", None, {"a": [None, HOSTILE]}]


def test_an_export_of_a_running_bot_is_as_things_were_when_it_began(
    old: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, rows = store.Tables.rows, old.rows("panels")

    def late(tables: store.Tables, name: str) -> Iterator[dict[str, Any]]:
        if name == "panels":
            with closing(sqlite3.connect(old.database)) as live:
                live.execute("INSERT INTO panels VALUES (77, 78, 79, 'late')")
                live.commit()
        return read(tables, name)

    monkeypatch.setattr(store.Tables, "rows", late)
    file = old.export()
    with zipfile.ZipFile(file) as zip:
        assert zip.read("tables/panels.jsonl").count(b"\n") == len(rows)
    assert len(old.rows("panels")) == len(rows) + 1


def test_files_that_are_not_there_any_more_are_said_and_stop_nothing(
    old: Place, new: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    Shelf(old.attachments).path(HASH).write_bytes(b"something else")
    file = old.export()
    assert "1 files that people sent in tickets are not in it" in capsys.readouterr().err
    new.take(file)
    assert "1 files that people sent were missing" in capsys.readouterr().out
    assert not new.attachments.exists()
    assert new.rows("ticket_files") == old.rows("ticket_files")


def test_an_export_overwrites_nothing_and_where_it_fails_there_is_none(
    old: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = old.export()
    with pytest.raises(StartupError, match="exists already"):
        old.export()
    file.unlink()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.exports.packing.line", full)
    with pytest.raises(StartupError, match="failed: No space left on device"):
        old.export()
    assert [one.name for one in old.home.parent.iterdir()] == ["old"]


def test_there_is_nothing_to_export_before_the_first_start(new: Place) -> None:
    new.home.mkdir()
    with pytest.raises(StartupError, match="nothing to export"):
        new.export()
    new.database.parent.mkdir()
    new.database.touch()
    with pytest.raises(StartupError, match="signpost migrate"):
        new.export()


def test_what_is_in_use_already_is_left_alone_and_what_holds_nothing_is_not(old: Place, new: Place) -> None:
    file = old.export()
    new.database.parent.mkdir(parents=True)
    asyncio.run(write_blank_database(new.database))
    new.take(file)
    before = new.database.read_bytes()
    with pytest.raises(StartupError, match="The database is in use already"):
        new.take(file)
    assert new.database.read_bytes() == before


OPT_OUT = b'{"guild_id":1,"member_id":4,"at":"2027-03-01T12:00:00Z"}\n'


def test_an_export_of_an_older_signpost_is_brought_up_to_date(new: Place, tmp_path: Path) -> None:
    """Revision 0002 knew nothing of the search: its tables come with the upgrade."""
    with sa.create_engine(f"sqlite:///{tmp_path / 'older.db'}").begin() as connection:
        begin_at(connection, "0002")
        there = store.Tables(connection).described()
    assert "search_texts" not in {table.name for table in there}
    rows = {table.path: OPT_OUT if table.name == "opt_outs" else b"" for table in there}
    written = (
        Written(table.name, said(table), rows[table.path].count(b"\n"), sha256(rows[table.path]).hexdigest())
        for table in there
    )
    file = tmp_path / "older.zip"
    with zipfile.ZipFile(file, "w") as zip:
        for path, content in rows.items():
            zip.writestr(path, content)
        zip.writestr(MANIFEST, manifest_bytes(Manifest("0002", tuple(written), ())))
    new.take(file)
    assert new.rows("opt_outs") == [(1, 4, "2027-03-01 12:00:00.000000")]
    assert backups.revision(new.database) == newest_revision()
    assert new.rows("search_texts") == []


# What is no export, or is one no more


Contents = dict[str, bytes]


def repacked(file: Path, change: Callable[[Contents], object], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    """The export with something else in it."""
    with zipfile.ZipFile(file) as zip:
        contents = {name: zip.read(name) for name in zip.namelist()}
    change(contents)
    changed = file.with_name("changed.zip")
    with zipfile.ZipFile(changed, "w") as zip:
        for name, content in contents.items():
            zip.writestr(name, content, zipfile.ZIP_STORED if name.startswith("attachments/") else packing)
    return changed


def rewritten(table: str, change: Callable[[bytes], bytes]) -> Callable[[Contents], None]:
    """Other lines in a table, and a manifest that says they are right."""

    def rewrite(contents: Contents) -> None:
        path = f"tables/{table}.jsonl"
        contents[path] = change(contents[path])
        manifest = json.loads(contents[MANIFEST])
        for one in manifest["tables"]:
            if one["name"] == table:
                one |= {"rows": contents[path].count(b"\n"), "sha256": sha256(contents[path]).hexdigest()}
        contents[MANIFEST] = json.dumps(manifest).encode()

    return rewrite


def manifest_with(**other: object) -> Callable[[Contents], None]:
    def change(contents: Contents) -> None:
        contents[MANIFEST] = json.dumps(json.loads(contents[MANIFEST]) | other).encode()

    return change


CHANGED: dict[str, tuple[Callable[[Contents], object], str]] = {
    "a row is missing": (
        lambda contents: contents.update({"tables/awards.jsonl": b""}),
        "tables/awards.jsonl was changed after it was written",
    ),
    "a word is another": (
        lambda contents: contents.update(
            {"tables/awards.jsonl": contents["tables/awards.jsonl"].replace(b'"points":', b'"points":9')}
        ),
        "tables/awards.jsonl was changed after it was written",
    ),
    "a table is missing": (lambda contents: contents.pop("tables/awards.jsonl"), "it does not hold what it says"),
    "a picture is missing": (lambda contents: contents.pop(f"attachments/{HASH}"), "its files are not those"),
    "a picture is another": (
        lambda contents: contents.update({f"attachments/{HASH}": b"a trap"}),
        f"attachments/{HASH} was changed after it was written",
    ),
    "a picture too many": (
        lambda contents: contents.update({f"attachments/{'0' * 64}": b""}),
        "its files are not those",
    ),
    "a path that leads out": (
        lambda contents: contents.update({"attachments/../../../evil": b"!"}),
        "it does not hold what it says, or more than that",
    ),
    "a path from the root": (lambda contents: contents.update({"/evil": b"!"}), "it does not hold what it says"),
    "no manifest": (lambda contents: contents.pop(MANIFEST), "it has no signpost.json"),
    "a manifest that says nothing": (
        lambda contents: contents.update({MANIFEST: b"{}"}),
        "it does not say in which format it is",
    ),
    "a newer format": (manifest_with(format=2), "was written by a newer Signpost"),
    "a newer revision": (manifest_with(revision="9999"), "was written by a newer Signpost"),
    "an older revision": (manifest_with(revision="0023"), "its tables are not those of revision 0023"),
    "a row without its parent": (
        rewritten("feedback", lambda lines: lines.replace(b'"question_id":1', b'"question_id":99')),
        "rows in feedback are without their parents",
    ),
    "the same row twice": (
        rewritten("feedback", lambda lines: lines * 2),
        "what it holds does not fit together (UNIQUE constraint failed: feedback.id)",
    ),
    "a state that cannot be": (
        rewritten("awards", lambda lines: lines.replace(b'"points":', b'"points":-')),
        "what it holds does not fit together (CHECK constraint failed: ck_awards_points)",
    ),
    "text where a number belongs": (
        rewritten("awards", lambda lines: lines.replace(b'"member_id":', b'"member_id":"x","points":')),
        "tables/awards.jsonl line 1: `member_id` holds no integer",
    ),
    "a line that is cut off": (
        rewritten("awards", lambda lines: lines.rstrip(b"\n")),
        "tables/awards.jsonl line 1 is too long or cut off",
    ),
    "a line without end": (
        rewritten("awards", lambda lines: b"[" * 3000),
        "tables/awards.jsonl line 1 is too long or cut off",
    ),
}


@pytest.mark.parametrize("what", CHANGED)
def test_what_was_changed_is_refused_and_nothing_of_it_is_left(
    old: Place, new: Place, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    change, why = CHANGED[what]
    monkeypatch.setattr(unpacking, "LONGEST_LINE", 2000)
    file = repacked(old.export(), change)
    with pytest.raises(StartupError) as error:
        new.take(file)
    assert why in str(error.value)
    assert str(error.value).endswith("Nothing was imported.")
    assert new.names <= {"data/signpost.db.lock"}
    assert {one.name for one in old.home.parent.iterdir()} <= {"old", "new", "old-export.zip", "changed.zip"}


def test_what_is_no_zip_or_only_a_part_of_one_is_refused(old: Place, new: Place) -> None:
    whole = old.export().read_bytes()
    file = old.home.parent / "part.zip"
    for content in (b"", b"PK\5\6", b"no zip", whole[: len(whole) // 2], whole[:-1], whole[9:]):
        file.write_bytes(content)
        with pytest.raises(StartupError, match="Nothing was imported"):
            new.take(file)
    damaged = bytearray(whole)
    for place in range(200, len(damaged), 997):
        damaged[place] ^= 0xFF
    file.write_bytes(damaged)
    with pytest.raises(StartupError, match="Nothing was imported"):
        new.take(file)
    with pytest.raises(StartupError, match="There is no export at"):
        new.take(old.home / "nothing.zip")
    with pytest.raises(StartupError, match=r"cannot be read: Is a directory\. Nothing was imported"):
        new.take(old.home)
    assert new.names <= {"data/signpost.db.lock"}


def test_what_would_burst_is_not_unpacked(old: Place, new: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "SMALL", 1 << 16)
    bomb = repacked(old.export(), rewritten("awards", lambda lines: b" " * (1 << 20)))
    with pytest.raises(StartupError, match=r"tables/awards.jsonl would become too large"):
        new.take(bomb)
    packed = repacked(old.home.parent / "old-export.zip", lambda _: None)
    with zipfile.ZipFile(packed, "a") as zip:
        zip.writestr(f"attachments/{'1' * 64}", b"\0" * 100_000, zipfile.ZIP_DEFLATED)
    with pytest.raises(StartupError, match="a file in it is packed"):
        new.take(packed)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(packed, "a") as zip:
        zip.writestr(MANIFEST, b"{}")
    with pytest.raises(StartupError, match="a name stands in it twice"):
        new.take(packed)


def test_where_there_is_too_little_room_it_is_said_before_anything_is_written(
    old: Place, new: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = old.export()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 9, 0))  # type: ignore[attr-defined]
    with pytest.raises(StartupError, match="There is too little room in"):
        new.take(file)
    assert new.names <= {"data/signpost.db.lock"}


@pytest.mark.parametrize("where", ["bot.exports.store.upgrade", "bot.backups.private_files.settle"])
def test_an_import_that_fails_late_leaves_nothing_and_can_be_tried_again(
    old: Place, new: Place, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    file = old.export()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(where, full)
        with pytest.raises(StartupError, match=r"imported: No space left on device\. Nothing was imported"):
            new.take(file)
    assert new.names <= {"data/signpost.db.lock"}
    new.take(file)
    assert new.rows("tickets") == old.rows("tickets")


def test_what_is_owed_is_written_with_all_or_nothing_is(old: Place, new: Place) -> None:
    def full(_: Transaction) -> None:
        raise OSError(28, "No space left on device")

    new.database.parent.mkdir(parents=True)
    with unpacking.opened(old.export()) as archive:
        for owe in (full, nothing):
            with nullcontext() if owe is nothing else pytest.raises(OSError, match="No space"):
                asyncio.run(unpacking.unpack(archive, Database.at(new.database), Shelf(new.attachments), owe))
    assert new.rows("tickets") == old.rows("tickets")


def test_what_a_killed_import_has_left_is_in_nobodys_way(old: Place, new: Place) -> None:
    file = old.export()
    new.attachments.mkdir(parents=True)
    for name in ("signpost.db.importing", "signpost.db.importing-journal"):
        (new.database.parent / name).write_bytes(b"half")
    Shelf(new.attachments).keep(PICTURE)
    new.take(file)
    assert told_apart(file, new.export()) == []
    assert not list(new.database.parent.glob("*.importing*"))

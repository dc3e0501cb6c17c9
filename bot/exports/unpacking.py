"""Reads an export into a database that holds nothing: all of it, or nothing. It trusts nothing that stands in the file."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from io import BufferedReader
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bot.database import Database, Transaction
from bot.errors import StartupError
from bot.exports import store
from bot.exports.layout import (
    FILES,
    LONGEST_LINE,
    MANIFEST,
    Malformed,
    Manifest,
    Table,
    TooNew,
    Written,
    manifest_of,
    row_of,
    said,
)
from bot.revisions import known_revisions
from bot.tickets.record.shelf import Shelf

LARGEST_MANIFEST = 4 * 1024 * 1024

DENSEST = 300
"""So many times its size a table may become when it is unpacked. Rows that differ in nothing but their ids stay below it."""

SMALL = 64 * 1024 * 1024
"""Bytes up to which it does not matter."""

_SPARE = 2
"""A database takes up to so many times the bytes of its lines, with its indices."""


@dataclass(frozen=True)
class Unpacked:
    """What was in an export; `missing` are files that were not there when it was made."""

    rows: int
    files: int
    missing: int


class Archive:
    """An open export of which the names, sizes and revision are in order."""

    def __init__(self, zip: ZipFile, manifest: Manifest) -> None:
        self._zip = zip
        self.manifest = manifest
        self._taken: list[Path] = []
        self.hashes = sorted(name.removeprefix(FILES) for name in zip.namelist() if name.startswith(FILES))

    @property
    def unpacked_bytes(self) -> int:
        """What it becomes on the disk, at most."""
        files = sum(one.file_size for one in self._zip.infolist() if one.filename.startswith(FILES))
        return files + _SPARE * (sum(one.file_size for one in self._zip.infolist()) - files)

    def lines(self, table: Table, written: Written) -> Iterator[Mapping[str, Any]]:
        """The rows of a table. Malformed where one is none, or they are not those that were written."""
        digest, count = sha256(), 0
        with BufferedReader(self._zip.open(table.path)) as entry:  # type: ignore[type-var]  # it is raw enough
            while content := entry.readline(LONGEST_LINE + 1):
                count += 1
                if not content.endswith(b"\n"):
                    raise Malformed(f"{table.path} line {count} is too long or cut off")
                digest.update(content)
                try:
                    row = row_of(table, content)
                except Malformed as error:
                    raise Malformed(f"{table.path} line {count}: {error}") from error
                yield row
        if (count, digest.hexdigest()) != (written.rows, written.hash):
            raise Malformed(f"{table.path} was changed after it was written")

    def put_files(self, shelf: Shelf) -> None:
        """Put its files on the shelf. Malformed where one is not what it is called by."""
        for hash in self.hashes:
            with self._zip.open(FILES + hash) as entry:
                if shelf.has(hash):
                    continue
                if not shelf.take(hash, partial(shutil.copyfileobj, entry)):
                    raise Malformed(f"{FILES}{hash} was changed after it was written")
                self._taken.append(shelf.path(hash))

    def take_back(self) -> None:
        """Take the files away again that were put on the shelf."""
        for path in self._taken:
            path.unlink(missing_ok=True)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The export at this path. StartupError where none can be read, or what is read of it is damaged, hostile or too new."""
    try:
        with _zip_at(path) as zip:
            yield Archive(zip, _checked(zip))
    except TooNew as error:
        raise StartupError(
            f"{path} was written by a newer Signpost. Install that version first. Nothing was imported."
        ) from error
    except Malformed as error:
        raise StartupError(f"{path} cannot be imported: {error}. Nothing was imported.") from error
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise StartupError(
            f"{path} is no export of Signpost, or is damaged or cut off. Nothing was imported."
        ) from error


async def unpack(
    archive: Archive, database: Database, shelf: Shelf, owe: Callable[[Transaction], object]
) -> Unpacked:
    """Fill a database that holds nothing, bring it up to date, owe what is to be owed, and put the files on the shelf.

    StartupError where the database holds something; Malformed; OSError. Nothing is in the database then.
    """
    manifest = archive.manifest

    def fill(tables: store.Tables) -> None:
        there = {table.name: table for table in tables.described()}
        if {one.table: dict(one.columns) for one in manifest.tables} != {
            name: said(table) for name, table in there.items()
        }:
            raise Malformed(f"its tables are not those of revision {manifest.revision}")
        for written in manifest.tables:
            tables.fill(written.table, archive.lines(there[written.table], written))
        if tables.kept_hashes() != sorted({*archive.hashes, *manifest.missing}):
            raise Malformed("its files are not those that its tables name")
        archive.put_files(shelf)

    await store.filling(database, manifest.revision, fill, owe)
    return Unpacked(sum(one.rows for one in manifest.tables), len(archive.hashes), len(manifest.missing))


def _zip_at(path: Path) -> ZipFile:
    try:
        return ZipFile(path)
    except FileNotFoundError as error:
        raise StartupError(f"There is no export at {path}.") from error
    except OSError as error:
        raise StartupError(f"{path} cannot be read: {error.strerror or error}. Nothing was imported.") from error


def _checked(zip: ZipFile) -> Manifest:
    entries = {one.filename: one for one in zip.infolist()}
    if len(entries) != len(zip.infolist()):
        raise Malformed("a name stands in it twice")
    if MANIFEST not in entries or entries[MANIFEST].file_size > LARGEST_MANIFEST:
        raise Malformed(f"it has no {MANIFEST}")
    for entry in entries.values():
        _check_packing(entry)
    manifest = manifest_of(zip.read(MANIFEST))
    if manifest.revision not in known_revisions():
        raise TooNew
    tables = [f"tables/{one.table}.jsonl" for one in manifest.tables]
    files = {name for name in entries if name.startswith(FILES) and _is_hash(name.removeprefix(FILES))}
    if len({*tables}) != len(tables) or {*entries} != {MANIFEST, *tables, *files}:
        raise Malformed("it does not hold what it says, or more than that")
    return manifest


def _check_packing(entry: ZipInfo) -> None:
    is_encrypted = entry.flag_bits & 1
    if is_encrypted or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Malformed("it is not packed as an export is")
    is_file = entry.filename.startswith(FILES)
    if is_file and (entry.compress_type != ZIP_STORED or entry.file_size != entry.compress_size):
        raise Malformed("a file in it is packed")
    if entry.file_size > max(SMALL, DENSEST * entry.compress_size):
        raise Malformed(f"{entry.filename[:80]} would become too large")


def _is_hash(name: str) -> bool:
    return len(name) == 64 and set(name) <= set("0123456789abcdef")

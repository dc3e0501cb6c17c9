"""Writes an export: all tables as lines of JSON, and the files that people sent, in one zip."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest, sha256
from itertools import islice
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot import private_files
from bot.database import Database
from bot.errors import StartupError
from bot.exports import store
from bot.exports.layout import FILES, MANIFEST, Manifest, Table, Written, line, manifest_bytes, said
from bot.revisions import newest_revision
from bot.tickets.record.shelf import Shelf

LEVEL = 1
"""Lines of JSON become a tenth with any; the best one takes five times as long."""


@dataclass(frozen=True)
class Packed:
    """What is in an export; `missing` are files that the database names, and that are not there or not whole."""

    rows: int
    files: int
    missing: int


def pack(database: Database, shelf: Shelf, target: Path) -> Packed:
    """Write all that is in the database now, and the files that it names, into a new file; also while the bot runs.

    StartupError where the target exists, there is nothing to export, or it cannot be written: then there is no file.
    """
    if target.exists():
        raise StartupError(f"{target} exists already; choose a new name.")
    partial = target.with_name(target.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        private_files.create(partial)
        packed = asyncio.run(store.looking(database, lambda tables: _write(tables, shelf, partial)))
        private_files.settle(partial)
        partial.rename(target)
    except OSError as error:
        raise StartupError(f"The export to {target} failed: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return packed


def _write(tables: store.Tables, shelf: Shelf, path: Path) -> Packed:
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        written = tuple(_write_rows(tables, archive, table) for table in store.known_tables())
        hashes = tables.kept_hashes()
        missing = tuple(hash for hash in hashes if not _write_file(archive, shelf, hash))
        manifest = Manifest(newest_revision(), written, missing)
        with _entry(archive, MANIFEST) as entry:
            entry.write(manifest_bytes(manifest))
    return Packed(sum(one.rows for one in written), len(hashes) - len(missing), len(missing))


def _write_rows(tables: store.Tables, archive: ZipFile, table: Table) -> Written:
    digest, count, rows = sha256(), 0, tables.rows(table.name)
    with _entry(archive, table.path) as entry:
        while lines := [line(row) for row in islice(rows, store.AT_A_TIME)]:
            content = b"".join(lines)
            digest.update(content)
            entry.write(content)
            count += len(lines)
    return Written(table.name, said(table), count, digest.hexdigest())


def _write_file(archive: ZipFile, shelf: Shelf, hash: str) -> bool:
    """Whether the file is there, and what it is called by."""
    try:
        with shelf.path(hash).open("rb") as file:
            if file_digest(file, "sha256").hexdigest() != hash:
                return False
            file.seek(0)
            # As it is: pictures do not become smaller, and what is not packed cannot burst when it is unpacked.
            with _entry(archive, ZipInfo(FILES + hash)) as entry:
                shutil.copyfileobj(file, entry, 1 << 20)
    except FileNotFoundError:
        return False
    return True


@contextmanager
def _entry(archive: ZipFile, name: str | ZipInfo) -> Iterator[IO[bytes]]:
    """A file in the zip, called so, without a time: what is the same makes the same bytes."""
    with archive.open(name, "w", force_zip64=True) as entry:
        yield entry

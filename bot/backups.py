"""SQLite's file as a whole: whether it is sound, copies of it, and a copy put back in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from bot import private_files
from bot.errors import StartupError
from bot.revisions import newest_revision, refuse_unknown

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file while it is used. Beside another file of that name it destroys that one."""

FOLDER = "backups"
"""Within the folder of the database: where it is copied before an upgrade."""

KEPT = 5
"""How many of these copies are kept; older ones are deleted."""

RECORD = "last-backup"
"""Within the folder of the database: its modification time is that of the last copy."""

FAULTS_SHOWN = 3
CURE = "Stop the bot, keep the file, and bring back the last backup: signpost restore FILE."


def prepare(path: Path) -> None:
    """A file that only its owner may read, new or as it is. SQLite makes what it keeps beside it alike."""
    with suppress(FileExistsError):
        private_files.create(path)
    for one in (path, *beside(path)):
        private_files.seal(one)


def beside(path: Path) -> list[Path]:
    """What SQLite may keep beside this file: beside the file itself, where this is a symbolic link to it."""
    path = path.resolve()
    return [path.with_name(path.name + ending) for ending in BESIDE]


def check(path: Path) -> None:
    """Whether the file at which the bot starts is sound, as far as can be said quickly (SQLite's `quick_check`).

    It reads each page once, and does not hold the indexes against their tables. StartupError where it is damaged or
    none of SQLite's; sqlite3.Error where it cannot be read.
    """
    with closing(sqlite3.connect(path)) as connection:
        try:
            faults = _faults(connection, "quick_check")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_NOTADB:
                raise
            raise StartupError(
                f"The file {path} is no database. Keep it aside, and bring back the last backup: signpost restore FILE."
            ) from error
        if faults:
            raise StartupError(f"The database {path} is damaged ({faults}). {CURE}")


def revision(path: Path) -> str | None:
    """At which revision the file is; None for a new one. sqlite3.Error where it cannot be read."""
    with closing(sqlite3.connect(path)) as connection:
        return _revision(connection)


def before_upgrade(path: Path) -> Path | None:
    """Copy the file where an upgrade is about to change it, and delete the oldest of such copies.

    Returns the copy, or None where nothing will be changed or nothing is there yet. It is named after the last
    change of the data: an upgrade that fails again and again makes one copy. StartupError where it fails.
    """
    before = revision(path)
    if before is None or before == newest_revision():
        return None
    refuse_unknown(before)
    changed = max(one.stat().st_mtime for one in (path, *beside(path)[:1]) if one.exists())
    stamp = f"{datetime.fromtimestamp(changed, UTC):%Y%m%dT%H%M%SZ}"
    folder = path.parent / FOLDER
    copy = folder / f"{path.stem}-{stamp}-revision-{before}.db"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise StartupError(
            f"The folder {folder} for a backup before the upgrade cannot be made: {error.strerror}."
        ) from error
    if not copy.exists():
        write_copy(path, copy)
    kept = sorted(folder.glob(f"{path.stem}-*-revision-*.db"), key=lambda one: one.name)
    for old in kept[:-KEPT]:
        old.unlink(missing_ok=True)
    return copy


def write_copy(source: Path, target: Path) -> None:
    """Copy the database, consistently and while the bot runs, into a new file that needs nothing beside it.

    StartupError where the source is damaged, the target is there already, or it cannot be written.
    """
    if target.exists():
        raise StartupError(f"{target} exists already; choose a new name.")
    partial = target.with_name(target.name + ".partial")
    try:
        _copy(source, partial)
        with closing(sqlite3.connect(partial)) as copy:
            faults = _faults(copy, "quick_check")
        if not faults:
            partial.rename(target)
    except (OSError, sqlite3.Error) as error:
        if not _is_damage(error):
            raise StartupError(f"The backup to {target} failed: {_why(error)}.") from error
        faults = str(error)
    finally:
        remove(partial)
    if faults:
        raise StartupError(f"No backup was made: the database {source} is damaged ({faults}). {CURE}")
    with suppress(OSError):  # who may read the database need not be allowed to note here that they did
        private_files.write(source.parent / RECORD, f"{target}\n")


def last_backup_at(folder: Path) -> datetime | None:
    """When the database in this folder was last copied, as far as we know."""
    try:
        return datetime.fromtimestamp((folder / RECORD).stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def restore(backup: Path, path: Path, at: datetime) -> Path | None:
    """Put a copy of this backup in the place of the database, and keep the database that was there aside.

    Returns where that is, or None where there was none. Whoever calls holds the lock of the process. Killed at any
    moment, the database is the old one or the new one. StartupError where the backup is not sound, is not
    Signpost's, or was written by a newer one, and where it cannot be done: then the old database is in its place.
    """
    if not backup.is_file():
        raise StartupError(f"There is no backup at {backup}.")
    if path.exists() and backup.samefile(path):
        raise StartupError(f"{backup} is the database itself, and no backup of it.")
    path = path.resolve()
    coming = path.with_name(path.name + ".restoring")
    try:
        _judge(backup)
        _copy(backup, coming, nobody_writes=True)
        _judge(coming)
        aside = _set_aside(path, at)
        coming.replace(path)
        private_files.settle_names(path.parent)
    except (OSError, sqlite3.Error) as error:
        raise StartupError(f"{backup} cannot be restored: {_why(error)}. Nothing was changed.") from error
    finally:
        remove(coming)
    return aside


def put_in_place(coming: Path, path: Path) -> None:
    """Make this file, which is whole and needs nothing beside it, the database, where there is none or one that holds
    nothing. Killed at any moment, it is the old one or the new one. OSError where it cannot be.
    """
    private_files.settle(coming)
    _remove_beside(path)
    coming.replace(path)
    private_files.settle_names(path.parent)


def remove(made: Path) -> None:
    """A file of our own, with what SQLite has left beside it: on a full disk, its journal."""
    for one in (made, *beside(made)):
        with suppress(OSError):
            one.unlink(missing_ok=True)


def _judge(backup: Path) -> None:
    """StartupError where this must not become the database."""
    with _reading(backup, nobody_writes=True) as connection:
        if faults := _faults(connection, "integrity_check"):
            raise StartupError(f"{backup} is damaged ({faults}). Nothing was changed.")
        found = _revision(connection)
        if found is None:
            raise StartupError(f"{backup} is no database of Signpost. Nothing was changed.")
        refuse_unknown(found)
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise StartupError(f"{backup} holds rows without their parents. Nothing was changed.")


def _set_aside(path: Path, at: datetime) -> Path | None:
    """Give the database a second name, and leave nothing beside the first that would be read into another file."""
    if not path.exists():
        _remove_beside(path)
        return None
    aside = path.with_name(f"{path.name}.before-restore-{at:%Y%m%dT%H%M%SZ}")
    if aside.exists():
        raise StartupError(f"{aside} exists already. Try again in a second.")
    logs = [(one, other) for one, other in zip(beside(path), beside(aside), strict=True) if one.exists()]
    for one, other in logs:
        shutil.copy2(one, other)
    is_whole = False
    try:
        with closing(sqlite3.connect(path, timeout=1)) as old:
            # SQLite brings what stands beside the file into it, and removes it, in a way that a crash cannot harm.
            old.execute("PRAGMA journal_mode=DELETE").fetchall()
        is_whole = True
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            is_whole = True
            raise StartupError(
                f"{path} is open in another program. Close that first; nothing was changed."
            ) from error
    finally:
        if is_whole:
            for _, other in logs:
                other.unlink(missing_ok=True)
    _second_name(path, aside)
    _remove_beside(path)
    return aside


def _second_name(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except OSError:  # a file system that knows no second names
        shutil.copy2(path, name)
    private_files.seal(name)


def _remove_beside(path: Path) -> None:
    for one in beside(path):
        one.unlink(missing_ok=True)


def _copy(source: Path, target: Path, *, nobody_writes: bool = False) -> None:
    """Copy into a file of our own, in the place of one that an earlier try has left."""
    for one in (target, *beside(target)):
        one.unlink(missing_ok=True)
    private_files.create(target)
    with _reading(source, nobody_writes=nobody_writes) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()
    private_files.settle(target)


@contextmanager
def _reading(path: Path, *, nobody_writes: bool = False) -> Iterator[sqlite3.Connection]:
    """Where nobody writes, and all is in the file itself, SQLite leaves nothing beside it either."""
    log, *_ = beside(path)
    is_whole = not log.exists() or log.stat().st_size == 0
    how = "immutable=1" if nobody_writes and is_whole else "mode=ro"
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)) as connection:
        yield connection


def _faults(connection: sqlite3.Connection, how: str) -> str:
    """What SQLite finds wrong with the file, the first of it; empty where it is sound."""
    try:
        found = [str(row[0]) for row in connection.execute(f"PRAGMA {how}({FAULTS_SHOWN})")]
    except sqlite3.DatabaseError as error:
        if not _is_damage(error):
            raise
        return str(error)
    return "" if found == ["ok"] else "; ".join(" ".join(one.split()) for one in found)


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _is_damage(error: Exception) -> bool:
    """Whether this is damage, and not a lock, a full disk or a file of something else."""
    return isinstance(error, sqlite3.DatabaseError) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT


def _revision(connection: sqlite3.Connection) -> str | None:
    table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    if connection.execute(table).fetchone() is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])

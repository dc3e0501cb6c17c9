"""One process per SQLite file: a lock beside it, which the system frees when its holder dies."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot import private_files
from bot.errors import StartupError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_BYTE = 1 << 30
"""On Windows a locked byte cannot be read either, so one is locked that stands behind what is written."""


@contextmanager
def held(database: Path, command: str, since: datetime) -> Iterator[None]:
    """Be the one process that uses this database until the end of the block.

    The file `<database>.lock` says who that is; it stays when the block ends, and then locks nobody out. It stands
    beside the file itself: two symbolic links to one database are one database. StartupError where another process
    holds it, naming that process, or where no lock can be had.
    """
    database = database.resolve()
    path = database.with_name(database.name + ".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, private_files.OWNER_ONLY)
    except OSError as error:
        raise StartupError(f"The lock {path} cannot be made: {error.strerror}.") from error
    try:
        try:
            _lock(descriptor)
        except (BlockingIOError, PermissionError) as error:
            raise StartupError(_who(database, path)) from error
        except OSError as error:
            raise StartupError(
                f"{path} cannot be locked: {error.strerror}. Put the database on a file system of this machine."
            ) from error
        holder = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "command": command,
            "since": since.isoformat(timespec="seconds"),
        }
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps(holder).encode())
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    """OSError where somebody else has it. Freed when the descriptor is closed, also by the death of the process."""
    if sys.platform == "win32":
        os.lseek(descriptor, _BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _who(database: Path, path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        who = "`signpost {command}`, process {pid} on {host}, since {since}".format(**holder)
    except (OSError, ValueError, KeyError, TypeError):  # it has the lock, and has not written yet who it is
        who = "another process"
    return f"{database} is in use by {who}. Only one process may use it: stop that one first."

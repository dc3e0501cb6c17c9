"""Files that only their owner may read, and that are there whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

OWNER_ONLY = 0o600


def create(path: Path) -> None:
    """An empty file that only its owner may read, whatever the umask. FileExistsError where there is one."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY)
    os.close(descriptor)
    seal(path)


def seal(path: Path) -> None:
    """Take away what others may do with the file, where there is one and it is ours."""
    if path.is_file():
        with suppress(FileNotFoundError, PermissionError):
            path.chmod(OWNER_ONLY)


def write(path: Path, content: str) -> None:
    """Put this in the file's place in one step: who reads it, or dies, sees the old content or the new one."""
    write_bytes(path, content.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """The same; where the disk is full, nothing of it is left."""
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    create(partial)
    try:
        partial.write_bytes(content)
        settle(partial)
        partial.replace(path)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def settle(path: Path) -> None:
    """Wait until what was written is on the disk: a rename may otherwise outlive what it names."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def settle_names(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows has no such call."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

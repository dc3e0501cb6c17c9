"""The folder in which files from tickets are kept: each once, called by the hash of what it holds."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import file_digest, sha256
from pathlib import Path
from typing import IO

from bot import private_files

FOLDER = "attachments"
"""Beside the database."""

FOLDER_MODE = 0o700


def hash_of(content: bytes) -> str:
    """Its SHA-256, in 64 hexadecimal digits."""
    return sha256(content).hexdigest()


class Shelf:
    """What is on it never changes: it may be copied at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of(cls, home: Path, database: Path | None) -> Shelf:
        """That of a home: beside the file of its database, or where that would be if it had one."""
        return cls((home / "data" if database is None else database.parent) / FOLDER)

    def keep(self, content: bytes) -> str:
        """Its SHA-256, once it is safely there: nothing is written where it is already. Blocks; OSError where it cannot be
        written, and then nothing of it is left.
        """
        hash = hash_of(content)
        path = self.path(hash)
        if not path.is_file() or path.stat().st_size != len(content):
            self._make_folders(path)
            private_files.write_bytes(path, content)
            self._settle_names(path)
        return hash

    def has(self, hash: str) -> bool:
        """Whether the file of this hash is there, and what it is called by. Blocks."""
        try:
            with self.path(hash).open("rb") as file:
                return file_digest(file, "sha256").hexdigest() == hash
        except FileNotFoundError:
            return False

    def take(self, hash: str, write: Callable[[IO[bytes]], object]) -> bool:
        """Keep what is written, however large, if it is what has this hash, and say whether it is. Blocks; where it is not,
        or an error ends the writing, nothing of it is left.
        """
        path = self.path(hash)
        self._make_folders(path)
        partial = path.with_name(f"{path.name}.partial")
        partial.unlink(missing_ok=True)
        try:
            private_files.create(partial)
            with partial.open("r+b") as file:
                write(file)
                file.seek(0)
                if file_digest(file, "sha256").hexdigest() != hash:
                    return False
            private_files.settle(partial)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        self._settle_names(path)
        return True

    def _make_folders(self, path: Path) -> None:
        for folder in (self.folder, path.parent):
            folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)

    def _settle_names(self, path: Path) -> None:
        private_files.settle_names(path.parent)
        private_files.settle_names(self.folder)

    def drop(self, hash: str) -> None:
        """It is there no more. Blocks; OSError where the disk refuses."""
        self.path(hash).unlink(missing_ok=True)

    def all_of_it(self) -> tuple[int, int]:
        """How many files are there, and how many bytes they have in all."""
        sizes = [path.stat().st_size for path in self.folder.glob("??/*") if not path.name.endswith(".partial")]
        return len(sizes), sum(sizes)

    def path(self, hash: str) -> Path:
        """Where the file of this hash is, if it is there."""
        return self.folder / hash[:2] / hash

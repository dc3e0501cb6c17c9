"""The folder in which files from tickets are kept: each once, called by the hash of what it holds."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from bot import private_files

FOLDER = "attachments"
"""Beside the database."""

FOLDER_MODE = 0o700


class Shelf:
    """What is on it never changes: it may be copied at any time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Its SHA-256, once it is safely there: nothing is written where it is already. Blocks; OSError where it cannot be
        written, and then nothing of it is left.
        """
        hash = sha256(content).hexdigest()
        path = self.path(hash)
        if not path.is_file() or path.stat().st_size != len(content):
            for folder in (self._folder, path.parent):
                folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
            private_files.write_bytes(path, content)
            private_files.settle_names(path.parent)
            private_files.settle_names(self._folder)
        return hash

    def all_of_it(self) -> tuple[int, int]:
        """How many files are there, and how many bytes they have in all."""
        sizes = [path.stat().st_size for path in self._folder.glob("??/*") if not path.name.endswith(".partial")]
        return len(sizes), sum(sizes)

    def path(self, hash: str) -> Path:
        """Where the file of this hash is, if it is there."""
        return self._folder / hash[:2] / hash

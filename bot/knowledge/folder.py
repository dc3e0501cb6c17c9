"""The folder of FAQ files on the disk: read it, try a change on a copy, change it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from bot import private_files
from bot.config import Config
from bot.knowledge.library import Library, load_library
from bot.problems import Problem


@dataclass(frozen=True)
class FaqFolder:
    """Where the FAQ files are, and the names of config.yaml that they may use. Its methods block."""

    path: Path
    ticket_types: Collection[str]
    channels: Collection[str | int]

    @classmethod
    def of(cls, home: Path, config: Config) -> Self:
        """The folder of a home, as its config.yaml says."""
        return cls(
            home / config.faq.folder,
            [kind.id for kind in config.tickets.types],
            [*config.channels.help, *config.channels.forums],
        )

    def read(self) -> tuple[Library | None, list[Problem]]:
        """The knowledge base, or None with every problem of every file. Never raises."""
        return self._load(self.path)

    def read_with(self, file: str, content: bytes) -> tuple[Library | None, list[Problem]]:
        """What `read` would return if this file had this content. Raises OSError."""
        with TemporaryDirectory(prefix="signpost-") as place:
            copy = Path(place) / self.path.name
            copy.mkdir()
            for path in self.path.iterdir():
                if path.suffix in (".yaml", ".yml") and path.name != file and path.is_file():
                    shutil.copyfile(path, copy / path.name)
            (copy / file).write_bytes(content)
            return self._load(copy)

    def content(self, file: str) -> bytes:
        """What stands in a file. Raises OSError."""
        return (self.path / file).read_bytes()

    def replace(self, file: str, content: bytes) -> None:
        """Give a file another content, all of it or none, whenever the machine stops. Raises OSError.

        What a link points to is replaced, and keeps its permissions.
        """
        target = (self.path / file).resolve()
        # Of one name, so that what a crash leaves behind is overwritten; hidden, so that nobody reads it.
        partial = target.with_name(f".{target.name}.partial")
        try:
            with partial.open("wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            shutil.copymode(target, partial)
            partial.replace(target)
        except OSError:
            partial.unlink(missing_ok=True)
            raise
        private_files.settle_names(target.parent)

    def _load(self, path: Path) -> tuple[Library | None, list[Problem]]:
        return load_library(path, ticket_types=self.ticket_types, channels=self.channels)

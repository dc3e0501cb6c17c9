"""Keeps the knowledge base in use in step with the files: what is right is used at once, what is not is named."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from watchfiles import awatch

from bot.errors import DatabaseBusy
from bot.knowledge.folder import FaqFolder
from bot.knowledge.library import Library
from bot.problems import Problem

log = logging.getLogger(__name__)

QUIET_MS = 500
"""Editors write a file in several steps. So long nothing must happen before it is read."""

LONGEST_MS = 5_000
"""After so long it is read all the same."""

LOOK_SECONDS = 5.0
"""How often the folder is looked at although nothing was heard of it: it may be new, or of a kind that is mute."""


@dataclass(frozen=True)
class Reloaded:
    """The files are right, and used. `is_repaired` after problems had been told."""

    entries: int
    is_repaired: bool = False


@dataclass(frozen=True)
class Broken:
    """The files have problems; the last good knowledge base stays. `is_news` unless just these were told before."""

    problems: tuple[Problem, ...]
    is_news: bool


Teller = Callable[[Reloaded | Broken], Awaitable[None]]
"""Sees to it that people read that there are problems, or no longer. Where it raises, they have not been told."""


class Answering(Protocol):
    """What answers people: it is asked which knowledge base it uses, and given the next one."""

    @property
    def library(self) -> Library:
        """The knowledge base that is in use."""

    async def load(self, library: Library) -> None:
        """Use this knowledge base from now on."""


class Heeding(Protocol):
    """What has to know which entries there are, before they answer people."""

    async def look(self, library: Library) -> None:
        """These are the entries from now on."""


class Reloader:
    """Reads the folder anew when it is told to, and has people told what is new, once."""

    def __init__(self, answering: Answering, folder: FaqFolder, heeding: Heeding) -> None:
        self.folder = folder
        self._answering = answering
        self._heeding = heeding
        self._one_at_a_time = asyncio.Lock()
        self._told: tuple[Problem, ...] = ()
        self._tell: Teller | None = None
        self._is_behind = False
        self.problems: tuple[Problem, ...] = ()
        """What was wrong with the files when they were last read."""

    def tell_by(self, teller: Teller) -> None:
        """Say who tells people."""
        self._tell = teller

    async def begin(self) -> None:
        """What is in use at the start may be other than what was when the bot ended."""
        async with self._one_at_a_time:
            await self._heeding.look(self._answering.library)

    async def reload(self) -> Reloaded | Broken:
        """Read all files, and use them if they are right. What has not changed is not built anew.

        Raises DatabaseBusy: then it is to be called again, as `changes` says too.
        """
        # Reading belongs under the lock, or what was read first could be used, or told, last.
        async with self._one_at_a_time:
            try:
                outcome = await self._read()
                is_news = outcome.is_news if isinstance(outcome, Broken) else outcome.is_repaired
                if is_news and self._tell is not None:
                    await self._tell(outcome)
            except DatabaseBusy:
                self._is_behind = True
                raise
            self._told, self._is_behind = self.problems, False
        return outcome

    async def changes(self) -> AsyncGenerator[None]:
        """Yields at the start, whenever the FAQ files are others than before, or gone, or back, and again where the
        database was too busy for what was read. Never ends.
        """
        known: object = None
        async with aclosing(_ticks(self.folder.path)) as ticks:
            async for _ in ticks:
                found = await asyncio.to_thread(_state, self.folder.path)
                if found != known or self._is_behind:
                    known = found
                    yield

    async def _read(self) -> Reloaded | Broken:
        library, problems = await asyncio.to_thread(self.folder.read)
        self.problems = tuple(problems)
        if library is None:
            log.warning("FAQ files have problems: %d; what was read before stays in use", len(problems))
            return Broken(self.problems, is_news=self.problems != self._told)
        if library != self._answering.library:
            await self._heeding.look(library)
            await self._answering.load(library)
            log.info("FAQ files read anew; entries: %d", len(library.entries))
        return Reloaded(len(library.entries), is_repaired=bool(self._told))


async def _ticks(folder: Path) -> AsyncGenerator[None]:
    """Yields at the start, soon after something happens in the folder, and every few seconds."""
    while True:
        yield
        try:
            async with aclosing(
                awatch(
                    folder,
                    debounce=LONGEST_MS,
                    step=QUIET_MS,
                    rust_timeout=int(LOOK_SECONDS * 1000),
                    yield_on_timeout=True,
                    recursive=False,
                )
            ) as watch:
                async for _ in watch:
                    yield
                    if not await asyncio.to_thread(folder.exists):
                        break
        except (OSError, RuntimeError) as error:  # no such folder (now), or the system has no watch to give
            log.debug("%s cannot be watched: %s", folder, error)
        await asyncio.sleep(LOOK_SECONDS)


def _state(folder: Path) -> frozenset[tuple[str, int, int, int]]:
    """By what one sees that a FAQ file is another; nothing of files that cannot be seen."""
    try:
        return frozenset(
            (path.name, stat.st_mtime_ns, stat.st_size, stat.st_ino)
            for path in folder.iterdir()
            if path.suffix in (".yaml", ".yml")
            for stat in [path.stat()]
        )
    except OSError:
        return frozenset()

"""Writes down how the running bot is, for other processes to read."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from bot import private_files
from bot.clock import Clock
from bot.database import Database
from bot.health.heartbeat import Heartbeat, read
from bot.jobs import store as jobs_store
from bot.jobs.obstacles import store as obstacles_store
from bot.jobs.runner import JobRunner

FILE = "heartbeat.json"

log = logging.getLogger(__name__)


class HealthService:
    """The heartbeat of one bot, in `data/heartbeat.json`."""

    def __init__(self, folder: Path, database: Database, clock: Clock, jobs: JobRunner) -> None:
        self._file = folder / FILE
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._began_at: datetime | None = None
        self._is_unwritten = False

    async def write_heartbeat(
        self, *, connected_at: datetime | None, servers: Collection[int], waits_until: datetime | None
    ) -> Heartbeat:
        """Say how the bot is. Fails where the database cannot be read.

        Where the file cannot be written, the log says so once, and once that it can be again; others find no sign of life.
        """
        now = self._clock()
        late, obstacles = await self._database.read(
            lambda reader: (
                jobs_store.overdue_since(reader, now, servers),
                obstacles_store.count(reader, servers),
            )
        )
        looked_at = self._jobs.looked_at
        self._began_at = self._began_at or looked_at
        heartbeat = Heartbeat(now, connected_at, looked_at, self._began_at, late, obstacles, waits_until)
        await self._write(heartbeat.text())
        return heartbeat

    async def _write(self, text: str) -> None:
        try:
            await asyncio.to_thread(private_files.write, self._file, text)
        except OSError as error:
            if not self._is_unwritten:
                log.warning("the heartbeat cannot be written to %s: %s", self._file, error.strerror)
            self._is_unwritten = True
        else:
            if self._is_unwritten:
                log.warning("the heartbeat can be written again")
            self._is_unwritten = False

    def end(self) -> None:
        """The bot stops, and says nothing more."""
        self._file.unlink(missing_ok=True)


def last_heartbeat(folder: Path) -> Heartbeat | None:
    """What the bot last said; None where it has said nothing, or nothing that can be read. PermissionError."""
    try:
        return read((folder / FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None

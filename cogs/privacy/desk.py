"""Erases what is past its time, and takes erased files from our disk."""

from __future__ import annotations

from datetime import datetime

from bot.client import SupportBot
from bot.jobs.job import Job


class ErasingDesk:
    """The handlers of the jobs `privacy.sweep` and `privacy.file`."""

    def __init__(self, bot: SupportBot) -> None:
        self._services = bot.services

    async def sweep(self, _job: Job) -> datetime:
        """When to look again."""
        return await self._services.privacy.sweep()

    async def drop(self, job: Job) -> None:
        """Unless somebody else has sent the same."""
        await self._services.recording.drop_file(job.data["hash"])

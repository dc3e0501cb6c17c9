"""Keeps true what requesters were told to expect: their place as the queue moves, and that an answer will be late."""

from __future__ import annotations

from datetime import datetime

from bot.client import SupportBot
from bot.jobs.job import Job
from cogs.tickets.hearing_first import HearingFirst


class Expecting:
    """The handlers of `ticket.places` and `ticket.delay`. What they find is owed as views."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._expectations = bot.services.expectations
        self._hearing = HearingFirst(bot)

    async def places(self, job: Job) -> datetime | None:
        """The queue has moved."""
        return await self._expectations.moved(job.guild_id)

    async def delay(self, job: Job) -> datetime | None:
        """An answer will be late, unless it was written while the bot was off."""
        await self._hearing.hear([await self._bot.services.tickets.get(job.subject_id)], job)
        return await self._expectations.excuse(job.subject_id)

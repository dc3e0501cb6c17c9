"""Before it is said that something of a ticket is late: while much may still be unheard, its thread is read first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.tickets.owed import LOOK_JOB
from bot.tickets.ticket import Ticket
from cogs.tickets.listening import Ear
from cogs.tickets.looking import LONGEST_SECONDS, PATIENCE, PAUSE_SECONDS, WHILE

log = logging.getLogger(__name__)


class HearingFirst:
    """For one handler, which calls `hear` until that says that it is through."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._ear = Ear(bot)
        self._heard = set[int]()
        """What was read in the runs before, which ended before they were through."""

    async def hear(self, tickets: Iterable[Ticket], job: Job) -> bool:
        """Whether all that was written in these is heard: until the look at the start is through, which may take hours, some
        of it may not be. False where it takes longer than one run may; then the handler goes on.
        """
        unheard = [ticket for ticket in tickets if ticket.id not in self._heard]
        if unheard and await self._bot.services.jobs.owed([LOOK_JOB], job.guild_id):
            ends_at = self._bot.clock() + WHILE
            for ticket in unheard:
                if self._bot.clock() >= ends_at:
                    return False
                await self._hear(ticket, job.attempts)
                self._heard.add(ticket.id)
        self._heard.clear()
        return True

    async def _hear(self, ticket: Ticket, attempt: int) -> None:
        """TimeoutError where it takes too long, until patience ends."""
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await self._ear.catch_up(ticket, _gently)
        except TimeoutError:
            if attempt < PATIENCE:
                raise
            log.warning("the thread of ticket %d takes too long to be read", ticket.id)


async def _gently() -> None:
    await asyncio.sleep(PAUSE_SECONDS)

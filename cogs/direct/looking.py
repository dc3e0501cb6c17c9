"""Looks in direct messages for what was written while the bot was off, gently: Discord tells of none of it afterwards."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from datetime import datetime, timedelta

import discord

from bot.client import SupportBot
from bot.direct.known import Known
from bot.direct.service import REPLY_JOB
from bot.jobs.job import Job
from cogs.ui.written import BY_PEOPLE

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(days=1)
"""Until the next look: a message may also get lost on the way to a bot that is on."""

WHILE = timedelta(seconds=20)
"""How long one run begins with further channels, each of which costs one request."""

PAUSE_SECONDS = 0.2
"""Between requests, as in the other look at the start."""

READ = 100
"""Messages of a channel, as many as one request brings: the first after the last that is known."""


class DirectLook:
    """The handler of the job `direct.look`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._direct = bot.services.direct
        self._left: deque[Known] | None = None
        """Those of this look that are still to be read; None between looks."""

    async def look(self, _job: Job) -> datetime:
        """Look for a while; when to go on, or to look again. After a failure it goes on with the channel at which it failed."""
        ends_at = self._bot.clock() + WHILE
        if self._left is None:
            self._left = deque(await self._direct.known())
        while self._left:
            if self._bot.clock() >= ends_at:
                return self._bot.clock()
            await self._look_into(self._left[0])
            self._left.popleft()
            if self._left:
                await asyncio.sleep(PAUSE_SECONDS)
        self._left = None
        return self._bot.clock() + AGAIN_AFTER

    async def _look_into(self, known: Known) -> None:
        """A reply is owed to what came after the last message that is known, unless we have said something since."""
        channel, missed = self._bot.get_partial_messageable(known.channel_id), None
        after = discord.Object(known.seen_id)
        try:
            async for message in channel.history(limit=READ, after=after, oldest_first=True):
                if message.author == self._bot.user:
                    missed = None
                elif missed is None and message.author.id == known.member_id and message.type in BY_PEOPLE:
                    missed = message.id
        except (discord.Forbidden, discord.NotFound):
            await self._direct.forget(known.channel_id)
            return
        if missed is not None and not await self._bot.services.jobs.owed([REPLY_JOB], known.channel_id):
            log.info("a direct message was missed, and is answered now")
            await self._direct.hear(known.channel_id, known.member_id, missed)

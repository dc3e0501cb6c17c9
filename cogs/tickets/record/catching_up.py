"""Reads the threads of a ticket where something may be missing: what was said, edited and deleted while the bot was off."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime

import discord

from bot.client import SupportBot
from bot.ids import snowflake
from bot.tickets.ticket import Ticket
from cogs.tickets.record.reading import said_in
from cogs.ui.recognising import LOOK_BACK

log = logging.getLogger(__name__)

PAGE = 100
"""Messages of one request: as many as Discord gives."""


class CatchingUp:
    """One reading of Discord, for what is kept and for whose turn it is. To be done under `Listening.in_order`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._recording = bot.services.recording

    async def read(
        self, ticket: Ticket, thread_id: int, since: datetime | None, pause: Callable[[], Awaitable[None]]
    ) -> list[discord.Message]:
        """Keep what the thread holds; of what was written in it since then the newest, the newest first.

        `pause` comes before each request. Page after page is kept, so that who is stopped goes on there. Where the thread
        cannot be read, nothing is known of it.
        """
        thread = self._bot.get_partial_messageable(thread_id, guild_id=ticket.guild_id)
        after = await self._recording.read_from(thread_id)
        since_id = snowflake(since, -1) if since is not None else None
        after = after if since_id is None else min(after, since_id)
        newest = deque[discord.Message](maxlen=LOOK_BACK)
        me = self._bot.user
        assert me is not None
        while True:
            await pause()
            try:
                start = discord.Object(after)
                page = [one async for one in thread.history(limit=PAGE, after=start, oldest_first=True)]
            except (discord.NotFound, discord.Forbidden):
                log.info("a thread of ticket #%d (id %d) cannot be read", ticket.number, ticket.id)
                return []
            is_last, said = len(page) < PAGE, [said_in(one, self._bot) for one in page]
            await self._recording.read_up(thread_id, said, after, me.id, is_last=is_last)
            newest.extend(one for one in page if since_id is not None and one.id > since_id)
            if is_last:
                return list(reversed(newest))
            after = page[-1].id

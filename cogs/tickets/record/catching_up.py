"""Reads the threads of a ticket where something may be missing: what was said, edited and deleted while the bot was off."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import discord

from bot.client import SupportBot
from bot.tickets.ticket import Ticket
from cogs.tickets.record.reading import said_in

log = logging.getLogger(__name__)

PAGE = 100
"""Messages of one request: as many as Discord gives."""


class CatchingUp:
    """To be done under `Listening.in_order`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._recording = bot.services.recording

    async def read(self, ticket: Ticket, thread_id: int, pause: Callable[[], Awaitable[None]]) -> bool:
        """Keep what the thread holds; False where it cannot be read: then nothing is known of it.

        `pause` comes before each request. Page after page is kept, so that who is stopped goes on there.
        """
        thread = self._bot.get_partial_messageable(thread_id, guild_id=ticket.guild_id)
        after = await self._recording.read_from(thread_id)
        me = self._bot.user
        assert me is not None
        while True:
            await pause()
            try:
                start = discord.Object(after)
                page = [one async for one in thread.history(limit=PAGE, after=start, oldest_first=True)]
            except discord.NotFound:  # as most cards have none
                return False
            except discord.Forbidden:
                log.info("a thread of ticket #%d (id %d) cannot be read", ticket.number, ticket.id)
                return False
            is_last, said = len(page) < PAGE, [said_in(one, self._bot) for one in page]
            await self._recording.read_up(thread_id, said, after, me.id, is_last=is_last)
            if is_last:
                return True
            after = page[-1].id

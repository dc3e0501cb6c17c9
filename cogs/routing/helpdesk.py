"""The thread in which helpers are told: private, below the channel of tickets; made, adopted after a crash, made again when deleted."""

from __future__ import annotations

import asyncio

import discord

from bot.client import SupportBot
from cogs.hindrances import at
from cogs.places import tickets_channel
from cogs.texts import routing as texts
from cogs.ui.readers import public


class Helpdesk:
    """Where helpers are told, in each server."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._making = asyncio.Lock()

    def channel(self, guild: discord.Guild) -> discord.TextChannel:
        """The channel below which it hangs. Raises SetupIncomplete."""
        return tickets_channel(guild, self._bot.services.places)

    async def thread(self, guild: discord.Guild, *, is_retried: bool) -> discord.Thread:
        """The thread, awake; a new one where there is none. Raises SetupIncomplete, Hindered."""
        channel = self.channel(guild)
        async with self._making:
            found = await self.found(guild)
            if found is None:
                found = self._adopted(channel) if is_retried else None
                with at(channel):
                    found = found or await self._made(channel)
                await self._bot.services.routing.helpdesk_made(guild.id, found.id)
        if found.archived:
            with at(channel):
                found = await found.edit(archived=False)
        return found

    async def found(self, guild: discord.Guild) -> discord.Thread | None:
        """The thread as it is; None where there is none, or none any more."""
        thread_id = await self._bot.services.routing.helpdesk(guild.id)
        if thread_id is None:
            return None
        thread = guild.get_thread(thread_id)
        if thread is None:
            try:
                fetched = await guild.fetch_channel(thread_id)
            except discord.NotFound:
                return None
            thread = fetched if isinstance(fetched, discord.Thread) else None
        return thread

    def _adopted(self, channel: discord.TextChannel) -> discord.Thread | None:
        """What an interrupted run has made; the threads of tickets begin with their numbers."""
        me = self._bot.user
        own = (one for one in channel.threads if me is not None and one.owner_id == me.id and one.is_private())
        return next((one for one in own if one.name.startswith(texts.SIGN)), None)

    async def _made(self, channel: discord.TextChannel) -> discord.Thread:
        return await channel.create_thread(
            name=texts.helpdesk_name(public(channel.guild, self._bot.config)),
            type=discord.ChannelType.private_thread,
            invitable=False,
            auto_archive_duration=10080,
        )

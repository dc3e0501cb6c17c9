"""The FAQ notices what happens to questions: edits, deletions, forum posts; and owes what there is to say."""

from __future__ import annotations

from collections.abc import Iterable

import discord
from discord.ext import commands

from bot.client import SupportBot
from bot.faq.owed import ANSWER_JOB
from cogs import failures
from cogs.faq.hearing import FaqEar
from cogs.places import is_listened_to


class FaqCog(commands.Cog):
    """What happens to questions after they were asked, and to forum posts before."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._ear = FaqEar(bot)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """A question that was edited soon after is read again."""
        async with failures.listening("edited question"):
            self._bot.require_served(payload.guild_id)
            # Discord also reports an edit when it has fetched the preview of a link.
            if payload.guild_id is not None and payload.data.get("edited_timestamp"):
                await self._ear.reread(payload.guild_id, payload.message)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """With a question go its words and our message."""
        async with failures.listening("deleted question"):
            if payload.guild_id is not None:  # a direct message is in none
                self._bot.require_served(payload.guild_id)
            await self._forget([payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Moderators clean up."""
        async with failures.listening("deleted questions"):
            self._bot.require_served(payload.guild_id)
            await self._forget(payload.message_ids)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A forum post is a question too."""
        async with failures.listening("deleted post"):
            self._bot.require_served(payload.guild_id)
            await self._forget_place(payload.thread_id)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """With a channel or a forum go all its questions."""
        async with failures.listening("deleted channel"):
            self._bot.require_served(channel.guild.id)
            await self._forget_place(channel.id)

    @commands.Cog.listener()
    async def on_thread_create(self, thread: discord.Thread) -> None:
        """A forum post's starter may come late, or not at all: its title is a question too."""
        async with failures.listening("forum post"):
            self._bot.require_served(thread.guild.id)
            if is_listened_to(thread, self._bot.services.places):
                await self._bot.patience.outlast(
                    lambda: self._bot.services.asking.expect_starter(thread.guild.id, thread.id), "a forum post"
                )

    async def _forget(self, message_ids: Iterable[int]) -> None:
        services, gone = self._bot.services, list(message_ids)
        removed = await self._bot.patience.outlast(lambda: services.asking.deleted(gone), "deleted messages")
        for question_id in removed:
            await services.jobs.run(ANSWER_JOB, question_id)

    async def _forget_place(self, channel_id: int) -> None:
        asking = self._bot.services.asking
        await self._bot.patience.outlast(lambda: asking.place_deleted(channel_id), "a deleted channel")

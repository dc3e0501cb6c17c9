"""What becomes of messages in the threads of tickets once they were said: edited, deleted, reacted to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

import discord
from discord.ext import commands

from bot.client import SupportBot
from cogs import failures
from cogs.tickets.record.reading import emoji_of, may_be_kept, said_in


class RecordCog(commands.Cog):
    """Hears for `bot.tickets.record`. In the order in which Discord tells: a message is kept before its edits are."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._recording = bot.services.recording
        self._was_ready = False

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Discord tells of all from now on. After a connection that was lost, what it told nobody meanwhile is read up."""
        self._recording.connected()
        if self._was_ready and self._recording.is_on:
            async with failures.listening("a new connection"):
                for guild in self._bot.served_guilds:
                    await self._bot.services.delivery.look_again(guild.id)
        self._was_ready = True

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Each version is kept; ours are brought up to date."""
        message = payload.message
        if may_be_kept(self._bot, payload.guild_id, payload.channel_id):
            said, is_ours = said_in(message, self._bot), message.author == self._bot.user
            await self._keep(payload.channel_id, lambda: self._recording.edited(said, in_place=is_ours))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """That it was is kept, and what it said."""
        await self._deleted(payload.guild_id, payload.channel_id, [payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Also where a moderator clears the thread."""
        await self._deleted(payload.guild_id, payload.channel_id, payload.message_ids)

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """One more."""
        await self._reacted(payload, 1)

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """One fewer."""
        await self._reacted(payload, -1)

    @commands.Cog.listener()
    async def on_raw_reaction_clear(self, payload: discord.RawReactionClearEvent) -> None:
        """None any more."""
        await self._cleared(payload, None)

    @commands.Cog.listener()
    async def on_raw_reaction_clear_emoji(self, payload: discord.RawReactionClearEmojiEvent) -> None:
        """None of this emoji any more."""
        await self._cleared(payload, emoji_of(payload.emoji))

    async def _deleted(self, guild_id: int | None, thread_id: int, message_ids: Collection[int]) -> None:
        if may_be_kept(self._bot, guild_id, thread_id):
            await self._keep(thread_id, lambda: self._recording.deleted(message_ids))

    async def _reacted(self, payload: discord.RawReactionActionEvent, by: int) -> None:
        if may_be_kept(self._bot, payload.guild_id, payload.channel_id):
            emoji = emoji_of(payload.emoji)
            await self._keep(payload.channel_id, lambda: self._recording.reacted(payload.message_id, emoji, by))

    async def _cleared(
        self, payload: discord.RawReactionClearEvent | discord.RawReactionClearEmojiEvent, emoji: str | None
    ) -> None:
        if may_be_kept(self._bot, payload.guild_id, payload.channel_id):
            await self._keep(
                payload.channel_id,
                lambda: self._recording.reactions_cleared(payload.message_id, emoji),
            )

    async def _keep(self, thread_id: int, work: Callable[[], Awaitable[None]]) -> None:
        """After all that was told of the thread before. What cannot be kept the next start looks for."""
        async with failures.listening("what became of a line"):
            try:
                async with self._bot.services.listening.in_order(thread_id):
                    await self._bot.patience.outlast(work, "what became of a line")
            except BaseException:
                self._recording.missed(thread_id)
                raise

"""What becomes of messages that were awarded: whoever deletes one takes its award back, and staff see one that was emptied."""

from __future__ import annotations

from collections.abc import Collection

import discord
from discord.ext import commands

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.reputation.messages.awarded import AwardedMessage
from cogs import failures
from cogs.hindrances import at
from cogs.places import queue_channel
from cogs.reputation.candidates import is_enough
from cogs.texts import marks as texts
from cogs.texts.forms import message_link
from cogs.ui.readers import public
from cogs.ui.recognising import has_said


class AnswersCog(commands.Cog):
    """Hears of edits and deletions, also of messages that nobody has seen since the start.

    A place that is deleted takes nothing back: with the answers goes the question, and nobody has it open again.
    """

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._answers = bot.services.awarded_messages
        self._was_ready = False

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """After a connection that was lost, what was deleted meanwhile is looked for; a start looks by itself."""
        if self._was_ready:
            async with failures.listening("a new connection"):
                for guild in self._bot.served_guilds:
                    await self._answers.look_again(guild.id)
        self._was_ready = True

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """One message is gone."""
        await self._deleted(payload.guild_id, [payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """A moderator has cleared many."""
        await self._deleted(payload.guild_id, payload.message_ids)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Only of what says too little now it is asked whether an award stands for it."""
        guild_id, message = payload.guild_id, payload.message
        is_edited = bool(payload.data.get("edited_timestamp"))
        if guild_id is None or not is_edited or not self._bot.serves(guild_id) or message.author.bot:
            return
        if self._bot.config.discord.message_content and not is_enough(message):
            async with failures.listening("an edited answer"):
                await self._bot.patience.outlast(
                    lambda: self._answers.emptied(guild_id, message.id), "an edited answer"
                )

    async def _deleted(self, guild_id: int | None, message_ids: Collection[int]) -> None:
        if guild_id is None or not self._bot.serves(guild_id):
            return
        async with failures.listening("deleted answers"):
            await self._bot.patience.outlast(
                lambda: self._answers.deleted(guild_id, message_ids), "deleted answers"
            )


class EmptiedDesk:
    """The handler of the job `reputation.emptied`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def tell(self, job: Job) -> None:
        """One line for staff, who can look at it and reverse the award."""
        guild, emptied = self._bot.guild_of(job.guild_id), AwardedMessage(**job.data)
        queue = queue_channel(guild, self._bot.services.places)
        link = message_link(guild.id, emptied.channel_id, emptied.message_id)
        line = texts.answer_emptied(public(guild, self._bot.config), emptied.author_id, link)
        with at(queue):
            if job.attempts == 1 or not await has_said(queue, self._bot.user, line, naming=link):
                await queue.send(line, nonce=f"void-{job.subject_id}")

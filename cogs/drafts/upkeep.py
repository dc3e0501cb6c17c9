"""Tells staff in their queue channel what they should know of the FAQ files: mistakes, and what to read again.

A repeated run first looks for what an earlier one has said: the process may have died before it was noted.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

import discord

from bot.client import SupportBot
from bot.drafts.upkeep import problem_lines
from bot.errors import SetupIncomplete
from bot.jobs.job import Job
from bot.knowledge.entry import Entry
from bot.knowledge.reloading import Broken, Reloaded
from cogs.hindrances import at
from cogs.places import queue_channel
from cogs.texts import drafts as texts
from cogs.texts.forms import day, quoted
from cogs.ui.readers import public
from cogs.ui.recognising import has_said, own_messages

log = logging.getLogger(__name__)


class UpkeepDesk:
    """The handlers of the jobs `faq.files` and `faq.review`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._heard: set[int] = set()
        """The servers that may have read of mistakes that are not mended yet."""

    async def found(self, outcome: Reloaded | Broken) -> None:
        """The files have mistakes, or no longer: every community is owed to hear of it. Raises DatabaseBusy."""
        servers = {guild.id: self._newest(guild) for guild in self._bot.served_guilds}
        await self._bot.services.upkeep.owe_news(outcome, servers=servers, heard=self._heard)

    async def files(self, job: Job) -> None:
        """Say what is wrong with the files, if it still is; or that they are right again."""
        guild = self._bot.guild_of(job.guild_id)
        channel = queue_channel(guild, self._bot.services.places)
        t = public(guild, self._bot.config)
        now = problem_lines(self._bot.services.reloader.problems)
        with at(channel):
            if "entries" in job.data:
                self._heard.discard(guild.id)
                await self._say_once(channel, job, texts.faq_right(t, job.data["entries"]))
            elif job.data["problems"] == now:
                self._heard.add(guild.id)
                await self._say_once(channel, job, texts.faq_broken(t, now))
                log.info("server %d: staff have been told of the FAQ files' mistakes", guild.id)
            elif not now and await self._has_said(channel, job, texts.faq_broken(t, job.data["problems"])):
                # Mended while we were off: who has read of the mistakes reads of that too.
                entries = len(self._bot.services.knowledge.library.entries)
                await self._say_once(channel, job, texts.faq_right(t, entries))

    async def review(self, job: Job) -> datetime | None:
        """Name what is due, once; says when to look again."""
        if not job.guild_id:
            return None  # from when there was one for all servers: each has its own
        guild, services = self._bot.guild_of(job.guild_id), self._bot.services
        channel = queue_channel(guild, self._bot.services.places)
        t = public(guild, self._bot.config)
        due = await services.upkeep.due_for_review(guild.id)
        library = services.knowledge.library
        with at(channel):
            if job.attempts > 1:
                said = await self._named(channel, due)
                await services.upkeep.reminded(guild.id, said)
                due = [entry for entry in due if entry not in said]
            while due:
                lines = [texts.review_line(t, entry, library.where(entry)) for entry in due]
                text, count = texts.reviews_due(t, lines)
                await channel.send(text)
                await services.upkeep.reminded(guild.id, due[:count])
                due = due[count:]
        return services.upkeep.next_review()

    def _newest(self, guild: discord.Guild) -> int:
        """The newest message of the queue channel: ours will come after it."""
        try:
            return queue_channel(guild, self._bot.services.places).last_message_id or guild.id
        except SetupIncomplete:
            return guild.id

    async def _say_once(self, channel: discord.TextChannel, job: Job, text: str) -> None:
        if not await self._has_said(channel, job, text):
            await channel.send(text)

    async def _has_said(self, channel: discord.TextChannel, job: Job, text: str) -> bool:
        """Whether an interrupted run has said this, since the job was put."""
        return job.attempts > 1 and await has_said(channel, self._bot.user, text, after=job.data["after"])

    async def _named(self, channel: discord.TextChannel, due: Sequence[Entry]) -> list[Entry]:
        """Those of the entries that an interrupted run has named: by place and day in one line, in any language."""
        library = self._bot.services.knowledge.library
        own = own_messages(channel, self._bot.user)
        lines = [line async for message in own for line in message.content.splitlines()]
        return [
            entry
            for entry in due
            if entry.review_by
            and any(quoted(library.where(entry)) in line and day(entry.review_by) in line for line in lines)
        ]

"""Looks at forum posts whose starter Discord has not delivered."""

from __future__ import annotations

import discord

from bot.client import SupportBot
from bot.faq.showing import FRESH
from bot.jobs.job import Job
from cogs.faq import reading
from cogs.faq.desk import speak
from cogs.places import is_listened_to
from cogs.ui.written import is_said

FIRST_MESSAGES = 20
"""Messages of a post that are read to see whether its starter or a human is among them."""


class PostDesk:
    """The handler of the job `faq.post`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def look(self, job: Job) -> None:
        """Ask with the post's title, unless people talk there already."""
        guild = self._bot.get_guild(job.guild_id)
        thread = guild.get_thread(job.subject_id) if guild else None
        if guild is None or thread is None or not is_listened_to(thread, self._bot.services.places):
            return
        if self._bot.clock() - discord.utils.snowflake_time(thread.id) > FRESH:
            return
        if await self._bot.services.replying.in_thread(thread.id):
            return
        try:
            owner = await guild.fetch_member(thread.owner_id)
            first = [message async for message in thread.history(limit=FIRST_MESSAGES, oldest_first=True)]
        except (discord.NotFound, discord.Forbidden):
            return  # who asked has left, or the post is gone or not for us
        if any(message.author.id != owner.id and is_said(message) for message in first):
            return
        starter = next((message for message in first if message.id == thread.id), None)
        place, facts = reading.facts_of_post(self._bot, thread, owner, starter)
        asked = await self._bot.services.asking.ask(place, facts, message_id=thread.id, asker_id=owner.id)
        if asked is not None:
            await speak(self._bot, asked, is_addressed=facts.is_addressed)

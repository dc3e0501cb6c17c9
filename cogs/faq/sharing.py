"""Shows to everybody in a channel what a member shares there, once."""

from __future__ import annotations

import discord

from bot.client import SupportBot
from bot.faq.owed import Shared
from bot.faq.showing import FRESH
from bot.jobs.job import Job
from cogs.hindrances import at
from cogs.knowledge.credits import credited, thank
from cogs.knowledge.entries import posted
from cogs.texts import faq as texts
from cogs.texts.forms import member
from cogs.ui.controls import view
from cogs.ui.readers import public
from cogs.ui.recognising import own_messages


class ShareDesk:
    """The handler of the job `faq.share`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def share(self, job: Job) -> None:
        """Soon, or not at all: nobody expects it any more once it is no longer `FRESH`."""
        bot, shared = self._bot, Shared(**job.data)
        guild = bot.guild_of(job.guild_id)
        entry = bot.services.knowledge.entry(shared.entry_id)
        if entry is None or bot.clock() - job.due_at > FRESH:
            return
        t = public(guild, bot.config)
        embed, more = posted(t, bot, entry, entry.wording(shared.locale).language)
        thank(t, embed, (await credited(bot, guild.id, entry)).get(entry.id))
        channel = bot.get_partial_messageable(shared.channel_id, guild_id=guild.id)
        try:
            with at(guild.get_channel_or_thread(shared.channel_id) or channel):
                if job.attempts == 1 or not await self._has_shared(channel, job.subject_id, shared):
                    await channel.send(
                        texts.shared_by(t, shared.member_id),
                        embed=embed,
                        view=view(*more),
                        nonce=f"share-{job.subject_id}",
                    )
        except discord.NotFound:
            return  # the channel is gone

    async def _has_shared(self, channel: discord.PartialMessageable, interaction_id: int, shared: Shared) -> bool:
        """Whether an interrupted run has done so. A member shares once a minute, so what has come since is this."""
        async for message in own_messages(channel, self._bot.user, after=interaction_id):
            if message.embeds and member(shared.member_id) in message.content:
                return True
        return False

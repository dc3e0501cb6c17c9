"""Thanks helpers in public for what was accepted, once.

A repeated run first looks for what an earlier one has said: the process may have died before the job was done.
"""

from __future__ import annotations

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.reputation.line import Line
from bot.reputation.service import Accepted
from cogs.hindrances import at
from cogs.texts import reputation as texts
from cogs.texts.forms import member
from cogs.texts.language import Language
from cogs.ui.readers import public, those_in
from cogs.ui.recognising import own_messages


class ThanksDesk:
    """The handler of the job `reputation.thanks`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def thank(self, job: Job) -> None:
        """As a reply to the accepted answer, so that everybody sees for what; nowhere once its channel is gone."""
        reputation = self._bot.services.reputation
        award, accepted = await reputation.award(job.subject_id), Accepted(**job.data)
        guild = self._bot.guild_of(job.guild_id)
        if award is None or award.by_id is None:
            return
        balance = await reputation.balance(award.guild_id, award.member_id)
        channel = self._bot.get_partial_messageable(accepted.channel_id, guild_id=guild.id)
        text = texts.answer_accepted(
            await self._language(guild, accepted.channel_id),
            award.member_id,
            award.by_id,
            award.points,
            balance,
        )
        try:
            with at(guild.get_channel_or_thread(accepted.channel_id) or channel):
                if job.attempts > 1 and await self._has_thanked(channel, accepted, award):
                    return
                await channel.send(
                    text,
                    reference=discord.MessageReference(
                        message_id=accepted.message_id, channel_id=accepted.channel_id, fail_if_not_exists=False
                    ),
                    nonce=f"thank-{accepted.interaction_id}",
                    allowed_mentions=discord.AllowedMentions(
                        users=[discord.Object(award.member_id)], replied_user=False
                    ),
                )
        except discord.NotFound:
            return

    async def _language(self, guild: discord.Guild, channel_id: int) -> Language:
        ticket = await self._bot.services.tickets.in_thread(channel_id)
        return those_in(ticket, guild, self._bot.config) if ticket else public(guild, self._bot.config)

    async def _has_thanked(self, channel: discord.PartialMessageable, accepted: Accepted, award: Line) -> bool:
        """Whether we have replied to this answer, and named its author and the points, since it was accepted.

        Of thanks in one channel for the same points, none is taken for another: each is a reply to its own answer.
        Where that answer has been deleted, it is a reply to nothing, and who is named has to do.
        """
        facts = (member(award.member_id), f"+{award.points}")
        async for message in own_messages(channel, self._bot.user, after=accepted.interaction_id):
            replied_to = message.reference.message_id if message.reference is not None else accepted.message_id
            if replied_to == accepted.message_id and all(one in message.content for one in facts):
                return True
        return False

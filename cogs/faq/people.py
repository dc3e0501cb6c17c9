"""Leads who asks for people, or whom an answer did not help, to them."""

from __future__ import annotations

import discord

from bot.actor import Actor
from bot.client import SupportBot
from bot.faq.owed import ANSWER_JOB, HAND_OVER_JOB, Turned
from bot.faq.question import Outcome, Question
from bot.faq.showing import FRESH
from bot.jobs.job import Job
from cogs.faq.controls import people, ticket_type
from cogs.hindrances import at
from cogs.places import is_listened_to
from cogs.texts import faq as texts
from cogs.ui.readers import public
from cogs.ui.recognising import own_messages


class PeopleDesk:
    """The handler of the job `faq.people`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def lead(self, job: Job) -> None:
        """Show the buttons, or ask the community where the entry leads there; soon, or not at all."""
        bot, turned = self._bot, Turned(**job.data)
        guild = bot.guild_of(job.guild_id)
        if bot.clock() - job.due_at > FRESH:
            return
        question = None
        if turned.question_id is not None:
            question = await bot.services.showing.question(turned.question_id, guild.id)
            if question.outcome is Outcome.REMOVED:
                return
            if self._leads_to_community(question):
                await self._ask_community(question)
                return
        place = guild.get_channel_or_thread(turned.channel_id) or discord.Object(turned.channel_id)
        channel = bot.get_partial_messageable(turned.channel_id, guild_id=guild.id)
        try:
            with at(place):
                if job.attempts == 1 or not await self._has_led(channel, job.subject_id):
                    await self._show(guild, channel, job.subject_id, question)
        except discord.NotFound:
            return  # the channel is gone
        except discord.Forbidden:
            if is_listened_to(place, bot.services.places):
                raise
            return  # we may not write wherever people can mention us

    def _leads_to_community(self, question: Question) -> bool:
        wanted = ticket_type(self._bot, question)
        return wanted is not None and self._bot.services.tickets.type(wanted).goes_to == "community"

    async def _ask_community(self, question: Question) -> None:
        services, asker = self._bot.services, Actor(question.asker_id, guild_id=question.guild_id)
        await services.pressing.hand_over(question.id, by=asker, to_community=True)
        await services.jobs.run(HAND_OVER_JOB, question.id)
        await services.jobs.run(ANSWER_JOB, question.id)

    async def _show(
        self,
        guild: discord.Guild,
        channel: discord.PartialMessageable,
        message_id: int,
        question: Question | None,
    ) -> None:
        t = public(guild, self._bot.config)
        text = texts.choose_ticket_type(t) if question is not None else texts.people_called(t)
        await channel.send(
            text,
            view=people(t, self._bot, question),
            reference=discord.MessageReference(
                message_id=message_id, channel_id=channel.id, fail_if_not_exists=False
            ),
            nonce=f"led-{message_id}",
        )

    async def _has_led(self, channel: discord.PartialMessageable, message_id: int) -> bool:
        """Whether an interrupted run has done so."""
        async for message in own_messages(channel, self._bot.user, after=message_id):
            if message.reference is not None and message.reference.message_id == message_id:
                return True
        return False

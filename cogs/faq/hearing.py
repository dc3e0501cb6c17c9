"""What the FAQ makes of a message: a question, somebody else's answer to one, or its asker who comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import discord

from bot.client import SupportBot
from bot.errors import SetupIncomplete
from bot.faq.owed import ANSWER_JOB, PEOPLE_JOB
from bot.faq.question import Asked, Question
from cogs.faq import reading
from cogs.faq.desk import speak
from cogs.places import is_listened_to, tickets_channel
from cogs.texts import faq as texts
from cogs.ui.readers import public
from cogs.ui.written import is_said, replied_to, words_alone


@dataclass
class Heard:
    """What a message was, as far as that is written down: the question that it is about, and whether somebody else
    has answered that with it; and what was asked.
    """

    is_turned: bool = False
    """Whether it turned to people, and is neither an answer nor a question."""
    meant: Question | None = None
    overtaken: int | None = None
    asked: Asked | None = None
    is_addressed: bool = False
    is_reply_known: bool = False
    as_read: discord.Message | None = None
    """The message as it was when it was looked at as a question."""


class FaqEar:
    """Hears for `bot.faq.asking` and `bot.faq.replying`, and then says what there is to say."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def hear(
        self, message: discord.Message, author: discord.Member | discord.User, at: datetime, heard: Heard
    ) -> None:
        """A member wrote this, and it came at this time: write down what there is to. Nothing is asked of Discord here.

        `author` is who wrote it as Discord told of it first: of an edited message they may have no roles.

        Raises DatabaseBusy; then it may be heard again, and goes on where it was: what has been written once is not new
        a second time.
        """
        said, services = self._said(message), self._bot.services
        if said is not None and not heard.is_reply_known:
            reply = {name: said[name] for name in ("channel_id", "author_id", "replied_to")}
            heard.is_turned = await services.turning.unhelped(
                **reply, message_id=message.id, text=words_alone(message)
            )
            heard.meant = await services.replying.meant(**said)
            if heard.meant is not None and not heard.is_turned:
                heard.overtaken = await services.replying.human_replied(heard.meant, author_id=author.id)
            heard.is_reply_known = True
        if heard.as_read is None:
            place, facts = await reading.facts(self._bot, message, author)
            if place is not None and facts is not None and not heard.is_turned:
                who = message.author.id
                heard.is_turned = await services.turning.called(place, facts, message_id=message.id, author_id=who)
            if place is not None and facts is not None and not heard.is_turned:
                heard.asked = await services.asking.ask(place, facts, message_id=message.id, asker_id=who, at=at)
                heard.is_addressed = facts.is_addressed
            heard.as_read = message
        if heard.meant is not None:  # by now it is known which messages make up the question
            await services.replying.followed_up(
                heard.meant, author_id=author.id, message_id=message.id, text=words_alone(message)
            )

    async def speak(self, message: discord.Message, heard: Heard) -> None:
        """Say what there is to say."""
        if heard.is_turned:
            await self._bot.services.jobs.run(PEOPLE_JOB, message.id)
        if heard.overtaken is not None:
            await self._bot.services.jobs.run(ANSWER_JOB, heard.overtaken)
        if heard.asked is not None:
            await speak(self._bot, heard.asked, is_addressed=heard.is_addressed)
            if heard.asked.is_regretted:
                await self._regret(message)
        elif message.id == message.channel.id and message.guild is not None:
            # A starter that comes after its title was looked at is like an edit.
            await self.reread(message.guild.id, message)

    async def reread(self, guild_id: int, message: discord.Message) -> None:
        """What a question says may have changed."""
        services, me, outlast = self._bot.services, self._bot.user, self._bot.patience.outlast
        message_ids = await outlast(lambda: services.asking.may_be_reread(message.id), "an edited message")
        if not message_ids or me is None:
            return
        try:
            pieces = [
                message if one == message.id else await message.channel.fetch_message(one) for one in message_ids
            ]
        except discord.NotFound:
            return  # a piece is gone, and so will be our answer: that event is on its way
        reread = partial(
            services.asking.reread,
            reading.place_of(self._bot, guild_id, message.channel),
            [reading.text_of(piece) for piece in pieces],
            message_id=message.id,
            is_addressed=me.id in message.raw_mentions,
        )
        question_id = await outlast(reread, "an edited message")
        if question_id is not None:
            await services.jobs.run(ANSWER_JOB, question_id)

    async def _regret(self, message: discord.Message) -> None:
        """Who mentions us hears that we have no answer."""
        assert message.guild is not None
        try:
            where = tickets_channel(message.guild, self._bot.services.places).mention
        except SetupIncomplete as missing:
            where = f"#{missing.channel}"
        try:
            await message.reply(texts.no_answer(public(message.guild, self._bot.config), where))
        except (discord.Forbidden, discord.NotFound):
            return  # we may not write wherever people can mention us

    def _said(self, message: discord.Message) -> dict[str, Any] | None:
        """Where a person said something that may belong to a question: in a forum post, or as a reply."""
        is_post = isinstance(message.channel, discord.Thread) and is_listened_to(
            message.channel, self._bot.services.places
        )
        to = replied_to(message)
        if not is_said(message) or (not is_post and to is None):
            return None
        return {
            "channel_id": message.channel.id,
            "author_id": message.author.id,
            "replied_to": to,
            "is_post": is_post,
        }

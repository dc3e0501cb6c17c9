"""What the FAQ makes of a message: a question, somebody else's answer to one, or its asker who comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import discord

from bot.client import SupportBot
from bot.errors import SetupIncomplete
from bot.faq.owed import ANSWER_JOB, PEOPLE_JOB
from bot.faq.question import Asked, Question
from bot.faq.speaking import SPEAKING, Message, Place, leaves_alone
from bot.matching.pleas import asks_nothing
from cogs.faq import reading
from cogs.faq.desk import speak
from cogs.places import is_listened_to, place_of, tickets_channel
from cogs.texts import faq as texts
from cogs.ui.readers import public
from cogs.ui.written import is_said, is_sticker, replied_to, text_of, words_alone

MEANT_WITHIN = timedelta(minutes=1)
"""For this long after a member wrote something where we do not listen, a mention of us with nothing else is about it."""

LOOKED_BACK = 5
"""Messages, others' among them, in which that is looked for."""


@dataclass
class Heard:
    """What a message was, as far as that is written down: the question that it is about, and whether somebody else
    has answered that with it; and what was asked.
    """

    points_back: tuple[Place, Message] | None = None
    """Where a mention with nothing else may be about what its author wrote before, and its facts."""
    is_turned: bool = False
    """Whether it turned to people, and is neither an answer nor a question."""
    meant: Question | None = None
    overtaken: int | None = None
    asked: Asked | None = None
    is_addressed: bool = False
    is_reply_known: bool = False
    as_asked: tuple[Place, str] | None = None
    """Where it was asked, and the words."""
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
            text = words_alone(message)
            heard.meant = await services.replying.meant(**said)
            heard.is_turned = await services.turning.unhelped(
                heard.meant,
                author_id=author.id,
                replied_to=said["replied_to"],
                message_id=message.id,
                text=text,
            )
            if heard.meant is not None and not heard.is_turned:
                heard.overtaken = await services.replying.human_replied(
                    heard.meant, author_id=author.id, text=text, replied_to=said["replied_to"]
                )
            heard.is_reply_known = True
        if heard.as_read is None:
            place, facts = await reading.facts(self._bot, message, author)
            if place is not None and facts is not None and not heard.is_turned:
                if _may_point_back(facts):
                    heard.points_back = place, facts
                else:
                    await self._look_at(message, place, facts, at, heard)
            heard.as_read = message
        if heard.meant is not None:  # by now it is known which messages make up the question
            await services.replying.followed_up(
                heard.meant, author_id=author.id, message_id=message.id, text=words_alone(message)
            )

    async def _look_at(
        self, message: discord.Message, place: Place, facts: Message, at: datetime | None, heard: Heard
    ) -> None:
        """As a call for people, or else as a question; and who only mentions us is led to people if it finds nothing."""
        services, who = self._bot.services, message.author.id
        if heard.asked is None and not heard.is_turned:
            heard.is_turned = await services.turning.called(place, facts, message_id=message.id, author_id=who)
        if heard.asked is None and not heard.is_turned:
            heard.asked = await services.asking.ask(place, facts, message_id=message.id, asker_id=who, at=at)
            heard.is_addressed = facts.is_addressed
            heard.as_asked = place, facts.text
        if heard.asked is None or heard.asked.rule in SPEAKING or not heard.is_addressed:
            return
        if asks_nothing(text := text_of(message)):
            bare = replace(facts, text=text)
            heard.is_turned = await services.turning.called(place, bare, message_id=message.id, author_id=who)

    async def _look_back(self, message: discord.Message, place: Place, facts: Message, heard: Heard) -> None:
        """A mention with nothing else, where nobody listens: what its author wrote just before is what they ask about."""
        before = await self._before(message)
        if before is not None:
            self._bot.services.turning.show(
                place, author_id=message.author.id, message_id=before.id, text=text_of(before)
            )
        look = partial(self._look_at, message, place, facts, None, heard)
        await self._bot.patience.outlast(look, "what a member wrote")

    async def _before(self, message: discord.Message) -> discord.Message | None:
        """What its author wrote here last, if that is recent, says something, and did not mention us."""
        me = self._bot.user
        try:
            async for one in message.channel.history(limit=LOOKED_BACK, before=message):
                if one.author.id == message.author.id:
                    is_recent = message.created_at - one.created_at <= MEANT_WITHIN
                    is_heard = me is None or me.id in one.raw_mentions
                    return one if is_recent and not is_heard and not asks_nothing(text_of(one)) else None
        except discord.HTTPException:
            return None  # then it is a call for people, as it would be with nothing before it
        return None

    async def speak(self, message: discord.Message, heard: Heard) -> None:
        """Say what there is to say."""
        if heard.points_back is not None:
            await self._look_back(message, *heard.points_back, heard)
        if heard.is_turned:
            await self._bot.services.jobs.run(PEOPLE_JOB, message.id)
        if heard.overtaken is not None:
            await self._bot.services.jobs.run(ANSWER_JOB, heard.overtaken)
        if heard.asked is not None:
            await speak(self._bot, heard.asked, is_addressed=heard.is_addressed)
            if heard.asked.is_regretted and not heard.is_turned:
                await self._regret(message)
            if heard.as_asked is not None and not heard.is_turned:
                consider = partial(
                    self._bot.services.pointing.consider, *heard.as_asked, heard.asked, message_id=message.id
                )
                await self._bot.patience.outlast(consider, "what may have been solved before")
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
            place_of(guild_id, message.channel, self._bot.services.places),
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
        if not is_said(message) or is_sticker(message) or (not is_post and to is None):
            return None
        return {
            "channel_id": message.channel.id,
            "author_id": message.author.id,
            "replied_to": to,
            "is_post": is_post,
        }


def _may_point_back(facts: Message) -> bool:
    """Whether it only mentions us, where we have not heard what its author wrote before."""
    is_left = leaves_alone(facts, min_words=0, has_opted_out=False) is not None
    is_here = facts.is_listened_to or facts.is_reply
    return facts.is_addressed and not is_left and not is_here and asks_nothing(facts.text)

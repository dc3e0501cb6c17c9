"""The FAQ listens: to questions, to what people answer, to edits and deletions; and owes what there is to say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import discord
from discord.ext import commands

from bot.client import SupportBot
from bot.errors import SetupIncomplete
from bot.faq.owed import ANSWER_JOB
from cogs import failures
from cogs.faq import reading
from cogs.faq.desk import speak
from cogs.places import is_listened_to, tickets_channel
from cogs.texts import faq as texts
from cogs.ui.readers import public
from cogs.ui.written import words_alone


class FaqCog(commands.Cog):
    """Answers from the knowledge base, or silence."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Look at what members ask where the FAQ listens, or wherever they mention us."""
        async with failures.listening("question"):
            self._bot.require_served(message.guild.id if message.guild else None)
            await self._notice_human(message)
            await self._consider(message)
            await self._notice_asker(message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """A question that was edited soon after is read again."""
        async with failures.listening("edited question"):
            self._bot.require_served(payload.guild_id)
            # Discord also reports an edit when it has fetched the preview of a link.
            if payload.guild_id is not None and payload.data.get("edited_timestamp"):
                await self._reread(payload.guild_id, payload.message)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """With a question go its words and our message."""
        async with failures.listening("deleted question"):
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
            await self._bot.services.asking.place_deleted(payload.thread_id)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """With a channel or a forum go all its questions."""
        async with failures.listening("deleted channel"):
            self._bot.require_served(channel.guild.id)
            await self._bot.services.asking.place_deleted(channel.id)

    @commands.Cog.listener()
    async def on_thread_create(self, thread: discord.Thread) -> None:
        """A forum post's starter may come late, or not at all: its title is a question too."""
        async with failures.listening("forum post"):
            self._bot.require_served(thread.guild.id)
            if is_listened_to(thread, self._bot.services.places):
                await self._bot.services.asking.expect_starter(thread.guild.id, thread.id)

    async def _consider(self, message: discord.Message) -> None:
        place, facts = await reading.facts(self._bot, message)
        if place is None or facts is None:
            return
        asked = await self._bot.services.asking.ask(
            place, facts, message_id=message.id, asker_id=message.author.id
        )
        if asked is not None:
            await speak(self._bot, asked, is_addressed=facts.is_addressed)
            if asked.is_regretted:
                await self._regret(message)
        elif message.id == message.channel.id and message.guild is not None:
            # A starter that comes after its title was looked at is like an edit.
            await self._reread(message.guild.id, message)

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

    async def _notice_human(self, message: discord.Message) -> None:
        """Somebody else answers what was asked."""
        if (said := self._said(message)) is not None:
            question_id = await self._bot.services.asking.human_replied(**said)
            if question_id is not None:
                await self._bot.services.jobs.run(ANSWER_JOB, question_id)

    async def _notice_asker(self, message: discord.Message) -> None:
        """The asker comes back to what was answered. By now it is known which messages make up the question."""
        if (said := self._said(message)) is not None:
            await self._bot.services.asking.followed_up(**said, message_id=message.id, text=words_alone(message))

    def _said(self, message: discord.Message) -> dict[str, Any] | None:
        """Where a person said something that may belong to a question: in a forum post, or as a reply."""
        if message.guild is None or message.author.bot or message.webhook_id is not None:
            return None
        is_post = isinstance(message.channel, discord.Thread) and is_listened_to(
            message.channel, self._bot.services.places
        )
        replied_to = message.reference.message_id if message.reference is not None else None
        if not is_post and replied_to is None:
            return None
        return {
            "channel_id": message.channel.id,
            "author_id": message.author.id,
            "replied_to": replied_to,
            "is_post": is_post,
        }

    async def _reread(self, guild_id: int, message: discord.Message) -> None:
        services, me = self._bot.services, self._bot.user
        message_ids = await services.asking.may_be_reread(message.id)
        if not message_ids or me is None:
            return
        try:
            pieces = [
                message if one == message.id else await message.channel.fetch_message(one) for one in message_ids
            ]
        except discord.NotFound:
            return  # a piece is gone, and so will be our answer: that event is on its way
        question_id = await services.asking.reread(
            reading.place_of(self._bot, guild_id, message.channel),
            [reading.text_of(piece) for piece in pieces],
            message_id=message.id,
            is_addressed=me.id in message.raw_mentions,
        )
        if question_id is not None:
            await services.jobs.run(ANSWER_JOB, question_id)

    async def _forget(self, message_ids: Iterable[int]) -> None:
        services = self._bot.services
        for question_id in await services.asking.deleted(list(message_ids)):
            await services.jobs.run(ANSWER_JOB, question_id)

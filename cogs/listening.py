"""The one ear: what members write goes along the story, in its turn; most of it concerns nobody and goes no further."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import discord
from discord.ext import commands

from bot.client import SupportBot
from bot.drafts.service import POST_JOB
from bot.turns import Turns, Urgency, urgency
from cogs import failures
from cogs.drafts.posts import PostEar
from cogs.faq.hearing import FaqEar, Heard
from cogs.places import is_knowledge, is_listened_to
from cogs.reputation.thanks import ThanksEar
from cogs.tickets.listening import Ear
from cogs.tickets.record.reading import may_be_kept
from cogs.ui.actors import member_actor
from cogs.ui.written import BY_PEOPLE, replied_to

T = TypeVar("T")

AT_ONCE = 16
"""Messages that are looked at side by side: thousands would keep the event loop from who presses something. The others
wait in memory, tickets before questions, for as long as it takes.
"""


class Listening(commands.Cog):
    """Hears messages for the FAQ, for tickets, and posts of the knowledge channel."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._tickets = Ear(bot)
        self._faq = FaqEar(bot)
        self._posts = PostEar(bot)
        self._thanks = ThanksEar(bot)
        self._turns = Turns(AT_ONCE)
        self._newest: dict[int, discord.Message] = {}
        bot.concerns = self.concerns

    def concerns(self, message: discord.Message) -> bool:
        """Whether a message may mean something to us. To be asked of every message that Discord tells of, so this costs
        microseconds: it asks nothing of the database, and of the words only whether they mention us.
        """
        if message.author.bot or message.type not in BY_PEOPLE:
            return may_be_kept(self._bot, message.guild.id if message.guild else None, message.channel.id)
        if message.guild is None:
            return isinstance(message.channel, discord.DMChannel)
        return self._bot.serves(message.guild.id) and (
            isinstance(message.channel, discord.Thread)
            or replied_to(message) is not None
            or is_listened_to(message.channel, self._bot.services.places)
            or is_knowledge(message.channel, self._bot.services.places)
            or self._mentions_us(message)
        )

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Somebody wrote this, and it may concern us. What Discord is asked then takes nobody's turn."""
        if message.author.bot or message.type not in BY_PEOPLE:
            await self._keep(message)
            return
        at, channel = self._bot.clock(), message.channel
        if isinstance(channel, discord.DMChannel):
            urgency.set(Urgency.QUESTION)
            async with failures.listening("a direct message"):
                direct = self._bot.services.direct
                await self._in_turn(lambda: direct.hear(channel.id, message.author.id, message.id))
            return
        is_faqs = is_listened_to(channel, self._bot.services.places)
        if isinstance(channel, discord.Thread) and not is_faqs:
            urgency.set(Urgency.TICKET)
            async with failures.listening("a line in a thread"):
                by = member_actor(message.author, self._bot.services.places)
                changed = await self._in_order(message, lambda: self._tickets.hear(message, by))
                if changed is not None:
                    await self._tickets.show(changed)
        if is_knowledge(channel, self._bot.services.places):
            urgency.set(Urgency.QUESTION)
            async with failures.listening("a post"):
                if await self._in_turn(lambda: self._posts.hear(message)):
                    await self._bot.services.jobs.run(POST_JOB, message.id)
        if is_faqs or self._replies_to_a_question(message) or self._mentions_us(message):
            urgency.set(Urgency.QUESTION)
            async with failures.listening("question"):
                if message.id in self._newest:
                    return  # Discord tells of it twice, and it is being heard
                heard = Heard()

                async def hear() -> discord.Message:
                    await self._faq.hear(self._newest[message.id], message.author, at, heard)
                    return self._newest[message.id]

                newest = await self._in_turn(hear, message)
                if newest is not heard.as_read and message.guild is not None:
                    # Whoever heard of the edit found nothing that it could be an edit of.
                    await self._faq.reread(message.guild.id, newest)
                await self._faq.speak(message, heard)
        await self._thanks.hear(message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """What still waits for its turn is read as it is by then."""
        # Discord also reports an edit when it has fetched the preview of a link.
        if payload.message_id in self._newest and payload.data.get("edited_timestamp"):
            self._newest[payload.message_id] = payload.message

    async def _keep(self, message: discord.Message) -> None:
        urgency.set(Urgency.TICKET)
        async with failures.listening("a line of a bot or of Discord"):
            await self._in_order(message, lambda: self._tickets.keep(message))

    async def _in_order(self, message: discord.Message, hear: Callable[[], Awaitable[T]]) -> T:
        """After all that was told of its thread before. What cannot be kept the next start reads up."""
        try:
            async with self._bot.services.listening.in_order(message.channel.id):
                return await self._in_turn(hear)
        except BaseException:
            self._bot.services.recording.missed(message.channel.id)
            raise

    async def _in_turn(self, hear: Callable[[], Awaitable[T]], message: discord.Message | None = None) -> T:
        """Also while another process locks the database. Raises DatabaseBusy where it does so for minutes."""

        async def hear_in_turn() -> T:
            async with self._turns.turn():  # which is passed on before a pause
                return await hear()

        if message is not None:
            self._newest[message.id] = message
        try:
            return await self._bot.patience.outlast(hear_in_turn, "what a member wrote")
        finally:
            if message is not None:
                self._newest.pop(message.id, None)

    def _replies_to_a_question(self, message: discord.Message) -> bool:
        """As far as Discord tells. In a thread that is not the FAQ's, tickets have looked at the line, and there only who
        mentioned us has asked.
        """
        about = message.reference.resolved if message.reference is not None else None
        if replied_to(message) is None:
            return False
        if not isinstance(message.channel, discord.Thread) or not isinstance(about, discord.Message):
            return True
        return about.author == self._bot.user or self._mentions_us(about)

    def _mentions_us(self, message: discord.Message) -> bool:
        me = self._bot.user
        return me is not None and "<@" in message.content and me.id in message.raw_mentions


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    await bot.add_cog(Listening(bot))

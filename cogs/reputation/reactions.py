"""✅ at a message: the asker accepts it, or they and others who are trusted say that it helps; taken away, it is taken back.

What counts is what stands after a few seconds: whoever presses it on and off moves nothing meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import discord
from discord.ext import commands

from bot.actor import Actor
from bot.client import SupportBot
from bot.errors import Refused
from bot.jobs.job import Job
from bot.reputation.question import QuestionKind
from cogs import failures
from cogs.places import is_listened_to, readable
from cogs.reputation.accepting import settle
from cogs.reputation.asker import asked_in
from cogs.reputation.candidates import candidate
from cogs.reputation.chain import read
from cogs.ui.actors import member_actor
from cogs.ui.written import replied_to

MARK = "✅"

ASKED_WITHIN = timedelta(days=30)
"""Whoever has asked nothing for so long is no asker."""


REMEMBERED = 1_000
"""Threads of which it is remembered who asked in them."""


class MarksCog(commands.Cog):
    """Hears who says so. Most reactions concern nobody: that is seen without a look into the database."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._marking = bot.services.marking
        self._askers: dict[int, int] = {}

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Somebody puts a ✅."""
        member, place = payload.member, self._place(payload)
        if place is None or member is None or member.bot:
            return
        async with failures.listening("a reaction"):
            by = member_actor(member, self._bot.services.places)
            if await self._may_count(by) or await self._may_have_asked(place, payload.message_id, by.id):
                await self._note(place, payload.message_id, [by.id])

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """Somebody takes theirs away."""
        place = self._place(payload)
        if place is None:
            return
        async with failures.listening("a reaction"):
            guild_id, message_id = place.guild.id, payload.message_id
            await self._bot.patience.outlast(
                lambda: self._marking.unmarked(guild_id, place.id, message_id, payload.user_id), "a reaction"
            )

    @commands.Cog.listener()
    async def on_raw_reaction_clear(self, payload: discord.RawReactionClearEvent) -> None:
        """A moderator takes all away."""
        await self._cleared(payload)

    @commands.Cog.listener()
    async def on_raw_reaction_clear_emoji(self, payload: discord.RawReactionClearEmojiEvent) -> None:
        """A moderator takes all of one kind away."""
        if str(payload.emoji) == MARK:
            await self._cleared(payload)

    async def _cleared(self, payload: discord.RawReactionClearEvent | discord.RawReactionClearEmojiEvent) -> None:
        place = self._heard(payload.guild_id, payload.channel_id)
        if place is None:
            return
        async with failures.listening("reactions that were cleared"):
            marked = await self._marking.marked_by(place.guild.id, payload.message_id)
            if marked:
                await self._note(place, payload.message_id, marked)

    def _place(self, payload: discord.RawReactionActionEvent) -> discord.TextChannel | discord.Thread | None:
        """Where a ✅ may mean something; None for any other reaction, and anywhere else."""
        me = self._bot.user
        if str(payload.emoji) != MARK or (me is not None and payload.user_id == me.id):
            return None
        return self._heard(payload.guild_id, payload.channel_id)

    def _heard(self, guild_id: int | None, channel_id: int) -> discord.TextChannel | discord.Thread | None:
        guild = self._bot.get_guild(guild_id or 0)
        if guild is None or not self._bot.serves(guild.id):
            return None
        place = guild.get_channel_or_thread(channel_id)
        is_heard = isinstance(place, discord.Thread) or is_listened_to(place, self._bot.services.places)
        return place if is_heard and isinstance(place, discord.TextChannel | discord.Thread) else None

    async def _may_count(self, by: Actor) -> bool:
        """Whether somebody is trusted, or has asked lately."""
        if await self._marking.is_trusted(by):
            return True
        since = self._bot.clock() - ASKED_WITHIN
        return await self._bot.services.replying.has_asked(by.guild_id, by.id, since)

    async def _may_have_asked(
        self, place: discord.TextChannel | discord.Thread, message_id: int, member_id: int
    ) -> bool:
        """Whether what a message answers may be theirs, though nothing of theirs was written down."""
        if not isinstance(place, discord.Thread):
            return await _may_be_asked(place, message_id, member_id)
        return place.owner_id == member_id or await self._asker(place) == member_id

    async def _asker(self, thread: discord.Thread) -> int | None:
        """Who asked what a thread is about: looked up once, for Discord may have to be asked who wrote what it hangs at."""
        known = self._askers.get(thread.id)
        if known is None:
            known = (await asked_in(self._bot, thread)).asker_id
            if known is not None:
                if len(self._askers) >= REMEMBERED:
                    self._askers.clear()
                self._askers[thread.id] = known
        return known

    async def _note(
        self, place: discord.TextChannel | discord.Thread, message_id: int, by_ids: Collection[int]
    ) -> None:
        await self._bot.patience.outlast(
            lambda: self._marking.note(place.guild.id, place.id, message_id, by_ids), "a reaction"
        )


class MarkDesk:
    """The handler of the job `reputation.mark`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._marking = bot.services.marking

    async def settle(self, job: Job) -> None:
        """What stands in Discord by now is what counts; of a message that is gone, others hear."""
        guild = self._bot.guild_of(job.guild_id)
        channel_id, message_id = job.data["channel"], job.subject_id
        place = await readable(guild, channel_id)
        if place is None:
            return
        try:
            message = await place.fetch_message(message_id)
            for by_id in job.data["by"]:
                if await _stands(message, by_id):
                    await self._give(guild, place, message, by_id)
                else:
                    await self._marking.take_back(guild.id, message.id, by_id)
        except (discord.NotFound, discord.Forbidden):
            return

    async def _give(
        self,
        guild: discord.Guild,
        place: discord.TextChannel | discord.Thread,
        message: discord.Message,
        by_id: int,
    ) -> None:
        try:
            member = await guild.fetch_member(by_id)
        except discord.NotFound:
            return  # whoever is not here any more gives nothing
        by = member_actor(member, self._bot.services.places)
        try:
            found = await candidate(self._bot, message, place, member, by)
        except Refused:
            return  # nobody's own words
        if found.question is None or found.question.kind is QuestionKind.TICKET:
            return
        await self._marking.give(found, by=by)
        # Also where it was accepted by a run that ended before this.
        if by.id == found.asker_id and await self._bot.services.accepting.has_accepted(guild.id, found.question):
            await settle(self._bot, found.question)


async def _may_be_asked(place: discord.TextChannel | discord.Thread, message_id: int, member_id: int) -> bool:
    """Whether a message of a help channel replies to somebody, who may be who marks it: also a question that was too short to
    be written down has answers.
    """
    if isinstance(place, discord.Thread):
        return False
    message = await read(place, message_id)
    return message is not None and message.author.id != member_id and replied_to(message) is not None


async def _stands(message: discord.Message, by_id: int) -> bool:
    """Whether this member's ✅ is at the message."""
    reaction = next((one for one in message.reactions if str(one.emoji) == MARK), None)
    if reaction is None:
        return False
    return by_id in [user.id async for user in reaction.users(limit=1, after=discord.Object(by_id - 1))]

"""Where solved questions and their answers stand in Discord now, and who may read there."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.client import SupportBot
from bot.reputation.solutions.solution import Solution
from cogs.faq import reading
from cogs.places import Readable, is_listened_to, readable
from cogs.texts.forms import message_link
from cogs.ui.written import text_of


@dataclass(frozen=True)
class Found:
    """A question, and the answer to it that was accepted, as they read now."""

    question: discord.Message
    answer: discord.Message

    @property
    def asked(self) -> str:
        """What was asked; of a post its title, which says it shortest."""
        return asked_in(self.question)

    @property
    def answered(self) -> str:
        return text_of(self.answer)


async def message(where: Readable, message_id: int) -> discord.Message | None:
    """A message there; None where it is gone. Raises Forbidden where we may not read."""
    try:
        return await where.fetch_message(message_id)
    except discord.NotFound:
        return None


def is_open(where: Readable) -> bool:
    """Whether it is a help channel, a post, or a thread below such a channel that all who see that may read."""
    if isinstance(where, discord.Thread) and where.is_private():
        return False
    return isinstance(where, discord.TextChannel) or where.parent is not None


def may_read(who: discord.Member, where: Readable) -> bool:
    """Whether somebody can read what was written there."""
    if not is_open(where):
        return False
    allowed = where.permissions_for(who)
    return allowed.view_channel and allowed.read_message_history


def is_served(bot: SupportBot, where: Readable) -> bool:
    """Whether the FAQ listens there, or to the channel that a thread hangs below."""
    above = where.parent if isinstance(where, discord.Thread) else where
    return is_listened_to(where, bot.services.places) or is_listened_to(above, bot.services.places)


async def question_of(guild: discord.Guild, solution: Solution) -> discord.Message | None:
    """The message with which the question begins: in a thread, or at which a thread hangs, or to which the answer replies.

    None where it is gone. Raises Forbidden where we may not read.
    """
    where = await readable(guild, solution.question_channel_id or solution.channel_id)
    if where is None:
        return None
    if solution.question_message_id is not None:
        return await message(where, solution.question_message_id)
    if found := await message(where, solution.question_id):
        return found
    if not isinstance(where, discord.Thread):
        return None
    above = where.parent if isinstance(where.parent, discord.TextChannel) else None
    if above is not None and (found := await message(above, solution.question_id)):
        return found
    return await _first(where) if where.id == solution.question_id else None


async def look_up(bot: SupportBot, solution: Solution, who: discord.Member) -> Found | None:
    """Both as they stand now; None where this member may not read one of them. What is gone is found no more."""
    where = await readable(who.guild, solution.channel_id)
    if where is None or not may_read(who, where):
        return None
    asked_at = await readable(who.guild, solution.question_channel_id or solution.channel_id)
    if asked_at is None or not may_read(who, asked_at):
        return None
    try:
        question, answer = await question_of(who.guild, solution), await message(where, solution.message_id)
    except discord.Forbidden:
        return None  # it may be there all the same
    if question is None or answer is None:
        await bot.services.solved.words_gone(solution)
        return None
    return Found(question, answer)


async def reads_otherwise(bot: SupportBot, found: Found) -> bool:
    """Whether the question was edited while we did not hear of it. Its words are then kept anew."""
    return await bot.services.solved.reads_now(found.question.id, reading.text_of(found.question))


def asked_in(question: discord.Message) -> str:
    """What a question says; of a post, its title."""
    where = question.channel
    if isinstance(where, discord.Thread) and isinstance(where.parent, discord.ForumChannel):
        return where.name
    return text_of(question)


def answer_link(solution: Solution) -> str:
    """Where the accepted answer stands."""
    return message_link(solution.guild_id, solution.channel_id, solution.message_id)


async def _first(thread: discord.Thread) -> discord.Message | None:
    """What was written there first: the starter of a post may have another id than it."""
    return next(iter([one async for one in thread.history(limit=1, oldest_first=True)]), None)

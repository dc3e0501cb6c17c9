"""What is known of a message that somebody wants to accept: what it answers, and whether its author can be awarded for it."""

from __future__ import annotations

import discord

from bot.actor import Actor
from bot.client import SupportBot
from bot.matching.qualifying import qualifies
from bot.reputation.answers.candidate import GONE_AFTER, Candidate
from cogs.reputation.asker import Asked, asked
from cogs.reputation.chain import above
from cogs.ui.written import is_forwarded, is_said, require_own_words

LOOKED_AT = 100
"""Messages in which it is looked for what else somebody wrote: as many as one request brings."""


async def candidate(
    bot: SupportBot, message: discord.Message, place: object, giver: discord.Member | discord.User, by: Actor
) -> Candidate:
    """The message as it may be accepted by this member. Raises WrittenByDiscord, OthersWords."""
    require_own_words(message)
    what = await asked(bot, message, place)
    is_others = by.id != what.asker_id and not by.is_staff
    return Candidate(
        guild_id=by.guild_id,
        question=what.question,
        asker_id=what.asker_id,
        author_id=message.author.id,
        author_is_bot=message.author.bot,
        channel_id=message.channel.id,
        message_id=message.id,
        joined_at=giver.joined_at if isinstance(giver, discord.Member) else None,
        qualifies=await _qualifies(message, place),
        asker_is_gone=is_others
        and await bot.services.accepting.is_trusted(by)
        and await _is_gone(bot, message, what),
    )


def is_enough(message: discord.Message) -> bool:
    """Whether what somebody wrote is enough to be awarded for."""
    return (
        is_said(message)
        and not is_forwarded(message)
        and qualifies(message.content, has_file=bool(message.attachments))
    )


async def _qualifies(message: discord.Message, place: object) -> bool:
    """Whether the message is enough, or what else its author wrote in the thread, or on the way up from it."""
    if is_enough(message):
        return True
    if isinstance(place, discord.Thread):
        return any([_is_theirs(one, message) async for one in place.history(limit=LOOKED_AT)])
    return any([one.message is not None and _is_theirs(one.message, message) async for one in above(message)])


def _is_theirs(one: discord.Message, message: discord.Message) -> bool:
    return one.author.id == message.author.id and is_enough(one)


async def _is_gone(bot: SupportBot, answer: discord.Message, what: Asked) -> bool:
    """Whether who asked has left, or wrote nothing here for `GONE_AFTER` since the answer, as far as `LOOKED_AT` shows."""
    if what.asker_id is None or answer.guild is None:
        return True
    try:
        await answer.guild.fetch_member(what.asker_id)
    except discord.NotFound:
        return True
    if bot.clock() - answer.created_at < GONE_AFTER:
        return False
    until = answer.created_at + GONE_AFTER
    wrote = [
        one.author.id
        async for one in answer.channel.history(limit=LOOKED_AT, after=answer, oldest_first=True)
        if one.created_at <= until
    ]
    return what.asker_id not in wrote

"""Finds out who asked what a message answers: the bot opens threads for others, and others at what somebody asked."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.client import SupportBot
from cogs.ui.written import replied_to


@dataclass(frozen=True)
class Asked:
    """What was asked, as the id of what has one accepted answer, and by whom; None where nobody knows."""

    question_id: int
    asker_id: int | None


async def asked(bot: SupportBot, message: discord.Message, place: object) -> Asked:
    """What a message answers in this place: a thread, or a channel in which it is a reply."""
    if isinstance(place, discord.Thread):
        return await _in_thread(bot, place)
    reference, to = message.reference, replied_to(message)
    if reference is None or to is None:
        return Asked(message.id, None)
    question = await bot.services.replying.behind(message.channel.id, to)
    if question is not None:
        return Asked(question.message_id, question.asker_id)
    if isinstance(reference.resolved, discord.Message):
        return Asked(to, _unless_bot(reference.resolved.author))
    return Asked(to, await _author(place, to))


async def _in_thread(bot: SupportBot, thread: discord.Thread) -> Asked:
    """A ticket's requester; else the asker of the question at which the thread hangs, or the author of whatever other
    message it is; else who opened it. Where all of these are bots, the asker of a question that stands in it.
    """
    ticket = await bot.services.tickets.in_thread(thread.id)
    if ticket is not None:
        return Asked(thread.id, ticket.requester_id)
    question = await bot.services.replying.behind(thread.parent_id, thread.id)
    if question is not None:
        return Asked(question.message_id, question.asker_id)
    asker_id = None if thread.is_private() else await _author(thread.parent, thread.id)
    if asker_id is None:
        asker_id = await _owner(thread)
    if asker_id is None and (questions := await bot.services.replying.in_thread(thread.id)):
        asker_id = questions[-1].asker_id
    return Asked(thread.id, asker_id)


async def _author(place: object, message_id: int) -> int | None:
    """The person who wrote a message in a channel for text; None where it is gone or cannot be read."""
    if not isinstance(place, discord.TextChannel):
        return None
    try:
        return _unless_bot((await place.fetch_message(message_id)).author)
    except (discord.NotFound, discord.Forbidden):
        return None


async def _owner(thread: discord.Thread) -> int | None:
    """The person who opened the thread, also if they have left."""
    try:
        return _unless_bot(await thread.guild.fetch_member(thread.owner_id))
    except discord.NotFound:
        return thread.owner_id


def _unless_bot(who: discord.Member | discord.User) -> int | None:
    return None if who.bot else who.id

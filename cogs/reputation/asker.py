"""Finds out who asked what a message answers: people and the bot open threads for others, and at what others asked."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.client import SupportBot
from bot.faq.question import Question
from cogs.ui.actors import member_actor
from cogs.ui.written import BY_PEOPLE, is_forwarded, replied_to


@dataclass(frozen=True)
class Asked:
    """What was asked, as the id of what has one accepted answer, and by whom; None where nobody knows."""

    question_id: int
    asker_id: int | None


async def asked(bot: SupportBot, message: discord.Message, place: object) -> Asked:
    """What a message answers in this place: a thread, or a channel in which it is a reply."""
    to = replied_to(message)
    question = await bot.services.replying.behind(message.channel.id, to) if to is not None else None
    if isinstance(place, discord.Thread):
        found = await asked_in(bot, place)
        # Somebody who asked something of their own in it; who began it has one accepted answer there.
        is_others = question is not None and question.asker_id != found.asker_id
        return _of(question) if question is not None and is_others else found
    if question is not None:
        return _of(question)
    if to is None:
        return Asked(message.id, None)
    about = message.reference.resolved if message.reference is not None else None
    if not isinstance(about, discord.Message):
        about = await _message(place, to)
    return Asked(to, await _writer(about) if about is not None else None)


def _of(question: Question) -> Asked:
    return Asked(question.message_id, question.asker_id)


async def asked_in(bot: SupportBot, thread: discord.Thread) -> Asked:
    """What a thread or a post is about, and who asked it.

    That is a ticket's requester, or whoever asks the community before one; else the asker of the question at which the thread hangs; else who began it: the author
    of whatever other message it hangs at, or who opened it at none, unless they did so for somebody who then asked in it.
    """
    ticket = await bot.services.tickets.in_thread(thread.id)
    if ticket is not None:
        return Asked(thread.id, ticket.requester_id)
    post = await bot.services.community.in_thread(thread.id)
    if post is not None:
        return Asked(thread.id, post.member_id)
    question = await bot.services.replying.behind(thread.parent_id, thread.id)
    if question is not None:
        return _of(question)
    began_id = await _beginner(thread)
    questions = await bot.services.replying.in_thread(thread.id)
    if questions and (began_id is None or await _may_act_for_others(bot, thread.guild, began_id)):
        return Asked(thread.id, questions[0].asker_id)
    return Asked(thread.id, began_id)


async def _beginner(thread: discord.Thread) -> int | None:
    """Who began a thread; None where that was a bot, or the message at which it hangs is gone."""
    if not thread.is_private() and isinstance(thread.parent, discord.TextChannel):
        starter = await _message(thread.parent, thread.id)
        author_id = await _writer(starter) if starter is not None else None
        if author_id is not None or (starter is None and await _hangs_at_a_message(thread)):
            return author_id
    try:
        owner = await thread.guild.fetch_member(thread.owner_id)
    except discord.NotFound:
        return thread.owner_id
    return None if owner.bot else owner.id


async def _hangs_at_a_message(thread: discord.Thread) -> bool:
    """Whether it was opened at a message, which may be gone: then Discord has written so at its beginning."""
    try:
        first = [message async for message in thread.history(limit=1, oldest_first=True)]
    except (discord.NotFound, discord.Forbidden):
        return False
    return any(message.type is discord.MessageType.thread_starter_message for message in first)


async def _may_act_for_others(bot: SupportBot, guild: discord.Guild, member_id: int) -> bool:
    """Staff and helpers open posts and threads for members; whoever has left asks no more."""
    try:
        by = member_actor(await guild.fetch_member(member_id), bot.services.places)
    except discord.NotFound:
        return True
    return by.is_staff or by.is_helper


async def _message(place: object, message_id: int) -> discord.Message | None:
    """A message of a channel for text or a thread; None where it is gone or cannot be read."""
    if not isinstance(place, discord.TextChannel | discord.Thread):
        return None
    try:
        return await place.fetch_message(message_id)
    except (discord.NotFound, discord.Forbidden):
        return None


async def _writer(message: discord.Message) -> int | None:
    """The person whose words a message holds; who forwarded it, where the original is out of reach. None for a bot, and
    for a line of Discord's own.
    """
    reference = message.reference
    if is_forwarded(message) and message.guild is not None and reference is not None:
        original = message.guild.get_channel_or_thread(reference.channel_id)
        written = await _message(original, reference.message_id or 0)
        if written is not None and (author_id := await _writer(written)) is not None:
            return author_id
    return None if message.author.bot or message.type not in BY_PEOPLE else message.author.id

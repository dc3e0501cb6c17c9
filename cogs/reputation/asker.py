"""What counts as a question, and who asked it: people and the bot open threads for others, and at what others asked.

A question is what the FAQ has written down, a post in a help forum, a thread of a help channel, a ticket; and in a help channel
also what the FAQ left alone, because it was short or from somebody whom it does not answer, once somebody replied to it.
A line in a chat is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import discord

from bot.client import SupportBot
from bot.faq.question import Question
from bot.faq.speaking import SHORTEST_SUGGESTED
from bot.matching.asking import wants_an_answer
from bot.matching.pleas import answers_nobody
from bot.matching.words import normalise
from bot.reputation.question import QuestionRef
from cogs.places import is_listened_to
from cogs.reputation.chain import above, read
from cogs.ui.actors import member_actor
from cogs.ui.written import BY_PEOPLE, is_forwarded, replied_to, text_of


@dataclass(frozen=True)
class Asked:
    """What was asked, None where that is no question; and by whom, None where nobody knows."""

    question: QuestionRef | None
    asker_id: int | None


NOTHING = Asked(None, None)

MEANT_WITHIN = timedelta(days=1)
"""So long after a question its asker may say that a line in the channel answered it."""


async def asked(bot: SupportBot, message: discord.Message, place: object) -> Asked:
    """What a message answers in this place: a thread, or a channel in which it is a reply, perhaps by way of others."""
    if isinstance(place, discord.Thread):
        found = await asked_in(bot, place)
        async for one in above(message):
            question = await bot.services.replying.behind(message.channel.id, one.id)
            # Somebody who asked something of their own in it; who began it has one accepted answer there.
            if question is not None:
                return found if question.asker_id == found.asker_id else _of(question)
        return found
    top = None
    async for top in above(message):
        question = await bot.services.replying.behind(message.channel.id, top.id)
        if question is not None:
            return _of(question)
    if top is None or not is_listened_to(place, bot.services.places):
        return NOTHING
    if top.message is None:
        return Asked(QuestionRef.message(top.id), None)
    return Asked(QuestionRef.message(top.id), await _writer(top.message)) if _asks(top.message) else NOTHING


async def meant_by(bot: SupportBot, line: discord.Message, place: object, asker_id: int) -> Asked:
    """What a line of a help channel that replies to nothing answers, in the word of who asked: the one question of theirs
    there, of the last day, that it was written after and that nothing is accepted for. It is somebody else's, asks nothing
    itself, and speaks to nobody else.
    """
    is_in_channel = isinstance(place, discord.TextChannel) and is_listened_to(place, bot.services.places)
    if not is_in_channel or line.guild is None or replied_to(line) is not None:
        return NOTHING
    speaks_to_others = bool(line.raw_mentions) and asker_id not in line.raw_mentions
    if line.author.id == asker_id or speaks_to_others or wants_an_answer(text_of(line)):
        return NOTHING
    lately = await bot.services.replying.asked_here(
        line.guild.id, asker_id, line.channel.id, bot.clock() - MEANT_WITHIN
    )
    before = [_of(one) for one in lately if one.message_id < line.id]
    accepting = bot.services.accepting
    waiting = [
        one
        for one in before
        if one.question is not None and not await accepting.has_accepted(line.guild.id, one.question)
    ]
    found = waiting or before  # accepted once more, it is said that it is
    return found[0] if len(found) == 1 else NOTHING


def _of(question: Question) -> Asked:
    return Asked(QuestionRef.message(question.message_id), question.asker_id)


def _asks(message: discord.Message) -> bool:
    """Whether a message that the FAQ has not written down may be a question: a person has said something, and no thanks."""
    if message.author.bot or message.type not in BY_PEOPLE:
        return False
    text = text_of(message)
    return bool(message.attachments) or (len(normalise(text)) >= SHORTEST_SUGGESTED and not answers_nobody(text))


async def asked_in(bot: SupportBot, thread: discord.Thread) -> Asked:
    """What a thread or a post is about, and who asked it.

    That is a ticket's requester, or whoever asks the community before one; else the asker of the question at which the thread hangs; else who began it: the author
    of whatever other message it hangs at, or who opened it at none, unless they did so for somebody who then asked in it.
    Of a thread in a chat it is who has asked in it.
    """
    ticket = await bot.services.tickets.in_thread(thread.id)
    if ticket is not None:
        return Asked(QuestionRef.ticket(ticket.id), ticket.requester_id)
    own = QuestionRef.message(thread.id)
    post = await bot.services.community.in_thread(thread.id)
    if post is not None:
        return Asked(own, post.member_id)
    question = await bot.services.replying.behind(thread.parent_id, thread.id)
    if question is not None:
        return _of(question)
    questions = await bot.services.replying.in_thread(thread.id)
    if not (is_listened_to(thread, bot.services.places) or is_listened_to(thread.parent, bot.services.places)):
        return Asked(own, questions[0].asker_id) if questions else NOTHING
    began_id = await _beginner(thread)
    if questions and (began_id is None or await _may_act_for_others(bot, thread.guild, began_id)):
        return Asked(own, questions[0].asker_id)
    return Asked(own, began_id)


async def _beginner(thread: discord.Thread) -> int | None:
    """Who began a thread; None where that was a bot, or the message at which it hangs is gone."""
    if not thread.is_private() and isinstance(thread.parent, discord.TextChannel):
        starter = await read(thread.parent, thread.id)
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


async def _writer(message: discord.Message) -> int | None:
    """The person whose words a message holds; who forwarded it, where the original is out of reach. None for a bot, and
    for a line of Discord's own.
    """
    reference = message.reference
    if is_forwarded(message) and message.guild is not None and reference is not None:
        original = message.guild.get_channel_or_thread(reference.channel_id)
        written = await read(original, reference.message_id or 0)
        if written is not None and (author_id := await _writer(written)) is not None:
            return author_id
    return None if message.author.bot or message.type not in BY_PEOPLE else message.author.id

"""What was said round a question that the FAQ did not settle: it goes into the ticket, in order and with who wrote it."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import discord

from bot.client import SupportBot
from bot.faq.question import Question
from bot.tickets.ticket import QUOTED, Detail, Upload
from cogs.texts import tickets as texts
from cogs.texts.conversation import left_out, said_by
from cogs.texts.forms import message_link
from cogs.texts.language import ENGLISH
from cogs.tickets.quoting import files_of, told_by
from cogs.ui.readers import public
from cogs.ui.replies import describe
from cogs.ui.written import BY_PEOPLE, replied_to

log = logging.getLogger(__name__)

READ = 200
"""Messages that are looked through: in a thread the newest, where it may have been solved; in a channel from the question on."""

WITHIN = timedelta(hours=1)
"""For so long what the asker writes in a channel belongs to it, also without a reply."""


async def around(bot: SupportBot, question: Question, words: str = "") -> Detail | None:
    """In a thread or post all that was written since the question; in a channel what the asker wrote and what replies to it.

    It begins with the question, whose text may be forgotten: then with these words. None where nobody has written more, or
    where it cannot be read.
    """
    channel = bot.get_partial_messageable(question.channel_id, guild_id=question.guild_id)
    belongs, lines = {question.message_id, question.answer_message_id}, []
    since, is_whole = discord.Object(question.message_id), True
    try:
        found = [
            message
            async for message in channel.history(
                limit=READ + 1, after=since, oldest_first=not question.is_in_thread
            )
        ]
        found, is_whole = found[:READ], len(found) <= READ
        for message in reversed(found) if question.is_in_thread else found:
            text = told_by(message)
            if message.author.bot or message.type not in BY_PEOPLE:
                continue
            if message.author.id == question.asker_id and text and text in (question.text or ""):
                continue  # one of several lines that are the question
            is_askers = message.author.id == question.asker_id and message.created_at - question.asked_at < WITHIN
            if question.is_in_thread or is_askers or replied_to(message) in belongs:
                belongs.add(message.id)
                lines.append(message)
    except discord.HTTPException as error:
        log.info("what was said round question %d cannot be read: %s", question.id, describe(error))
        return None
    if not lines:
        return None
    said = [said_by(line.author.id, line.created_at, told_by(line)) for line in lines]
    if not is_whole:
        t = public(bot.get_guild(question.guild_id), bot.config)
        link = message_link(question.guild_id, question.channel_id, question.message_id)
        said.insert(0 if question.is_in_thread else len(said), left_out(t, READ, link))
    if asked := question.text or words:
        said.insert(0, said_by(question.asker_id, question.asked_at, asked))
    uploads = tuple(Upload(file.filename, file.url, file.size) for line in lines for file in files_of(line))
    return Detail(texts.label_asked_in(ENGLISH), "\n".join(said), uploads, QUOTED)


async def with_conversation(bot: SupportBot, message: discord.Message, said: Detail) -> Detail:
    """What the message says, and what was said round the question that it is, if its author asked one."""
    question = await bot.services.looking_up.behind(message.channel.id, [message.id])
    if question is None or question.asker_id != message.author.id:
        return said
    more = await around(bot, question, said.text)
    if more is None:
        return said
    return replace(more, uploads=tuple(dict.fromkeys((*said.uploads, *more.uploads))))

"""Answers what somebody wrote in direct messages, as a member of one server: the FAQ's answer, or the way to staff."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.client import SupportBot
from bot.faq.owed import ANSWER_JOB
from bot.faq.question import Question
from bot.faq.speaking import DIRECT, SPEAKING, Place, Rule
from bot.matching.thanks import is_thanks
from cogs.places import seen_by
from cogs.texts import direct as texts
from cogs.texts import last_chances
from cogs.tickets.direct import direct_buttons, words
from cogs.tickets.quoting import files_of
from cogs.ui.readers import public
from cogs.ui.written import text_of


async def answer(
    bot: SupportBot, member: discord.Member, channel: discord.PartialMessageable, lines: Sequence[discord.Message]
) -> None:
    """Say what there is to say to these lines, the oldest first. A second time it says nothing more."""
    guild, direct = member.guild, bot.services.direct
    t, text = public(guild, bot.config), words(lines)
    if is_thanks(text) and not any(files_of(line) for line in lines):
        await channel.send(texts.welcome(t))
        return
    question = await _asked(bot, member, channel, lines) if text else None
    if question is not None and question.rule in SPEAKING:
        failure = await bot.services.jobs.run(ANSWER_JOB, question.id)
        shown = await bot.services.showing.question(question.id, guild.id)
        if failure is not None or shown.answer_message_id is not None:
            return  # it is there, or will be
    if direct.may_lead(channel.id):
        live = await bot.services.adding.of_member(guild.id, member.id)
        if live:
            said = f"{last_chances.own_tickets(t, live)}\n\n{texts.add_or_open(t)}"
        elif not text and any(files_of(line) for line in lines):
            said = texts.files_seen(t, guild.name)
        elif not text:
            said = texts.no_words(t, guild.name)
        elif question is not None and question.rule is Rule.MENTIONS_CAP:
            said = texts.just_answered(t, guild.name)
        else:
            said = texts.no_answer(t, guild.name)
        await channel.send(said, view=direct_buttons(t, bot, guild.id, live, first_id=lines[0].id))
        direct.led(channel.id)


async def _asked(
    bot: SupportBot, member: discord.Member, channel: discord.PartialMessageable, lines: Sequence[discord.Message]
) -> Question | None:
    """The question that these lines are, written down at the latest now; None where one of them was taken back meanwhile."""
    place = Place(member.guild.id, channel.id, DIRECT, frozenset(seen_by(member, bot.services.places)))
    pieces = {line.id: said for line in lines if (said := text_of(line))}
    await bot.services.asking.ask_directly(place, pieces, asker_id=member.id)
    return await bot.services.looking_up.behind(channel.id, [max(pieces)])

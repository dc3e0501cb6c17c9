"""Answers what somebody wrote in direct messages, as a member of one server: the FAQ's answer, or the way to staff."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.client import SupportBot
from bot.faq.owed import ANSWER_JOB
from bot.faq.speaking import DIRECT, SPEAKING, Place
from bot.matching.thanks import is_thanks
from cogs.places import seen_by
from cogs.texts import direct as texts
from cogs.tickets.direct import direct_buttons, words
from cogs.ui.readers import public
from cogs.ui.written import text_of


async def answer(
    bot: SupportBot, member: discord.Member, channel: discord.PartialMessageable, lines: Sequence[discord.Message]
) -> None:
    """Say what there is to say to these lines, the oldest first. A second time it says nothing more."""
    guild, services = member.guild, bot.services
    t, text = public(guild, bot.config), words(lines)
    has_files = any(line.attachments or line.stickers for line in lines)
    if text:
        place = Place(guild.id, channel.id, DIRECT, frozenset(seen_by(member, services.places)))
        pieces = {line.id: said for line in lines if (said := text_of(line))}
        if is_thanks(text) and not has_files:
            await channel.send(texts.welcome(t))
            return
        await services.asking.ask_directly(place, pieces, asker_id=member.id)
        question = await services.looking_up.behind(channel.id, [max(pieces)])
        if question is not None and question.rule in SPEAKING:
            await services.jobs.run(ANSWER_JOB, question.id)
            return
    if services.direct.may_lead(channel.id):
        said = texts.no_answer(t, guild.name) if text else texts.files_seen(t, guild.name)
        await channel.send(said, view=direct_buttons(t, bot, guild.id))
        services.direct.led(channel.id)

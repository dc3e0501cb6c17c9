"""Thanks whoever wrote the answer that an entry was made of, below it; nobody is notified."""

from __future__ import annotations

import asyncio

import discord

from bot.client import SupportBot
from bot.knowledge.entry import Entry
from cogs.texts import faq as texts
from cogs.texts.forms import member
from cogs.texts.language import Language

PATIENCE_SECONDS = 1.0
"""For so long Discord is asked whether somebody is still here."""


async def credited(bot: SupportBot, guild_id: int, *entries: Entry | None) -> dict[str, int]:
    """Whom to thank below each of these entries. Of who has left there is only a number to show, so they are not named; nor
    is anybody of whom Discord does not say now whether they are here: the answer does not wait for that.
    """
    guild, ids = bot.get_guild(guild_id), [entry.id for entry in entries if entry is not None]
    if guild is None or not ids:
        return {}
    found = await bot.services.crediting.credited(guild_id, ids)
    here = dict[str, int]()
    for entry_id, member_id in found.items():
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await guild.fetch_member(member_id)
        except (discord.HTTPException, TimeoutError):
            continue
        here[entry_id] = member_id
    return here


def thank(t: Language, embed: discord.Embed, member_id: int | None) -> discord.Embed:
    """The embed of an entry, with thanks to this member, if there is one."""
    if member_id is not None:
        embed.add_field(name=texts.label_thanks(t), value=member(member_id), inline=False)
    return embed

"""The buttons under `/setup`."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

import discord

from bot.client import SupportBot
from bot.errors import NotAdministrator, SetupIncomplete
from cogs.operations import embeds
from cogs.operations.creating import create_missing, find_gaps
from cogs.texts import operations as texts
from cogs.tickets.panel import post_panels
from cogs.ui.controls import ActionButton
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import ask_patience, reply

_locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
"""One set-up at a time in a server: what two of them create is not in the cache yet when both look."""


class CreateButton(ActionButton, action="setup:create"):
    """Creates what is missing and posts the panels. Subject: the server."""

    async def press(self, interaction: Interaction) -> None:
        guild, t = administered(interaction, self.subject), reader(interaction)
        await ask_patience(interaction)
        places = interaction.client.services.places
        async with _locks.setdefault(guild.id, asyncio.Lock()):
            lines = await create_missing(t, guild, places)
            panels = await _panels(interaction.client, guild)
        if panels:
            lines.append(texts.setup_posted(t, panels))
        elif not lines:
            lines.append(texts.setup_nothing(t))
        text = "\n".join(lines)
        missing = find_gaps(guild, places)
        await reply(interaction, text[:2000], embed=embeds.setup(t, missing, texts.setup_panel(t, panels)))


class PanelButton(ActionButton, action="setup:panel"):
    """Posts the panels or brings them up to date. Subject: the server."""

    async def press(self, interaction: Interaction) -> None:
        guild = administered(interaction, self.subject)
        await ask_patience(interaction)
        async with _locks.setdefault(guild.id, asyncio.Lock()):
            channels = await post_panels(interaction.client, guild)
        mentions = [channel.mention for channel in channels]
        await reply(interaction, texts.setup_posted(reader(interaction), mentions))


def administered(interaction: Interaction, subject: str | None = None) -> discord.Guild:
    """The server, if the person administers it and a button names no other. `default_permissions` does not protect
    buttons.
    """
    guild = interaction.guild
    if guild is None or not interaction.permissions.administrator or subject not in (None, str(guild.id)):
        raise NotAdministrator
    return guild


async def _panels(bot: SupportBot, guild: discord.Guild) -> list[str]:
    try:
        return [channel.mention for channel in await post_panels(bot, guild)]
    except (SetupIncomplete, discord.Forbidden):
        return []

"""`/setup`."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.requirements import TO_CREATE
from cogs.operations import embeds
from cogs.operations.controls import CreateButton, PanelButton, administered
from cogs.operations.creating import find_gaps
from cogs.places import things_in
from cogs.texts import operations as texts
from cogs.texts.commands import described
from cogs.texts.forms import channel
from cogs.ui.controls import view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply


class OperationsCog(commands.Cog):
    """Administrators set the bot up where it will work."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @app_commands.command(name="setup", description=described(texts.about_setup))
    @app_commands.guild_only()
    @app_commands.default_permissions(administrator=True)
    async def setup(self, interaction: Interaction) -> None:
        """What is missing, and a button that creates it."""
        guild, t, places = administered(interaction), reader(interaction), self._bot.services.places
        await places.resolve(guild.id, things_in(guild))
        missing = find_gaps(guild, places)
        buttons: list[discord.ui.Item[Any]] = []
        if any(gap.can_be_created for gap in missing):
            lacking = [name for name in TO_CREATE if not getattr(guild.me.guild_permissions, name)]
            note = texts.setup_cannot_create(t, lacking) if lacking else texts.setup_can_create(t)
            if not lacking:
                buttons.append(
                    CreateButton(guild.id, label=texts.button_create(t), style=discord.ButtonStyle.primary)
                )
        else:
            panels = await self._bot.services.delivery.panels(guild.id)
            note = texts.setup_panel(t, [channel(panel.channel_id) for panel in panels.values()])
            buttons.append(PanelButton(guild.id, label=texts.button_panel(t)))
        obstacles = await self._bot.services.obstacles.in_the_way(guild.id)
        await self._bot.services.obstacles.ran_setup(guild.id, interaction.user.id)
        await reply(interaction, embed=embeds.setup(t, missing, note, obstacles), view=view(*buttons))

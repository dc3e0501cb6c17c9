"""`/setup`, and what the operator is told at the start of what is missing where."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.requirements import TO_CREATE
from cogs.operations import embeds
from cogs.operations.controls import CreateButton, PanelButton, administered
from cogs.operations.creating import find_gaps
from cogs.texts import english
from cogs.texts import operations as texts
from cogs.ui.controls import view

if TYPE_CHECKING:
    from cogs.ui.controls import Interaction

log = logging.getLogger(__name__)


class OperationsCog(commands.Cog):
    """Administrators set the bot up where it will work."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Tell the operator at start-up what is missing where."""
        for guild in self._bot.guilds:
            for gap in find_gaps(guild, self._bot.config):
                log.warning("%s", texts.gap_here(guild.id, gap))

    @app_commands.command(name="setup", description="Administrators: see and create what the bot needs here")
    @app_commands.guild_only()
    @app_commands.default_permissions(administrator=True)
    async def setup(self, interaction: Interaction) -> None:
        """What is missing, and a button that creates it."""
        guild = administered(interaction)
        missing = find_gaps(guild, self._bot.config)
        buttons: list[discord.ui.Item[Any]] = []
        if any(gap.can_be_created for gap in missing):
            lacking = [name for name in TO_CREATE if not getattr(guild.me.guild_permissions, name)]
            note = texts.setup_cannot_create(lacking) if lacking else texts.setup_can_create()
            if not lacking:
                buttons.append(
                    CreateButton(guild.id, label=texts.label_setup_create(), style=discord.ButtonStyle.primary)
                )
        else:
            panel = await self._bot.services.tickets.panel(guild.id)
            note = texts.setup_panel(english.channel(panel.channel_id) if panel else None)
            buttons.append(PanelButton(guild.id, label=texts.label_setup_panel()))
        await interaction.response.send_message(
            embed=embeds.setup(missing, note), view=view(*buttons), ephemeral=True
        )

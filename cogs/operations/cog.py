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
from cogs.texts import operations as texts
from cogs.texts.commands import described
from cogs.texts.forms import channel
from cogs.texts.language import ENGLISH
from cogs.ui.controls import view
from cogs.ui.readers import reader
from cogs.ui.replies import reply

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
        self._say_what_is_served()
        for guild in self._bot.served_guilds:
            for gap in find_gaps(guild, self._bot.config):
                log.warning("%s", texts.gap_here(ENGLISH, guild.id, gap))

    @commands.Cog.listener()
    async def on_guild_join(self, _guild: discord.Guild) -> None:
        """With another server it may no longer be plain which one is served."""
        self._say_what_is_served()

    @commands.Cog.listener()
    async def on_guild_remove(self, _guild: discord.Guild) -> None:
        """Somebody has put the bot out."""
        self._say_what_is_served()

    @app_commands.command(name="setup", description=described(texts.about_setup))
    @app_commands.guild_only()
    @app_commands.default_permissions(administrator=True)
    async def setup(self, interaction: Interaction) -> None:
        """What is missing, and a button that creates it."""
        guild, t = administered(interaction), reader(interaction)
        missing = find_gaps(guild, self._bot.config)
        buttons: list[discord.ui.Item[Any]] = []
        if any(gap.can_be_created for gap in missing):
            lacking = [name for name in TO_CREATE if not getattr(guild.me.guild_permissions, name)]
            note = texts.setup_cannot_create(t, lacking) if lacking else texts.setup_can_create(t)
            if not lacking:
                buttons.append(
                    CreateButton(guild.id, label=texts.button_create(t), style=discord.ButtonStyle.primary)
                )
        else:
            panel = await self._bot.services.delivery.panel(guild.id)
            note = texts.setup_panel(t, channel(panel.channel_id) if panel else None)
            buttons.append(PanelButton(guild.id, label=texts.button_panel(t)))
        obstacles = await self._bot.services.obstacles.in_server(guild.id)
        await self._bot.services.obstacles.ran_setup(guild.id, interaction.user.id)
        await reply(interaction, embed=embeds.setup(t, missing, note, obstacles), view=view(*buttons))

    def _say_what_is_served(self) -> None:
        """Tell the operator what of `discord.servers` is missing or wrong."""
        serving = self._bot.serving
        if serving.undecided:
            log.warning("%s", texts.undecided(ENGLISH, [str(one) for one in serving.undecided]))
        for guild_id in serving.absent:
            log.warning("%s", texts.absent(ENGLISH, guild_id))

"""Reputation in Discord: *Accept answer*."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from cogs.reputation import accepting
from cogs.ui.interactions import Interaction


class ReputationCog(commands.Cog):
    """Helpers are found and thanked."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._accept = app_commands.ContextMenu(name="Accept answer", callback=self.accept)
        self._accept.guild_only = True
        bot.tree.add_command(self._accept)

    async def accept(self, interaction: Interaction, message: discord.Message) -> None:
        """Somebody says that this message answered the question."""
        await accepting.accept(interaction, message, interaction.channel)

    async def cog_unload(self) -> None:
        """Take the context menu back."""
        self._bot.tree.remove_command(self._accept.name, type=self._accept.type)

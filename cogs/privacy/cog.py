"""`/privacy`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from cogs.privacy.controls import privacy_message
from cogs.texts import privacy as texts
from cogs.texts.commands import described
from cogs.ui.interactions import Interaction
from cogs.ui.replies import reply


class PrivacyCog(commands.Cog):
    """Everybody sees what is kept about them, and has a say in it."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @app_commands.command(name="privacy", description=described(texts.about_privacy))
    @app_commands.guild_only()
    async def privacy(self, interaction: Interaction) -> None:
        """For their eyes only."""
        await reply(interaction, **await privacy_message(interaction))

"""`/report`: what the numbers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from cogs.ui import embeds
from cogs.ui.actors import actor

if TYPE_CHECKING:
    from cogs.ui.controls import Interaction


class InsightsCog(commands.Cog):
    """Staff see what the bot, the community and they themselves have done."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @app_commands.command(name="report", description="Staff: questions, answers and tickets of the last days")
    @app_commands.describe(days="How many days back; 7 if left out")
    @app_commands.guild_only()
    async def report(self, interaction: Interaction, days: app_commands.Range[int, 1, 365] = 7) -> None:
        """The figures of a period."""
        figures = await self._bot.services.insights.report(
            interaction.guild_id or 0, days=days, by=actor(interaction)
        )
        await interaction.response.send_message(embed=embeds.report(figures, days), ephemeral=True)


async def setup(bot: SupportBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(InsightsCog(bot))

"""`/prevention log` and `/prevention list`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.prevention.work import LONGEST, WHAT_LENGTH
from cogs.prevention.controls import own_message
from cogs.texts import prevention as texts
from cogs.texts.commands import described
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply


class PreventionCog(commands.Cog):
    """Staff note what they do so that tickets do not come."""

    prevention = app_commands.Group(
        name="prevention", description=described(texts.about_prevention), guild_only=True
    )

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @prevention.command(name="log", description=described(texts.about_log))
    @app_commands.describe(minutes=described(texts.about_minutes), what=described(texts.about_what))
    async def log(
        self,
        interaction: Interaction,
        minutes: app_commands.Range[int, 1, LONGEST],
        what: app_commands.Range[str, 1, WHAT_LENGTH],
    ) -> None:
        """A line of one's own."""
        work = await self._bot.services.prevention.log(minutes, what, interaction.id, by=actor(interaction))
        said = texts.logged(reader(interaction), work)
        await reply(interaction, said, **await own_message(interaction))

    @prevention.command(name="list", description=described(texts.about_list))
    async def list(self, interaction: Interaction) -> None:
        """One's own lines, each with a button that takes it back."""
        await reply(interaction, **await own_message(interaction))

"""`/my` and `/digest`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.tickets.mine.digest import HOUR
from cogs.texts import my as texts
from cogs.texts.commands import described
from cogs.tickets.mine.controls import my_message
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply


class MineCog(commands.Cog):
    """Staff look at their own work."""

    digest = app_commands.Group(name="digest", description=described(texts.about_digest), guild_only=True)

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @app_commands.command(name="my", description=described(texts.about_my))
    @app_commands.guild_only()
    async def my(self, interaction: Interaction) -> None:
        """What waits for who asks, for their eyes only."""
        await reply(interaction, **await my_message(interaction, page=1))

    @digest.command(name="on", description=described(texts.about_digest_on))
    @app_commands.describe(hour=described(texts.about_hour), time_zone=described(texts.about_zone))
    async def on(
        self,
        interaction: Interaction,
        hour: app_commands.Range[int, 0, 23] = HOUR,
        time_zone: app_commands.Range[str, 1, 60] | None = None,
    ) -> None:
        """One direct message a day."""
        wanted, next_at = await self._bot.services.mine.want(
            hour, time_zone, str(interaction.locale), by=actor(interaction)
        )
        await reply(interaction, texts.digest_on(reader(interaction), wanted.hour, wanted.time_zone, next_at))

    @digest.command(name="off", description=described(texts.about_digest_off))
    async def off(self, interaction: Interaction) -> None:
        """None any more."""
        await self._bot.services.mine.want_none(by=actor(interaction))
        await reply(interaction, texts.digest_off(reader(interaction)))

"""Who can do what: `/help` says it to each person, and Discord shows staff's commands only to staff. Loaded last."""

from __future__ import annotations

import discord

from bot.client import SupportBot
from cogs.help.audiences import for_staff_alone
from cogs.help.cog import help_


async def setup(bot: SupportBot) -> None:
    """Called once a start, when all other commands are there and before they are sent to Discord."""
    bot.tree.add_command(help_)
    needed = bot.config.discord.staff_needs
    if needed is not None:
        for command in for_staff_alone(bot.tree):
            command.default_permissions = discord.Permissions(**{needed: True})

"""Reputation in Discord: answers are accepted, helpers are found and thanked."""

from __future__ import annotations

from bot.client import SupportBot
from cogs.reputation.cog import ReputationCog


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    await bot.add_cog(ReputationCog(bot))

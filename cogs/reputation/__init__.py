"""Reputation in Discord: answers are accepted, helpers are found and thanked."""

from __future__ import annotations

from bot.client import SupportBot
from bot.jobs.job import Lane
from bot.reputation.service import THANKS_JOB
from cogs.reputation import showing  # noqa: F401  # it adds its command to the group
from cogs.reputation.cog import ReputationCog
from cogs.reputation.desk import ThanksDesk
from cogs.reputation.group import rep


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.services.jobs.handle(THANKS_JOB, ThanksDesk(bot).thank, lane=Lane.PEOPLE)
    await bot.add_cog(ReputationCog(bot))
    bot.tree.add_command(rep)

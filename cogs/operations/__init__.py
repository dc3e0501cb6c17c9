"""Administrators set the bot up where it will work."""

from __future__ import annotations

from bot.client import SupportBot
from bot.jobs.obstacle import PASSED_JOB, TELL_JOB
from cogs.operations.cog import OperationsCog
from cogs.operations.controls import CreateButton, PanelButton
from cogs.operations.following import FollowingCog
from cogs.operations.obstacles import ObstacleDesk


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.add_dynamic_items(CreateButton, PanelButton)
    await bot.add_cog(OperationsCog(bot))
    await bot.add_cog(FollowingCog(bot))
    desk = ObstacleDesk(bot)
    bot.services.jobs.handle(TELL_JOB, desk.tell)
    bot.services.jobs.handle(PASSED_JOB, desk.passed)

"""Staff see in Discord what the bot, the community and they themselves have done."""

from __future__ import annotations

from bot.client import SupportBot
from cogs.insights.cog import InsightsCog
from cogs.insights.controls import ClearButton


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.add_dynamic_items(ClearButton)
    await bot.add_cog(InsightsCog(bot))

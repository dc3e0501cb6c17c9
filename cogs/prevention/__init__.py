"""Staff note in Discord what they do so that tickets do not come."""

from __future__ import annotations

from bot.client import SupportBot
from cogs.prevention.cog import PreventionCog
from cogs.prevention.controls import OlderButton, UndoButton


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.add_dynamic_items(UndoButton, OlderButton)
    await bot.add_cog(PreventionCog(bot))

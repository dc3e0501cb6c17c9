"""Shadow mode in Discord: staff judge what the FAQ would have answered."""

from __future__ import annotations

from bot.client import SupportBot
from cogs.shadow import cog  # adds `/faq shadow` to the group
from cogs.shadow.controls import BUTTONS

__all__ = ["cog", "setup"]


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.add_dynamic_items(*BUTTONS)

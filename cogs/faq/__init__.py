"""The FAQ in Discord: it listens and answers, and people search it."""

from __future__ import annotations

from bot.client import SupportBot
from cogs.faq import looking_up, why
from cogs.faq.cog import FaqCog
from cogs.faq.controls import BUTTONS
from cogs.faq.group import faq


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.add_dynamic_items(*BUTTONS)
    bot.tree.add_command(faq)
    looking_up.add_menus(bot)
    why.add_commands(bot)
    await bot.add_cog(FaqCog(bot))

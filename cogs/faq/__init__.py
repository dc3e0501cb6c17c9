"""The FAQ in Discord: it listens and answers, people search it, staff keep it right."""

from __future__ import annotations

from bot.client import SupportBot
from bot.drafts.service import SHOW_JOB
from cogs.faq import authoring, numbers, searching, shadow, upkeep, why
from cogs.faq.cog import FaqCog
from cogs.faq.controls import BUTTONS
from cogs.faq.drafting import DraftDesk
from cogs.faq.group import faq


async def setup(bot: SupportBot) -> None:
    """Called by discord.py when the extension is loaded."""
    bot.add_dynamic_items(
        *BUTTONS, *authoring.BUTTONS, numbers.ClearButton, searching.ShareButton, *shadow.BUTTONS
    )
    bot.tree.add_command(faq)
    searching.add_menus(bot)
    authoring.add_menus(bot)
    bot.services.jobs.handle(SHOW_JOB, DraftDesk(bot).show)
    upkeep.take_over(bot)
    why.add_commands(bot)
    await bot.add_cog(FaqCog(bot))

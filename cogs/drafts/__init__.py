"""People make the FAQ in Discord: they propose, staff decide, and hear what should be read again."""

from __future__ import annotations

from bot.client import SupportBot
from bot.drafts.service import REVIEW_JOB, SHOW_JOB
from bot.jobs.job import Owed
from cogs.drafts import cog
from cogs.drafts.controls import BUTTONS
from cogs.drafts.desk import DraftDesk, UpkeepDesk


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.add_dynamic_items(*BUTTONS)
    cog.add_menus(bot)
    upkeep = UpkeepDesk(bot)
    bot.services.jobs.handle(SHOW_JOB, DraftDesk(bot).show)
    bot.services.jobs.handle(REVIEW_JOB, upkeep.review, owed=Owed.ONCE)
    bot.services.reloader.tell_by(upkeep.tell)

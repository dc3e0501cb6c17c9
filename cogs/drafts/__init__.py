"""People make the FAQ in Discord: they propose, staff decide, and hear what should be read again."""

from __future__ import annotations

from bot.client import SupportBot
from bot.drafts.service import POST_JOB, SHOW_JOB
from bot.drafts.upkeep import FILES_JOB, REVIEW_JOB
from bot.faq.owed import SETTLED_JOB
from bot.jobs.job import Lane, Owed
from cogs.drafts import cog
from cogs.drafts.controls import BUTTONS
from cogs.drafts.desk import DraftDesk
from cogs.drafts.posts import PostCog, PostDesk
from cogs.drafts.upkeep import UpkeepDesk


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.add_dynamic_items(*BUTTONS)
    cog.add_menus(bot)
    upkeep = UpkeepDesk(bot)
    bot.services.jobs.handle(SHOW_JOB, DraftDesk(bot).show, lane=Lane.PEOPLE)
    bot.services.jobs.handle(POST_JOB, PostDesk(bot).show)
    bot.services.jobs.handle(SETTLED_JOB, DraftDesk(bot).settled)
    await bot.add_cog(PostCog(bot))
    bot.services.jobs.handle(FILES_JOB, upkeep.files)
    bot.services.jobs.handle(REVIEW_JOB, upkeep.review, owed=Owed.EACH_SERVER)
    bot.services.reloader.tell_by(upkeep.found)

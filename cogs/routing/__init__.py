"""Questions that nobody answers go to helpers, in a thread that they follow, and then to a ticket."""

from __future__ import annotations

from bot.client import SupportBot
from bot.faq.owed import UNANSWERED_JOB
from bot.routing.owed import LINE_JOB, OFFER_JOB
from cogs.routing.cog import RoutingCog
from cogs.routing.controls import GiveUpButton, HelpdeskButton, TakeButton
from cogs.routing.desk import RoutingDesk


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    desk, jobs = RoutingDesk(bot), bot.services.jobs
    jobs.handle(UNANSWERED_JOB, desk.look_after)
    jobs.handle(LINE_JOB, desk.line)
    jobs.handle(OFFER_JOB, desk.offer)
    bot.add_dynamic_items(TakeButton, GiveUpButton, HelpdeskButton)
    await bot.add_cog(RoutingCog(bot))

"""What is kept of people: `/privacy`, its buttons, and the erasing of what is past its time."""

from __future__ import annotations

from bot.client import SupportBot
from bot.jobs.job import Owed
from bot.privacy.service import SWEEP_JOB
from bot.tickets.record.service import DROP_JOB
from cogs.privacy.cog import PrivacyCog
from cogs.privacy.controls import BUTTONS
from cogs.privacy.desk import ErasingDesk


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    desk = ErasingDesk(bot)
    bot.services.jobs.handle(SWEEP_JOB, desk.sweep, owed=Owed.ONCE)
    bot.services.jobs.handle(DROP_JOB, desk.drop)
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(PrivacyCog(bot))

"""What keeps reputation honest: cards for staff, their commands, bans, and what comes to count in its time."""

from __future__ import annotations

from bot.client import SupportBot
from bot.jobs.job import Lane, Owed
from bot.reputation.holds.nightly import RINGS_JOB
from bot.reputation.holds.service import CARD_JOB
from bot.reputation.ledger import VEST_JOB
from cogs.reputation.holds import ordering  # noqa: F401  # it adds its commands to the group
from cogs.reputation.holds.controls import BUTTONS
from cogs.reputation.holds.desk import HoldsDesk
from cogs.reputation.holds.hearing import BansCog


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    desk, jobs = HoldsDesk(bot), bot.services.jobs
    jobs.handle(CARD_JOB, desk.card, lane=Lane.PEOPLE)
    jobs.handle(VEST_JOB, desk.vest)
    jobs.handle(RINGS_JOB, desk.look, owed=Owed.EACH_SERVER)
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(BansCog(bot))

"""Solved questions in Discord: marked, found again, and pointed to."""

from __future__ import annotations

from bot.client import SupportBot
from bot.jobs.job import Lane, Owed
from bot.reputation.solutions.accepted import SHOW_JOB
from bot.solved.owed import POINT_JOB
from bot.solved.service import FORGET_JOB
from cogs.solved.cog import SolvedCog
from cogs.solved.controls import HelpedButton, NotItButton
from cogs.solved.desk import SolvedDesk


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.add_dynamic_items(HelpedButton, NotItButton)
    jobs, desk = bot.services.jobs, SolvedDesk(bot)
    jobs.handle(SHOW_JOB, desk.show)
    jobs.handle(POINT_JOB, desk.point, lane=Lane.PEOPLE)
    jobs.handle(FORGET_JOB, desk.forget, owed=Owed.ONCE)
    await bot.add_cog(SolvedCog(bot))

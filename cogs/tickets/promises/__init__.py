"""Promises and call-backs in Discord: commands, buttons, forms, the message in the thread and the line for staff."""

from __future__ import annotations

from bot.client import SupportBot
from bot.jobs.job import Lane
from bot.tickets.promises.owed import LINE_JOB, SHOW_JOB
from cogs.tickets.promises.cog import PromisesCog
from cogs.tickets.promises.controls import BUTTONS
from cogs.tickets.promises.desk import PromiseDesk


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    desk = PromiseDesk(bot)
    bot.services.jobs.handle(SHOW_JOB, desk.show, lane=Lane.PEOPLE)
    bot.services.jobs.handle(LINE_JOB, desk.line, lane=Lane.PEOPLE)
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(PromisesCog(bot))

"""CSAT in Discord: the buttons of the thread, the form below them, and the line of who follows up."""

from __future__ import annotations

from bot.client import SupportBot
from bot.jobs.job import Lane
from bot.tickets.csat.following import FOLLOW_UP_JOB
from cogs.tickets.csat.controls import DoneButton, FollowUpButton, RateButton
from cogs.tickets.csat.desk import FollowUpDesk


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.services.jobs.handle(FOLLOW_UP_JOB, FollowUpDesk(bot).line, lane=Lane.PEOPLE)
    bot.add_dynamic_items(RateButton, FollowUpButton, DoneButton)

"""Direct messages: answered, and led on into a server."""

from __future__ import annotations

from bot.client import SupportBot
from bot.direct.service import LOOK_JOB, REPLY_JOB
from bot.jobs.job import Lane, Owed
from cogs.direct.controls import ServerButton
from cogs.direct.desk import DirectDesk
from cogs.direct.looking import DirectLook
from cogs.faq import direct as answers
from cogs.tickets.direct import BUTTONS as TICKET_BUTTONS


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.add_dynamic_items(ServerButton, *TICKET_BUTTONS, *answers.BUTTONS)
    bot.services.jobs.handle(REPLY_JOB, DirectDesk(bot).reply, lane=Lane.PEOPLE)
    bot.services.jobs.handle(LOOK_JOB, DirectLook(bot).look, owed=Owed.ONCE)

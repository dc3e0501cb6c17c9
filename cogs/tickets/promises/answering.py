"""What a decision about a promise sets going: it is said, and Discord is brought up to date."""

from __future__ import annotations

from bot.client import SupportBot
from bot.tickets.promises.owed import LINE_JOB, SHOW_JOB
from bot.tickets.promises.promise import Promise
from cogs.texts import promises as texts
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import regardless, reply


async def show(interaction: Interaction, promise: Promise, done: str) -> None:
    """Say that it is done, then show it, whether that could be said or not."""
    if not await regardless(reply(interaction, done), lambda: _shown(interaction.client, promise)):
        await reply(interaction, texts.shown_later(reader(interaction), done))


async def _shown(bot: SupportBot, promise: Promise) -> bool:
    jobs = bot.services.jobs
    failed = [await jobs.run(kind, promise.id) for kind in (SHOW_JOB, LINE_JOB)]
    return failed == [None, None]

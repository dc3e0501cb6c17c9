"""What a press or a form on a ticket sets going: it is done, it is said, and Discord is brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.client import SupportBot
from bot.tickets.lifecycle import Ticket
from bot.tickets.owed import HAND_OVER_JOB, ORIGIN_JOB
from bot.tickets.views import View
from cogs.texts import tickets as texts
from cogs.texts.language import Language
from cogs.tickets.contact import deliver, heal
from cogs.ui.readers import reader
from cogs.ui.replies import reply

if TYPE_CHECKING:
    from cogs.ui.controls import Interaction


async def opened(interaction: Interaction, ticket: Ticket) -> None:
    """Say that the ticket is written, then make its Discord side, whether that could be said or not; and say where it is."""
    try:
        await reply(interaction, texts.ticket_saved(reader(interaction), ticket))
    finally:
        where = await _made(reader(interaction), interaction.client, ticket)
    await reply(interaction, where)


async def show(interaction: Interaction, ticket: Ticket, done: str) -> None:
    """After a change: say that it is done, then bring thread and card up to date, whether it could be said or not."""
    try:
        await reply(interaction, done)
    finally:
        failed = await heal(interaction.client, ticket)
    if failed:
        await reply(interaction, texts.shown_later(reader(interaction), done, ticket))


async def _made(t: Language, bot: SupportBot, ticket: Ticket) -> str:
    """Make all that Discord shows of a new ticket; what to tell the person who waits for it."""
    await bot.services.jobs.run(ORIGIN_JOB, ticket.id)
    failed = await deliver(bot, ticket)
    if ticket.question_id is not None:
        await bot.services.jobs.run(HAND_OVER_JOB, ticket.question_id)
    if failed.keys().isdisjoint((View.THREAD, View.MEMBER)):
        return texts.ticket_saved(t, await bot.services.tickets.get(ticket.id))
    return texts.ticket_opens_later(t, ticket)

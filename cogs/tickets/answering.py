"""What a press or a form on a ticket sets going: it is done, it is said, and Discord is brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.client import SupportBot
from bot.tickets.lifecycle import Ticket
from bot.tickets.owed import HAND_OVER_JOB, ORIGIN_JOB
from bot.tickets.service import Request
from bot.tickets.views import View
from cogs.texts import tickets as texts
from cogs.texts.language import Language
from cogs.tickets.contact import deliver, heal, leading
from cogs.ui.actors import actor
from cogs.ui.readers import reader

if TYPE_CHECKING:
    from cogs.ui.controls import Interaction


async def submit_request(interaction: Interaction, request: Request) -> None:
    """Write the ticket, make its Discord side at once, and say how it went. A question it came from is in its hands."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    bot = interaction.client
    async with leading(bot):
        ticket = await bot.services.tickets.open(request, by=actor(interaction))
    await interaction.edit_original_response(content=await opened(reader(interaction), bot, ticket))
    if request.question_id is not None:
        await bot.services.jobs.run(HAND_OVER_JOB, request.question_id)


async def opened(t: Language, bot: SupportBot, ticket: Ticket) -> str:
    """Make all that Discord shows of a new ticket; what to tell the person who waits for it."""
    await bot.services.jobs.run(ORIGIN_JOB, ticket.id)
    failed = await deliver(bot, ticket)
    if failed.keys().isdisjoint((View.THREAD, View.MEMBER)):
        return texts.ticket_saved(t, await bot.services.tickets.get(ticket.id))
    return texts.ticket_opens_later(t, ticket)


async def show(interaction: Interaction, ticket: Ticket, done: str) -> None:
    """After a change: say that it is done, then bring thread and card up to date."""
    await interaction.response.send_message(done, ephemeral=True)
    if await heal(interaction.client, ticket):
        await interaction.edit_original_response(content=texts.shown_later(reader(interaction), done, ticket))

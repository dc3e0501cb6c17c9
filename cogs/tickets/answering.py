"""What a press or a form on a ticket sets going: it is done, it is said, and Discord is brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.faq.owed import ANSWER_JOB
from bot.tickets.lifecycle import Ticket
from bot.tickets.service import OPEN_JOB, SHOW_JOB, Request
from cogs.texts import tickets as texts
from cogs.ui.actors import actor
from cogs.ui.readers import reader

if TYPE_CHECKING:
    from cogs.ui.controls import Interaction


async def submit_request(interaction: Interaction, request: Request) -> None:
    """Write the ticket, make its Discord side at once, and say how it went. A question it came from is in its hands."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    services = interaction.client.services
    ticket = await services.tickets.open(request, by=actor(interaction))
    failure = await services.jobs.run(OPEN_JOB, ticket.id)
    if failure is None:
        text = texts.ticket_saved(reader(interaction), await services.tickets.get(ticket.id))
    else:
        text = texts.ticket_opens_later(reader(interaction), ticket)
    await interaction.edit_original_response(content=text)
    if request.question_id is not None:
        await services.pressing.hand_over(request.question_id, by=actor(interaction), to_community=False)
        await services.jobs.run(ANSWER_JOB, request.question_id)


async def show(interaction: Interaction, ticket: Ticket, done: str) -> None:
    """After a change: say that it is done, then bring thread and card up to date."""
    await interaction.response.send_message(done, ephemeral=True)
    failure = await interaction.client.services.jobs.run(SHOW_JOB, ticket.id)
    if failure is not None:
        await interaction.edit_original_response(content=texts.shown_later(reader(interaction), ticket))

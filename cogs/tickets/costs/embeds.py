"""What a ticket cost, as staff read it."""

from __future__ import annotations

import discord

from bot.ticket_causes import cause_label
from bot.tickets.ticket import Ticket
from cogs.texts import costs as texts
from cogs.texts.forms import DESCRIPTION, listed
from cogs.tickets.costs.asking import title_of
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply
from cogs.ui.style import BRAND, short


async def say_costs(interaction: Interaction, ticket: Ticket) -> None:
    """What is said of each of its resolutions, beside its card, if anything is."""
    bot, t = interaction.client, reader(interaction)
    found = await bot.services.costs.of_ticket(ticket.id, by=actor(interaction))
    if not found:
        return
    lines = []
    for one in found:
        said = one.cost.estimate
        cause = None if said.cause is None else cause_label(bot.config.tickets.causes, said.cause, t.code)
        entry = None if said.entry_id is None else short(title_of(t, bot, said.entry_id))
        lines.append(texts.line(t, one, cause, entry))
    embed = discord.Embed(title=texts.costs_title(t, ticket), colour=BRAND)
    embed.description = listed(t, lines, len(lines), DESCRIPTION)
    await reply(interaction, embed=embed, is_more=True)

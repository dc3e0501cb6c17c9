"""Brings somebody into a ticket's thread, and takes them out of it."""

from __future__ import annotations

import discord

from bot.ticket_errors import CannotSeeTickets
from bot.tickets.reading import reads
from bot.tickets.ticket import Ticket
from cogs.places import tickets_channel
from cogs.texts import guests as texts
from cogs.tickets.answering import show
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader


async def add(interaction: Interaction, ticket: Ticket, member: discord.Member) -> None:
    """Discord lets nobody into a thread whose channel they cannot see."""
    services, by = interaction.client.services, actor(interaction)
    if reads(ticket, by):
        channel = tickets_channel(member.guild, services.places, ticket.type_id)
        if not channel.permissions_for(member).view_channel:
            raise CannotSeeTickets(member.id, channel.id)
    ticket = await services.guests.add(ticket.id, member.id, by=by)
    await show(interaction, ticket, texts.added(reader(interaction), ticket, member.id))


async def remove(interaction: Interaction, ticket: Ticket, member: discord.User | discord.Member) -> None:
    """Also somebody who has left the server: they would be let in again when they come back."""
    ticket = await interaction.client.services.guests.remove(ticket.id, member.id, by=actor(interaction))
    await show(interaction, ticket, texts.removed(reader(interaction), ticket, member.id))

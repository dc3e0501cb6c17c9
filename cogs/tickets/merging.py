"""Lets a ticket go on in another one, or links the two, and takes that back; both are brought up to date."""

from __future__ import annotations

import discord

from bot.tickets.ticket import Ticket
from cogs.texts import links as link_texts
from cogs.texts import merges as texts
from cogs.texts import tickets as ticket_texts
from cogs.tickets.contact import heal, healing
from cogs.tickets.listening import Ear
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import regardless, reply
from cogs.ui.subjects import id_in


class UnmergeButton(ActionButton, action="ticket:unmerge"):
    """Staff take a merge back. Subject: the ticket that was merged into another."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            await unmerge(interaction, id_in(self.subject))


async def merge(interaction: Interaction, ticket: Ticket, into: Ticket) -> None:
    """Merge, and offer the way back to who did it."""
    t, merging = reader(interaction), interaction.client.services.merging
    ticket, into = await merging.merge(ticket.id, into.id, by=actor(interaction))
    undo = UnmergeButton(ticket.id, label=texts.button_unmerge(t))
    await _show(interaction, into, ticket, texts.merged(t, ticket, into), view(undo))


async def unmerge(interaction: Interaction, ticket_id: int) -> None:
    """Take the merge back."""
    t, merging, by = reader(interaction), interaction.client.services.merging, actor(interaction)
    lines = await Ear(interaction.client).said_in(await merging.apart_since(ticket_id, by=by), by.guild_id)
    ticket, into = await merging.unmerge(ticket_id, by=by, lines=lines)
    await _show(interaction, ticket, into, texts.unmerged(t, ticket, into))


async def link(interaction: Interaction, ticket: Ticket, other: Ticket) -> None:
    """The cards of both say so."""
    t, linking = reader(interaction), interaction.client.services.linking
    ticket, other = await linking.link(ticket.id, other.id, by=actor(interaction))
    await _show(interaction, ticket, other, link_texts.linked(t, ticket, other))


async def unlink(interaction: Interaction, ticket: Ticket, other: Ticket) -> None:
    """The cards of both say so no longer."""
    t, linking = reader(interaction), interaction.client.services.linking
    ticket, other = await linking.unlink(ticket.id, other.id, by=actor(interaction))
    await _show(interaction, ticket, other, link_texts.unlinked(t, ticket, other))


async def _show(
    interaction: Interaction,
    first: Ticket,
    second: Ticket,
    done: str,
    controls: discord.ui.View | None = None,
) -> None:
    """Say that it is done, then bring both up to date: first the one to which people are sent."""

    async def shown() -> Ticket | None:
        late = None
        for ticket in (first, second):
            if await heal(interaction.client, ticket):
                late = late or ticket
        return late

    late = await regardless(reply(interaction, done, view=controls), shown)
    if late is not None:
        t = reader(interaction)
        await reply(interaction, ticket_texts.shown_later(t, done, late), view=controls)

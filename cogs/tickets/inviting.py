"""Brings somebody into a ticket's thread, and takes them out of it: by command, or by *Add somebody* and *Remove somebody*."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.errors import FormChanged
from bot.ticket_errors import CannotSeeTickets, UnknownMember
from bot.tickets.lifecycle import require_work
from bot.tickets.reading import reads, require_reader
from bot.tickets.ticket import Ticket
from cogs.places import tickets_channel
from cogs.texts import guests as texts
from cogs.texts.language import Language
from cogs.tickets.answering import show
from cogs.tickets.contact import healing, named
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form
from cogs.ui.subjects import ID, id_in

MEMBER = "member"


class InviteButton(ActionButton, action="ticket:invite"):
    """Staff are asked whom to add. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            ticket = await named(interaction, self.subject)
            require_work(ticket, actor(interaction))
            await open_form(interaction, InviteForm(reader(interaction), ticket))


class InviteForm(ActionForm[tuple[Ticket, int]], action="ticket:invite", subject=ID):
    """Who is to read and write in its thread. Subject: the ticket."""

    def __init__(self, t: Language, ticket: Ticket) -> None:
        super().__init__(ticket.id, title=texts.title_add(t, ticket))
        asked = discord.ui.UserSelect[Any](custom_id=MEMBER, required=True)
        self.add_item(discord.ui.Label(text=texts.ask_added(t), component=asked))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> tuple[Ticket, int]:
        ticket = await named(interaction, subject)
        require_work(ticket, actor(interaction))
        member_id = _chosen(filled)
        return await _add(interaction, ticket, await _member(interaction, member_id)), member_id

    @classmethod
    async def kept(cls, interaction: Interaction, result: tuple[Ticket, int]) -> None:
        ticket, member_id = result
        await show(interaction, ticket, texts.added(reader(interaction), ticket, member_id))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        return {MEMBER: texts.ask_added(reader(interaction))}


class UninviteButton(ActionButton, action="ticket:uninvite"):
    """Staff are asked whom to remove. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            ticket = await named(interaction, self.subject)
            require_reader(ticket, actor(interaction))
            await open_form(interaction, UninviteForm(reader(interaction), ticket))


class UninviteForm(ActionForm[tuple[Ticket, int]], action="ticket:uninvite", subject=ID):
    """Who is to be taken out of its thread. Subject: the ticket."""

    def __init__(self, t: Language, ticket: Ticket) -> None:
        super().__init__(ticket.id, title=texts.title_remove(t, ticket))
        asked = discord.ui.UserSelect[Any](custom_id=MEMBER, required=True)
        self.add_item(discord.ui.Label(text=texts.ask_removed(t), component=asked))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> tuple[Ticket, int]:
        ticket, by = await named(interaction, subject), actor(interaction)
        require_reader(ticket, by)
        member_id = _chosen(filled)
        return await interaction.client.services.guests.remove(ticket.id, member_id, by=by), member_id

    @classmethod
    async def kept(cls, interaction: Interaction, result: tuple[Ticket, int]) -> None:
        ticket, member_id = result
        await show(interaction, ticket, texts.removed(reader(interaction), ticket, member_id))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        return {MEMBER: texts.ask_removed(reader(interaction))}


async def add(interaction: Interaction, ticket: Ticket, member: discord.Member) -> None:
    """They read all that stands in it."""
    ticket = await _add(interaction, ticket, member)
    await show(interaction, ticket, texts.added(reader(interaction), ticket, member.id))


async def remove(interaction: Interaction, ticket: Ticket, member: discord.User | discord.Member) -> None:
    """Also somebody who has left the server: they would be let in again when they come back."""
    ticket = await interaction.client.services.guests.remove(ticket.id, member.id, by=actor(interaction))
    await show(interaction, ticket, texts.removed(reader(interaction), ticket, member.id))


async def _add(interaction: Interaction, ticket: Ticket, member: discord.Member) -> Ticket:
    """Discord lets nobody into a thread whose channel they cannot see. Raises CannotSeeTickets, and what `Guests.add` raises."""
    services, by = interaction.client.services, actor(interaction)
    if reads(ticket, by):
        channel = tickets_channel(member.guild, services.places, ticket.type_id)
        if not channel.permissions_for(member).view_channel:
            raise CannotSeeTickets(member.id, channel.id)
    return await services.guests.add(ticket.id, member.id, by=by)


async def _member(interaction: Interaction, member_id: int) -> discord.Member:
    """Raises UnknownMember where they have left."""
    guild = interaction.client.get_guild(interaction.guild_id or 0)
    try:
        if guild is not None:
            return await guild.fetch_member(member_id)
    except discord.NotFound:
        pass
    raise UnknownMember(member_id)


def _chosen(filled: Filled) -> int:
    """Raises FormChanged where nobody is."""
    chosen = filled.member(MEMBER)
    if chosen is None:
        raise FormChanged
    return chosen.id

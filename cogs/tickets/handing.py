"""Gives a ticket to somebody, and takes one over: asked first where who has it is at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import discord

from bot.client import SupportBot
from bot.errors import FormChanged
from bot.ticket_errors import HolderActive, NotOnStaff
from bot.tickets.lifecycle import ACTIVE_FOR, require_work
from bot.tickets.ticket import Ticket
from cogs.texts import cards as card_texts
from cogs.texts import turns as texts
from cogs.texts.language import Language
from cogs.texts.refusals import refusal
from cogs.tickets.answering import show
from cogs.tickets.contact import healing, named
from cogs.ui.actors import actor, member_actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.recognising import LOOK_BACK
from cogs.ui.replies import UNREACHED, open_form, reply
from cogs.ui.subjects import ID, id_in

MEMBER = "member"


class AssignButton(ActionButton, action="ticket:assign"):
    """Staff are sure. Subject: `<ticket>.<member>.<who has it, about whom they were asked>`."""

    async def press(self, interaction: Interaction) -> None:
        ticket_id, member_id, holder_id, *_ = [*self.subject.split("."), "", ""]
        async with healing(interaction, id_in(ticket_id)):
            ticket = await named(interaction, ticket_id)
            require_work(ticket, actor(interaction))
            to = await _member(interaction, id_in(member_id))
            await hand_over(interaction, ticket, to, sure_of=id_in(holder_id))


class GiveButton(ActionButton, action="ticket:give"):
    """Staff are asked who is to have the ticket. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            ticket = await named(interaction, self.subject)
            require_work(ticket, actor(interaction))
            await open_form(interaction, GiveForm(reader(interaction), ticket))


class GiveForm(ActionForm[tuple[Ticket, discord.User | discord.Member]], action="ticket:give", subject=ID):
    """Staff say who is to have the ticket. Subject: the ticket."""

    def __init__(self, t: Language, ticket: Ticket) -> None:
        super().__init__(ticket.id, title=card_texts.title_give(t, ticket))
        asked = discord.ui.UserSelect[Any](custom_id=MEMBER, required=True)
        self.add_item(discord.ui.Label(text=card_texts.ask_to(t), component=asked))

    @classmethod
    async def keep(
        cls, interaction: Interaction, subject: str, filled: Filled
    ) -> tuple[Ticket, discord.User | discord.Member]:
        ticket = await named(interaction, subject)
        require_work(ticket, actor(interaction))
        chosen = filled.member(MEMBER)
        if chosen is None:
            raise FormChanged
        return ticket, await _member(interaction, chosen.id)

    @classmethod
    async def kept(cls, interaction: Interaction, result: tuple[Ticket, discord.User | discord.Member]) -> None:
        await hand_over(interaction, *result)

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        return {MEMBER: card_texts.ask_to(reader(interaction))}


async def hand_over(
    interaction: Interaction,
    ticket: Ticket,
    to: discord.User | discord.Member,
    *,
    sure_of: int | None = None,
) -> None:
    """Give the ticket to this member, or ask whether that is meant, unless that was asked about who has it."""
    bot, t = interaction.client, reader(interaction)
    written_at = None if ticket.assignee_id == sure_of else await _written_at(bot, ticket)
    try:
        assigned = await bot.services.tickets.assign(
            ticket.id,
            member_actor(to, bot.services.places),
            by=actor(interaction),
            written_at=written_at,
            sure_of=sure_of,
        )
    except HolderActive as asked:
        button = AssignButton(f"{ticket.id}.{to.id}.{asked.assignee_id}", label=texts.button_assign(t))
        await reply(interaction, refusal(t, asked), view=view(button))
        return
    await show(interaction, assigned, texts.assigned(t, assigned))


async def _member(interaction: Interaction, member_id: int) -> discord.User | discord.Member:
    """Raises NotOnStaff where they have left."""
    if member_id == interaction.user.id or interaction.guild is None:
        return interaction.user
    try:
        return await interaction.guild.fetch_member(member_id)
    except discord.NotFound:
        raise NotOnStaff(member_id) from None


async def _written_at(bot: SupportBot, ticket: Ticket) -> datetime | None:
    """When who has the ticket wrote in its thread last, if that was not long ago; where it cannot be read, nobody is asked."""
    if ticket.assignee_id is None or ticket.receipts.thread_id is None:
        return None
    thread = bot.get_partial_messageable(ticket.receipts.thread_id, guild_id=ticket.guild_id)
    try:
        async for message in thread.history(limit=LOOK_BACK, after=bot.clock() - ACTIVE_FOR, oldest_first=False):
            if message.author.id == ticket.assignee_id:
                return message.created_at
    except UNREACHED:
        return None
    return None

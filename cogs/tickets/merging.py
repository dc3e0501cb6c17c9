"""Lets a ticket go on in another one, or links the two, and takes that back; both are brought up to date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.errors import NotStaff
from bot.forms.refused import RefusedForm
from bot.ticket_errors import NotANumber
from bot.tickets.lifecycle import require_work
from bot.tickets.ticket import Ticket
from cogs.texts import links as link_texts
from cogs.texts import merges as texts
from cogs.texts import tickets as ticket_texts
from cogs.texts.language import Language
from cogs.tickets.contact import heal, healing, named
from cogs.tickets.listening import Ear
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form, regardless, reply
from cogs.ui.subjects import ID, id_in

OTHER = "other"
LONGEST = 10
"""Characters of a number, with its sign."""

Pair = tuple[Ticket, Ticket]


class UnmergeButton(ActionButton, action="ticket:unmerge"):
    """Staff take a merge back. Subject: the ticket that was merged into another."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            await unmerge(interaction, id_in(self.subject))


class MergeButton(ActionButton, action="ticket:merge"):
    """Staff are asked in which ticket it goes on. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        await _ask_other(interaction, self.subject, MergeForm)


class LinkButton(ActionButton, action="ticket:link"):
    """Staff are asked which ticket it has to do with. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        await _ask_other(interaction, self.subject, LinkForm)


class _OtherForm(ActionForm[Pair]):
    """Asks for the number of another ticket. Subject: the ticket."""

    opens_again_unless = (NotStaff,)

    def __init__(self, t: Language, ticket: Ticket, typed: str = "") -> None:
        super().__init__(ticket.id, title=self.title_of(t, ticket))
        other = discord.ui.TextInput[Any](custom_id=OTHER, max_length=LONGEST, default=typed or None)
        self.add_item(discord.ui.Label(text=self.asked(t), description=link_texts.hint_number(t), component=other))

    @staticmethod
    def title_of(t: Language, ticket: Ticket) -> str:
        raise NotImplementedError

    @staticmethod
    def asked(t: Language) -> str:
        raise NotImplementedError

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> _OtherForm:
        ticket = await named(interaction, refused.subject)
        require_work(ticket, actor(interaction))
        return cls(reader(interaction), ticket, "".join(refused.values.get(OTHER, ())))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        return {OTHER: cls.asked(reader(interaction))}


class MergeForm(_OtherForm, action="ticket:merge", subject=ID):
    """In which ticket it goes on."""

    @staticmethod
    def title_of(t: Language, ticket: Ticket) -> str:
        return texts.title_merge(t, ticket)

    @staticmethod
    def asked(t: Language) -> str:
        return texts.ask_into(t)

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Pair:
        ticket, into = await _both(interaction, subject, filled)
        return await interaction.client.services.merging.merge(ticket.id, into.id, by=actor(interaction))

    @classmethod
    async def kept(cls, interaction: Interaction, result: Pair) -> None:
        await _show_merged(interaction, *result)


class LinkForm(_OtherForm, action="ticket:link", subject=ID):
    """Which ticket it has to do with."""

    @staticmethod
    def title_of(t: Language, ticket: Ticket) -> str:
        return link_texts.title_link(t, ticket)

    @staticmethod
    def asked(t: Language) -> str:
        return link_texts.ask_other(t)

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Pair:
        ticket, other = await _both(interaction, subject, filled)
        return await interaction.client.services.linking.link(ticket.id, other.id, by=actor(interaction))

    @classmethod
    async def kept(cls, interaction: Interaction, result: Pair) -> None:
        await _show_linked(interaction, *result)


async def merge(interaction: Interaction, ticket: Ticket, into: Ticket) -> None:
    """Merge, and offer the way back to who did it."""
    merging = interaction.client.services.merging
    await _show_merged(interaction, *await merging.merge(ticket.id, into.id, by=actor(interaction)))


async def unmerge(interaction: Interaction, ticket_id: int) -> None:
    """Take the merge back."""
    t, merging, by = reader(interaction), interaction.client.services.merging, actor(interaction)
    lines = await Ear(interaction.client).said_in(await merging.apart_since(ticket_id, by=by), by.guild_id)
    ticket, into = await merging.unmerge(ticket_id, by=by, lines=lines)
    await _show(interaction, ticket, into, texts.unmerged(t, ticket, into))


async def link(interaction: Interaction, ticket: Ticket, other: Ticket) -> None:
    """The cards of both say so."""
    linking = interaction.client.services.linking
    await _show_linked(interaction, *await linking.link(ticket.id, other.id, by=actor(interaction)))


async def unlink(interaction: Interaction, ticket: Ticket, other: Ticket) -> None:
    """The cards of both say so no longer."""
    t, linking = reader(interaction), interaction.client.services.linking
    ticket, other = await linking.unlink(ticket.id, other.id, by=actor(interaction))
    await _show(interaction, ticket, other, link_texts.unlinked(t, ticket, other))


async def _ask_other(interaction: Interaction, subject: str, form: type[_OtherForm]) -> None:
    async with healing(interaction, id_in(subject)):
        ticket = await named(interaction, subject)
        require_work(ticket, actor(interaction))
        await open_form(interaction, form(reader(interaction), ticket))
        await heal(interaction.client, ticket)


async def _both(interaction: Interaction, subject: str, filled: Filled) -> Pair:
    """The ticket, and the one whose number was typed. Raises UnknownTicket, NotANumber, and what `require_work` raises."""
    ticket, typed = await named(interaction, subject), filled.text(OTHER).strip()
    require_work(ticket, actor(interaction))
    number = id_in(typed.removeprefix("#"))
    if not number:
        raise NotANumber(typed)
    return ticket, await interaction.client.services.tickets.by_number(ticket.guild_id, number)


async def _show_merged(interaction: Interaction, ticket: Ticket, into: Ticket) -> None:
    t = reader(interaction)
    undo = UnmergeButton(ticket.id, label=texts.button_unmerge(t))
    await _show(interaction, into, ticket, texts.merged(t, ticket, into), view(undo))


async def _show_linked(interaction: Interaction, ticket: Ticket, other: Ticket) -> None:
    await _show(interaction, ticket, other, link_texts.linked(reader(interaction), ticket, other))


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

"""Staff reply with a macro: by `/macro`, or by *Reply* on the card, which asks for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands

from bot.ticket_errors import UnknownMacro
from bot.ticket_macros import Macro
from bot.tickets.lifecycle import require_work
from bot.tickets.reading import reads
from bot.tickets.ticket import Ticket
from cogs.texts import macros as texts
from cogs.texts.language import Language
from cogs.tickets.answering import show
from cogs.tickets.contact import heal, healing, named
from cogs.tickets.reaching import Reach
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form
from cogs.ui.subjects import ID, id_in

MACRO = "macro"
MOST = 25
"""Options that Discord shows."""

BELOW = 100
"""Characters below an option."""


class ReplyForm(ActionForm[Ticket], action="ticket:reply", subject=ID):
    """Asks for the macro; below each stands what it would say. Subject: the ticket."""

    def __init__(self, t: Language, ticket: Ticket, macros: Sequence[tuple[Macro, str]]) -> None:
        super().__init__(ticket.id, title=texts.title_reply(t, ticket))
        options = [
            discord.SelectOption(
                label=macro.wording(t.code).label,
                value=macro.id,
                description=_beginning(said),
            )
            for macro, said in macros[:MOST]
        ]
        chosen = discord.ui.Select[Any](custom_id=MACRO, options=options)
        self.add_item(discord.ui.Label(text=texts.ask_macro(t), component=chosen))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Ticket:
        return await _reply(interaction, await named(interaction, subject), filled.choice(MACRO))

    @classmethod
    async def kept(cls, interaction: Interaction, result: Ticket) -> None:
        await show(interaction, result, texts.replied(reader(interaction), result))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        return {MACRO: texts.ask_macro(reader(interaction))}


class ReplyButton(ActionButton, action="ticket:reply"):
    """Staff choose what to reply."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            ticket = await named(interaction, self.subject)
            require_work(ticket, actor(interaction))
            macros, inside = interaction.client.services.macros, Reach(interaction.client).inside(ticket)
            offered = [(one, macros.preview(ticket, one, inside.code)) for one in macros.of_type(ticket.type_id)]
            if not offered:
                raise UnknownMacro("")
            await open_form(interaction, ReplyForm(reader(interaction), ticket, offered))
            await heal(interaction.client, ticket)


async def reply_with(interaction: Interaction, ticket: Ticket, macro_id: str) -> None:
    """Reply with this macro."""
    replied = await _reply(interaction, ticket, macro_id)
    await show(interaction, replied, texts.replied(reader(interaction), replied))


async def macro_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The macros for the ticket that is meant, or all while none is, by their names in the reader's language."""
    services, t, number = interaction.client.services, reader(interaction), interaction.namespace.number
    ticket = None if number else await services.tickets.in_thread(interaction.channel_id or 0)
    by = actor(interaction)
    if not by.is_staff or (ticket is not None and not reads(ticket, by)):
        return []
    wanted = typed.casefold()
    return [
        app_commands.Choice(name=macro.wording(t.code).label, value=macro.id)
        for macro in services.macros.of_type(ticket.type_id if ticket else None)
        if any(wanted in name.casefold() for name in (macro.wording(t.code).label, macro.label, macro.id))
    ][:MOST]


def _beginning(text: str) -> str:
    """Its lines beside each other, within what Discord shows below an option."""
    line = " · ".join(filter(None, (one.strip() for one in text.splitlines())))
    return line if len(line) <= BELOW else line[: BELOW - 1] + "…"


async def _reply(interaction: Interaction, ticket: Ticket, macro_id: str) -> Ticket:
    """In the language of the thread."""
    inside = Reach(interaction.client).inside(ticket)
    return await interaction.client.services.macros.reply(ticket.id, macro_id, inside.code, by=actor(interaction))

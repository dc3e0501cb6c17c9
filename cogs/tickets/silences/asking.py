"""Staff ask the requester whether a ticket is solved: by a button and its form, or by a command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.errors import NotStaff
from bot.forms.refused import RefusedForm
from bot.ticket_errors import AlreadyAskedToClose, TicketClosed, TicketMerged, TicketResolved
from bot.tickets.ticket import Ticket
from cogs.texts import silences as texts
from cogs.texts.language import Language
from cogs.tickets.answering import show
from cogs.tickets.contact import heal, healing, named
from cogs.tickets.decisions import REASON_LENGTH
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form
from cogs.ui.subjects import ID, id_in

TIME, REASON = "time", "reason"
TIME_LENGTH = 100
"""Characters of a time as staff write it."""


class AskToCloseButton(ActionButton, action="ticket:ask-close"):
    """Staff are asked why, and whether silence counts as a yes. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            ticket, services = await named(interaction, self.subject), interaction.client.services
            await services.close_requests.may_ask(ticket.id, by=actor(interaction))
            form = AskToCloseForm(reader(interaction), ticket, services.promises.zone_name)
            await open_form(interaction, form)
            await heal(interaction.client, ticket)


class AskToCloseForm(ActionForm[Ticket], action="ticket:ask-close", subject=ID):
    """Why staff think that it is solved, and from when it counts as solved without an answer. Subject: the ticket."""

    opens_again_unless = (NotStaff, TicketMerged, TicketClosed, TicketResolved, AlreadyAskedToClose)

    def __init__(
        self, t: Language, ticket: Ticket, zone_name: str, typed: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        super().__init__(ticket.id, title=texts.title_ask(t, ticket))
        before = {name: "".join(values) for name, values in (typed or {}).items()}
        reason = discord.ui.TextInput[Any](
            custom_id=REASON,
            style=discord.TextStyle.paragraph,
            required=False,
            max_length=REASON_LENGTH,
            default=before.get(REASON) or None,
        )
        time = discord.ui.TextInput[Any](
            custom_id=TIME, required=False, max_length=TIME_LENGTH, default=before.get(TIME) or None
        )
        self.add_item(
            discord.ui.Label(text=texts.ask_reason(t), description=texts.hint_reason(t), component=reason)
        )
        self.add_item(
            discord.ui.Label(text=texts.ask_until(t), description=texts.hint_until(t, zone_name), component=time)
        )

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Ticket:
        return await interaction.client.services.close_requests.ask(
            id_in(subject),
            filled.text(TIME).strip(),
            by=actor(interaction),
            note=filled.text(REASON).strip() or None,
        )

    @classmethod
    async def kept(cls, interaction: Interaction, result: Ticket) -> None:
        await _show(interaction, result)

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> AskToCloseForm:
        ticket, services = await named(interaction, refused.subject), interaction.client.services
        await services.close_requests.may_ask(ticket.id, by=actor(interaction))
        return cls(reader(interaction), ticket, services.promises.zone_name, refused.values)

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        t = reader(interaction)
        return {REASON: texts.ask_reason(t), TIME: texts.ask_until(t)}


async def ask_to_close(interaction: Interaction, ticket: Ticket, until: str, reason: str | None) -> None:
    """Ask its requester whether it is solved."""
    requests = interaction.client.services.close_requests
    await _show(interaction, await requests.ask(ticket.id, until, by=actor(interaction), note=reason))


async def _show(interaction: Interaction, ticket: Ticket) -> None:
    live = await interaction.client.services.close_requests.live(ticket)
    until = live.event.until if live else None
    await show(interaction, ticket, texts.asked(reader(interaction), ticket, until))

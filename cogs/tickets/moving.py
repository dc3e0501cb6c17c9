"""Moves a ticket to another type; staff are asked for what that needs and nobody has said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord
from discord import app_commands

from bot.errors import NotStaff
from bot.forms.refused import RefusedForm
from bot.ticket_errors import (
    NotReader,
    SameType,
    TicketClosed,
    TicketResolved,
    UnknownTicket,
    UnknownTicketType,
)
from bot.ticket_types import TicketType
from bot.tickets.lifecycle import require_work
from bot.tickets.moving import Needs
from bot.tickets.ticket import Ticket
from cogs.texts import moves as texts
from cogs.texts import priorities
from cogs.texts.language import Language
from cogs.tickets import embeds
from cogs.tickets.answering import show
from cogs.tickets.contact import heal, healing, named
from cogs.tickets.forms import (
    IMPACT,
    TYPE,
    WORKAROUND,
    control_for,
    details_of,
    impact_asked,
    impact_of,
    name_of,
    workaround_asked,
    workaround_of,
)
from cogs.tickets.reaching import Reach
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form, reply
from cogs.ui.subjects import ID, id_in

MOST = 25
"""Buttons below a message."""


class MoveButton(ActionButton, action="ticket:move"):
    """Staff are asked to which type it is moved. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            ticket, t = await named(interaction, self.subject), reader(interaction)
            require_work(ticket, actor(interaction))
            kinds = [kind for kind in _types_for(interaction) if kind.id != ticket.type_id]
            buttons = [
                MoveToButton(f"{ticket.id}.{kind.id}", label=kind.wording(t.code).label, emoji=kind.emoji)
                for kind in kinds[:MOST]
            ]
            await reply(
                interaction,
                texts.choose_type(t, ticket) if buttons else texts.nowhere(t, ticket),
                view=view(*buttons) if buttons else None,
            )


class MoveToButton(ActionButton, action="ticket:move-to"):
    """Staff have chosen. Subject: `<ticket>.<type>`."""

    async def press(self, interaction: Interaction) -> None:
        ticket_id, _, type_id = self.subject.partition(".")
        async with healing(interaction, id_in(ticket_id)):
            await begin_move(interaction, await named(interaction, ticket_id), type_id)


class TypeForm(ActionForm[Ticket], action="ticket:move", subject=rf"{ID}\.{TYPE}"):
    """Asks staff what the type needs and the ticket does not say. Subject: `<ticket>.<type>`."""

    opens_again_unless = (
        NotStaff,
        NotReader,
        UnknownTicket,
        UnknownTicketType,
        SameType,
        TicketResolved,
        TicketClosed,
    )

    def __init__(
        self, t: Language, ticket: Ticket, needs: Needs, *, typed: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        super().__init__(f"{ticket.id}.{needs.kind.id}", title=texts.title_move(t, ticket))
        if typed is None:
            typed = {name_of(field): [needs.suggested.get(field.id, "")] for field in needs.fields}
        for field in needs.fields:
            component = control_for(t, field, typed.get(name_of(field), ()), required=False)
            label = field.wording(t.code).label
            self.add_item(discord.ui.Label(text=label, description=texts.hint_field(t), component=component))
        facts = [impact_asked(t, typed.get(IMPACT, ()), required=False)] if needs.impact else []
        facts += [workaround_asked(t, typed.get(WORKAROUND, ()), required=False)] if needs.workaround else []
        for fact in facts:
            fact.description = texts.hint_fact(t)
            self.add_item(fact)

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Ticket:
        ticket_id, _, type_id = subject.partition(".")
        moving, by = interaction.client.services.moving, actor(interaction)
        needs = await moving.needs(id_in(ticket_id), type_id, by=by)
        return await moving.move(
            id_in(ticket_id),
            type_id,
            by=by,
            answers=details_of(needs.kind, filled),
            impact=impact_of(filled),
            has_workaround=workaround_of(filled),
        )

    @classmethod
    async def kept(cls, interaction: Interaction, result: Ticket) -> None:
        await _show_moved(interaction, result)

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> TypeForm:
        ticket_id, _, type_id = refused.subject.partition(".")
        services, by = interaction.client.services, actor(interaction)
        ticket = await named(interaction, ticket_id)
        needs = await services.moving.needs(ticket.id, type_id, by=by)
        return cls(reader(interaction), ticket, needs, typed=refused.values)

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        t, type_id = reader(interaction), subject.partition(".")[2]
        kind = interaction.client.config.tickets.type(type_id)
        asked = {IMPACT: priorities.ask_impact(t), WORKAROUND: priorities.ask_workaround(t)}
        return asked | {name_of(field): field.wording(t.code).label for field in (kind.fields if kind else ())}


async def begin_move(interaction: Interaction, ticket: Ticket, type_id: str) -> None:
    """Ask staff what is missing, or move the ticket at once where nothing is."""
    moving, by = interaction.client.services.moving, actor(interaction)
    needs = await moving.needs(ticket.id, type_id, by=by)
    if needs.nothing:
        await _show_moved(interaction, await moving.move(ticket.id, type_id, by=by))
        return
    await open_form(interaction, TypeForm(reader(interaction), ticket, needs))
    await heal(interaction.client, ticket)


def type_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The types to which the reader can move a ticket, by what they call them and by what the operator does."""
    t, wanted = reader(interaction), typed.casefold()
    found = []
    for kind in _types_for(interaction):
        label = kind.wording(t.code).label
        if any(wanted in name for name in (label.casefold(), kind.label.casefold(), kind.id)):
            found.append(app_commands.Choice(name=label, value=kind.id))
    return found


async def _show_moved(interaction: Interaction, ticket: Ticket) -> None:
    t = reader(interaction)
    label = embeds.type_label(t, ticket, interaction.client.config.tickets)
    said, stays_in = texts.moved(t, ticket, label), Reach(interaction.client).hangs_elsewhere(ticket)
    if stays_in is not None:
        said = f"{said}\n{texts.thread_stays(t, stays_in)}"
    await show(interaction, ticket, said)


def _types_for(interaction: Interaction) -> list[TicketType]:
    """Those of which the reader may have tickets."""
    barred = actor(interaction).barred
    return [kind for kind in interaction.client.services.moving.types if kind.id not in barred]

"""The forms by which a ticket moves: what solved it, why it is closed, whose turn it is, how urgent it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.errors import FormChanged
from bot.reputation.line import Line
from bot.ticket_urgency import Priority
from bot.tickets.lifecycle import require_work
from bot.tickets.ticket import Ticket, WaitingOn
from cogs.texts import accepting, priorities
from cogs.texts import tickets as texts
from cogs.texts import turns as turn_texts
from cogs.texts.language import Language
from cogs.tickets.answering import show
from cogs.tickets.contact import named
from cogs.tickets.costs import asking as cost_asking
from cogs.ui.actors import actor
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.subjects import ID, id_in

NOTE_LENGTH = 1000
"""Characters of what staff write about a solution."""

REASON_LENGTH = 500
"""Characters of why a ticket is closed, or waits."""

GROUNDS_LENGTH = 100
"""Characters of why staff set a priority: it stands in the opening message, beside all that was asked."""

NOTE, HELPER, TURN, PRIORITY = "note", "helper", "turn", "priority"


@dataclass(frozen=True)
class Resolved:
    """The ticket, whom staff named as the helper, and what that member has of its pot."""

    ticket: Ticket
    helper_id: int | None
    line: Line | None


class ResolveForm(ActionForm[Resolved], action="ticket:resolve", subject=ID):
    """Staff say what solved it, who helped, and what it cost. Subject: the ticket."""

    def __init__(self, t: Language, ticket: Ticket, asked: Sequence[cost_asking.Question]) -> None:
        super().__init__(ticket.id, title=texts.title_resolve(t, ticket))
        note = discord.ui.TextInput[Any](
            custom_id=NOTE, style=discord.TextStyle.paragraph, required=False, max_length=NOTE_LENGTH
        )
        helper = discord.ui.UserSelect[Any](custom_id=HELPER, required=False, min_values=0, max_values=1)
        self.add_item(discord.ui.Label(text=texts.ask_note(t), description=texts.hint_note(t), component=note))
        self.add_item(
            discord.ui.Label(text=texts.ask_helper(t), description=texts.hint_helper(t), component=helper)
        )
        for question in asked:
            self.add_item(question)

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Resolved:
        helper, services, by = filled.member(HELPER), interaction.client.services, actor(interaction)
        ticket = await services.tickets.resolve(
            id_in(subject),
            by=by,
            note=filled.text(NOTE).strip() or None,
            helper_id=helper.id if helper else None,
            helper_is_bot=bool(helper and helper.is_bot),
            estimate=cost_asking.estimated(filled),
        )
        if helper is None:
            return Resolved(ticket, None, None)
        line = await services.accepting.credited(by.guild_id, ticket.id, helper.id)
        return Resolved(ticket, helper.id, line)

    @classmethod
    async def kept(cls, interaction: Interaction, result: Resolved) -> None:
        said = accepting.resolved(reader(interaction), result.ticket, result.helper_id, result.line)
        await show(interaction, result.ticket, said)

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        t = reader(interaction)
        return {NOTE: texts.ask_note(t), HELPER: texts.ask_helper(t), **cost_asking.labels(t)}


class CloseForm(ActionForm[Ticket], action="ticket:close", subject=ID):
    """Asks the requester whether they mean it, and why. Subject: the ticket. `days`: how long they can undo it."""

    def __init__(self, t: Language, ticket: Ticket, reason: str, *, days: int) -> None:
        super().__init__(ticket.id, title=texts.title_close(t, ticket))
        note = _reason(default=reason)
        self.add_item(
            discord.ui.Label(text=texts.ask_reason(t), description=texts.hint_close(t, days), component=note)
        )

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Ticket:
        return await interaction.client.services.tickets.close(
            id_in(subject), by=actor(interaction), note=filled.text(NOTE).strip() or None
        )

    @classmethod
    async def kept(cls, interaction: Interaction, result: Ticket) -> None:
        await show(interaction, result, texts.closed(reader(interaction), result))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        return {NOTE: texts.ask_reason(reader(interaction))}


class WaitForm(ActionForm[Ticket], action="ticket:wait", subject=ID):
    """Staff say whose turn it is, and why. Subject: the ticket."""

    def __init__(self, t: Language, ticket: Ticket) -> None:
        super().__init__(ticket.id, title=turn_texts.title_wait(t, ticket))
        turn = discord.ui.RadioGroup[Any](
            custom_id=TURN,
            options=[
                discord.RadioGroupOption(
                    label=turn_texts.option_turn(t, on), value=on.value, default=on is ticket.waiting_on
                )
                for on in WaitingOn
            ],
        )
        self.add_item(discord.ui.Label(text=turn_texts.ask_turn(t), component=turn))
        self.add_item(
            discord.ui.Label(text=texts.ask_reason(t), description=texts.hint_note(t), component=_reason())
        )

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Ticket:
        tickets, by, chosen = interaction.client.services.tickets, actor(interaction), filled.choice(TURN)
        require_work(await named(interaction, subject), by)
        if chosen not in [*WaitingOn]:
            raise FormChanged
        return await tickets.wait(id_in(subject), WaitingOn(chosen), by=by, note=filled.text(NOTE).strip() or None)

    @classmethod
    async def kept(cls, interaction: Interaction, result: Ticket) -> None:
        await show(interaction, result, turn_texts.waits(reader(interaction), result))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        t = reader(interaction)
        return {TURN: turn_texts.ask_turn(t), NOTE: texts.ask_reason(t)}


class PriorityForm(ActionForm[Ticket], action="ticket:priority", subject=ID):
    """Staff set another priority than the form led to, and say why. Subject: the ticket."""

    def __init__(self, t: Language, ticket: Ticket) -> None:
        super().__init__(ticket.id, title=priorities.title_priority(t, ticket))
        options = [
            discord.RadioGroupOption(
                label=priorities.option_priority(t, value), value=value.value, default=value is ticket.priority
            )
            for value in Priority
        ]
        asked = discord.ui.RadioGroup[Any](custom_id=PRIORITY, options=options)
        reason = discord.ui.TextInput[Any](custom_id=NOTE, max_length=GROUNDS_LENGTH)
        self.add_item(discord.ui.Label(text=priorities.ask_priority(t), component=asked))
        self.add_item(
            discord.ui.Label(
                text=priorities.ask_reason(t), description=priorities.hint_reason(t), component=reason
            )
        )

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Ticket:
        tickets, by = interaction.client.services.tickets, actor(interaction)
        require_work(await named(interaction, subject), by)
        chosen = filled.choice(PRIORITY)
        if chosen not in list(Priority):
            raise FormChanged
        return await tickets.prioritise(
            id_in(subject), priority=Priority(chosen), note=filled.text(NOTE).strip(), by=by
        )

    @classmethod
    async def kept(cls, interaction: Interaction, result: Ticket) -> None:
        await show(interaction, result, priorities.prioritised(reader(interaction), result))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        t = reader(interaction)
        return {PRIORITY: priorities.ask_priority(t), NOTE: priorities.ask_reason(t)}


def _reason(default: str = "") -> discord.ui.TextInput[Any]:
    """Asks why something is done."""
    return discord.ui.TextInput(
        custom_id=NOTE,
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=REASON_LENGTH,
        default=default or None,
    )

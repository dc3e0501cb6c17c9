"""What somebody sees between their form and their ticket: likely entries, their own tickets, and what they may press."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.ticket_errors import AlreadyOpen, TooSoon, WentIntoTicket
from bot.tickets.last_chances.chance import Offer
from cogs.knowledge.entries import DirectReadButton, ReadButton, private, title_on_button
from cogs.texts import faq as faq_texts
from cogs.texts import last_chances as texts
from cogs.texts import tickets as ticket_texts
from cogs.texts.refusals import refusal
from cogs.tickets.adding import say_added
from cogs.tickets.answering import opened, say_opened, way_there
from cogs.tickets.contact import deliver, leading
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.direct import FromDirectMessage, is_direct
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import redraw, redraw_again, regardless, reply
from cogs.ui.subjects import id_in


class SolvedButton(ActionButton, action="chance:solved"):
    """An entry solved it. Subject: the last chance."""

    async def press(self, interaction: Interaction) -> None:
        t = reader(interaction)
        async with _settling(interaction):
            until = await interaction.client.services.last_chances.solve(
                id_in(self.subject), by=actor(interaction)
            )
            still = _still(interaction, id_in(self.subject))
            await redraw(interaction, content=texts.solved(t, until), view=view(still))


class StillButton(ActionButton, action="chance:still"):
    """Nothing of it helped: the ticket is opened. Subject: the last chance."""

    async def press(self, interaction: Interaction) -> None:
        bot, t, chance_id = interaction.client, reader(interaction), id_in(self.subject)
        chances, by = bot.services.last_chances, actor(interaction)
        async with _settling(interaction):
            try:
                async with leading(bot):
                    ticket = await chances.open(chance_id, by=by)
            except (AlreadyOpen, TooSoon) as refused:
                kept = texts.still_kept(t, await chances.opens_at(chance_id, by=by))
                more = []
                if isinstance(refused, AlreadyOpen):
                    more.append(add_button(interaction, chance_id, refused.ticket_id, refused.number))
                await reply(interaction, f"{refusal(t, refused)}\n{kept}", view=view(*more))
                return
            saying = redraw(interaction, content=ticket_texts.ticket_saved(t, ticket), embeds=[], view=None)
            text = await regardless(saying, lambda: opened(t, bot, ticket))
            await redraw_again(interaction, text, view=await way_there(interaction, ticket))


class AddButton(ActionButton, action="chance:add"):
    """It belongs to a ticket that is open already. Subject: `<last chance>.<ticket>`."""

    async def press(self, interaction: Interaction) -> None:
        chance_id, _, ticket_id = self.subject.partition(".")
        async with _settling(interaction):
            ticket = await interaction.client.services.last_chances.add(
                id_in(chance_id), id_in(ticket_id), by=actor(interaction)
            )
            await say_added(interaction, ticket, id_in(ticket_id), interaction.user.id)


class DirectSolvedButton(FromDirectMessage, SolvedButton, action="direct:chance-solved"):
    """In a direct message an entry solved it. Subject: `<server>.<last chance>`."""


class DirectStillButton(FromDirectMessage, StillButton, action="direct:chance-still"):
    """In a direct message nothing helped. Subject: `<server>.<last chance>`."""


class DirectAddButton(FromDirectMessage, AddButton, action="direct:chance-add"):
    """In a direct message it belongs to a ticket. Subject: `<server>.<last chance>.<ticket>`."""


IN_DIRECT: Mapping[type[ActionButton], type[ActionButton]] = {
    SolvedButton: DirectSolvedButton,
    StillButton: DirectStillButton,
    AddButton: DirectAddButton,
    ReadButton: DirectReadButton,
}

BUTTONS = (
    SolvedButton,
    StillButton,
    AddButton,
    DirectSolvedButton,
    DirectStillButton,
    DirectAddButton,
    DirectReadButton,
)


async def show(interaction: Interaction, offer: Offer) -> None:
    """What may answer the form that was sent. Where the FAQ was reloaded meanwhile and nothing is left, the ticket is opened."""
    bot, t, chance = interaction.client, reader(interaction), offer.chance
    found = [entry for entry in map(bot.services.knowledge.entry, chance.entry_ids) if entry is not None]
    if not found and not offer.own:
        ticket = await bot.services.last_chances.open(chance.id, by=actor(interaction))
        await say_opened(interaction, ticket)
        return
    said = [texts.may_answer(t, len(found))] if found else []
    said += [texts.own_tickets(t, offer.own)] if offer.own else []
    said += [texts.opens_by_itself(t, chance.opens_at)] if chance.opens_at else []
    buttons: list[ActionButton] = []
    if len(found) > 1:
        for entry in found:
            title = title_on_button(entry.wording(str(interaction.locale)).title)
            buttons.append(_here(interaction, ReadButton, entry.id, label=title, emoji="📖"))
    if found:
        style = discord.ButtonStyle.success
        label = faq_texts.button_solved(t)
        buttons.append(_here(interaction, SolvedButton, chance.id, label=label, style=style))
    buttons.append(_still(interaction, chance.id))
    buttons += [add_button(interaction, chance.id, ticket.id, ticket.number) for ticket in offer.own]
    embed = private(interaction, found[0]) if len(found) == 1 else None
    await reply(interaction, "\n\n".join(said), embed=embed, view=view(*buttons))


def add_button(interaction: Interaction, chance_id: int, ticket_id: int, number: int) -> ActionButton:
    """Below what was filled in: it goes into this ticket."""
    label = texts.button_add(reader(interaction), number)
    return _here(interaction, AddButton, f"{chance_id}.{ticket_id}", label=label)


class LastChanceDesk:
    """The handler of the job `ticket.last_chance`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def due(self, job: Job) -> None:
        """Time is up for a form: its ticket is opened, and shown where people are; or the form is forgotten."""
        ticket = await self._bot.services.last_chances.expire(job.subject_id)
        if ticket is not None:
            await deliver(self._bot, ticket)


@asynccontextmanager
async def _settling(interaction: Interaction) -> AsyncIterator[None]:
    """Where it has gone into a ticket already, the message says so, and loses its buttons."""
    try:
        yield
    except WentIntoTicket as refused:
        await redraw(interaction, content=refusal(reader(interaction), refused), embeds=[], view=None)


def _still(interaction: Interaction, chance_id: int) -> ActionButton:
    label = faq_texts.button_still_need_help(reader(interaction))
    return _here(interaction, StillButton, chance_id, label=label, style=discord.ButtonStyle.primary)


def _here(interaction: Interaction, button: type[ActionButton], subject: int | str, **shown: Any) -> ActionButton:
    """The button as it works where it is shown: in a direct message it names the server."""
    if is_direct(interaction):
        return IN_DIRECT[button](f"{interaction.guild_id}.{subject}", **shown)
    return button(subject, **shown)

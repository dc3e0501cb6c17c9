"""What somebody sees between their form and their ticket: likely entries, their own tickets, and what they may press."""

from __future__ import annotations

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.tickets.last_chances.chance import Offer
from cogs.knowledge.entries import DirectReadButton, ReadButton, private, title_on_button
from cogs.texts import faq as faq_texts
from cogs.texts import last_chances as texts
from cogs.tickets.answering import say_opened
from cogs.tickets.asked import AskedDesk
from cogs.tickets.asking import ask_first
from cogs.tickets.contact import deliver
from cogs.tickets.kept import AddButton, AddForButton, DirectAddButton, add_button, open_kept, settling
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.direct import FromDirectMessage, here
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import redraw, reply
from cogs.ui.subjects import id_in


class SolvedButton(ActionButton, action="chance:solved"):
    """An entry solved it. Subject: the last chance."""

    async def press(self, interaction: Interaction) -> None:
        t = reader(interaction)
        async with settling(interaction):
            until = await interaction.client.services.last_chances.solve(
                id_in(self.subject), by=actor(interaction)
            )
            still = _still(interaction, id_in(self.subject))
            await redraw(interaction, content=texts.solved(t, until), view=view(still))


class StillButton(ActionButton, action="chance:still"):
    """Nothing of it helped: the community is asked first, or the ticket is opened. Subject: the last chance."""

    async def press(self, interaction: Interaction) -> None:
        chance_id = id_in(self.subject)
        async with settling(interaction):
            if not await ask_first(interaction, chance_id, is_in_place=True):
                await open_kept(interaction, chance_id)


class DirectSolvedButton(FromDirectMessage, SolvedButton, action="direct:chance-solved"):
    """In a direct message an entry solved it. Subject: `<server>.<last chance>`."""


class DirectStillButton(FromDirectMessage, StillButton, action="direct:chance-still"):
    """In a direct message nothing helped. Subject: `<server>.<last chance>`."""


BUTTONS = (
    SolvedButton,
    StillButton,
    AddButton,
    AddForButton,
    DirectSolvedButton,
    DirectStillButton,
    DirectAddButton,
    DirectReadButton,
)


async def show(interaction: Interaction, offer: Offer) -> None:
    """What may answer the form that was sent. Where there is nothing, or nothing is left since the FAQ was reloaded, the
    community is asked first, or the ticket is opened.
    """
    bot, t, chance = interaction.client, reader(interaction), offer.chance
    found = [entry for entry in map(bot.services.knowledge.entry, chance.entry_ids) if entry is not None]
    if not found and not offer.own:
        if await ask_first(interaction, chance.id):
            return
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
            buttons.append(here(interaction, ReadButton, DirectReadButton, entry.id, label=title, emoji="📖"))
    if found:
        style = discord.ButtonStyle.success
        label = faq_texts.button_solved(t)
        buttons.append(here(interaction, SolvedButton, DirectSolvedButton, chance.id, label=label, style=style))
    buttons.append(_still(interaction, chance.id))
    buttons += [add_button(interaction, chance.id, ticket.id, ticket.number) for ticket in offer.own]
    embed = private(interaction, found[0]) if len(found) == 1 else None
    await reply(interaction, "\n\n".join(said), embed=embed, view=view(*buttons))


class LastChanceDesk:
    """The handler of the job `ticket.last_chance`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._asked = AskedDesk(bot)

    async def due(self, job: Job) -> None:
        """Time is up for a form: its ticket is opened, and shown where people are; or the form is forgotten."""
        if await self._asked.goes_on(job):
            return
        ticket = await self._bot.services.last_chances.expire(job.subject_id)
        if ticket is not None:
            await deliver(self._bot, ticket)


def _still(interaction: Interaction, chance_id: int) -> ActionButton:
    label = faq_texts.button_still_need_help(reader(interaction))
    return here(
        interaction, StillButton, DirectStillButton, chance_id, label=label, style=discord.ButtonStyle.primary
    )

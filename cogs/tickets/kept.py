"""What becomes of a form that is kept: its ticket is opened, or it goes into one that is open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.actor import Actor
from bot.ticket_errors import AlreadyOpen, TooSoon, WentIntoTicket
from bot.tickets.community.post import Standing
from cogs.texts import last_chances as texts
from cogs.texts import tickets as ticket_texts
from cogs.texts.refusals import refusal
from cogs.tickets.adding import say_added
from cogs.tickets.answering import opened, say_opened, way_there
from cogs.tickets.contact import leading
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.direct import FromDirectMessage, here
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import redraw, redraw_again, regardless, reply
from cogs.ui.subjects import id_in


class AddButton(ActionButton, action="chance:add"):
    """It belongs to a ticket that is open already. Subject: `<last chance>.<ticket>`."""

    async def press(self, interaction: Interaction) -> None:
        chance_id, _, ticket_id = self.subject.partition(".")
        async with settling(interaction):
            ticket = await interaction.client.services.last_chances.add(
                id_in(chance_id), id_in(ticket_id), by=actor(interaction)
            )
            await say_added(interaction, ticket, id_in(ticket_id), interaction.user.id)


class DirectAddButton(FromDirectMessage, AddButton, action="direct:chance-add"):
    """In a direct message it belongs to a ticket. Subject: `<server>.<last chance>.<ticket>`."""


class AddForButton(ActionButton, action="asked:add"):
    """Staff add what somebody asked the community to that person's ticket. Subject: `<last chance>.<ticket>`."""

    async def press(self, interaction: Interaction) -> None:
        services = interaction.client.services
        chance_id, _, ticket_id = self.subject.partition(".")
        async with settling(interaction):
            asker = await services.community.asker(id_in(chance_id), by=actor(interaction))
            ticket = await services.last_chances.add(id_in(chance_id), id_in(ticket_id), by=asker)
            await say_added(interaction, ticket, id_in(ticket_id), asker.id)


def add_button(interaction: Interaction, chance_id: int, ticket_id: int, number: int) -> ActionButton:
    """Below what was filled in: it goes into this ticket."""
    label = texts.button_add(reader(interaction), number)
    return here(interaction, AddButton, DirectAddButton, f"{chance_id}.{ticket_id}", label=label)


@asynccontextmanager
async def settling(interaction: Interaction) -> AsyncIterator[None]:
    """Where it has gone into a ticket already, the message says so, and loses its buttons."""
    try:
        yield
    except WentIntoTicket as refused:
        await redraw(interaction, content=refusal(reader(interaction), refused), embeds=[], view=None)


async def open_kept(
    interaction: Interaction, chance_id: int, *, by: Actor | None = None, is_in_place: bool = True
) -> None:
    """Open the ticket, and say so in place of the message with the button, or beside it; or say what keeps it from being
    opened, and what can be done. `by` is who filled it in, where somebody else presses.
    """
    bot, t, who = interaction.client, reader(interaction), by or actor(interaction)
    chances = bot.services.last_chances
    try:
        async with leading(bot):
            ticket = await chances.open(chance_id, by=who)
    except (AlreadyOpen, TooSoon) as refused:
        kept = texts.still_kept(t, await chances.opens_at(chance_id, by=who))
        more, why = [], refusal(t, refused)
        if isinstance(refused, AlreadyOpen) and by is None:
            more.append(add_button(interaction, chance_id, refused.ticket_id, refused.number))
        elif isinstance(refused, AlreadyOpen):
            label, why = texts.button_add(t, refused.number), texts.has_no_room(t, who.id, refused)
            more.append(AddForButton(f"{chance_id}.{refused.ticket_id}", label=label))
        await reply(interaction, f"{why}\n{kept}", view=view(*more))
        return
    if not is_in_place:
        await say_opened(interaction, ticket)
        return
    saying = redraw(interaction, content=ticket_texts.ticket_saved(t, ticket), embeds=[], view=None)
    text = await regardless(saying, lambda: opened(t, bot, ticket))
    await redraw_again(interaction, text, view=await way_there(interaction, ticket))


async def take_up(
    interaction: Interaction, place_id: int, author_id: int | None = None, type_id: str | None = None
) -> bool:
    """Where somebody is to get a ticket from within what they asked the community there, the form that is kept becomes it;
    False where they have asked nothing (of this type) that is kept. Raises NotTheAsker.
    """
    community = interaction.client.services.community
    asked = await community.in_thread(place_id)
    shown = await community.shown(asked.chance_id) if asked is not None else None
    if (
        asked is None
        or shown is None
        or author_id not in (None, asked.member_id)
        or type_id not in (None, asked.type_id)
    ):
        return False
    if shown.standing not in (Standing.WAITING, Standing.SOLVED):
        return False
    by = actor(interaction)
    asker = await community.asker(asked.chance_id, by=by)
    await open_kept(interaction, asked.chance_id, by=None if asker.id == by.id else asker, is_in_place=False)
    return True

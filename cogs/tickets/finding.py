"""Finds tickets by words, for the eyes of who looks for them, page by page."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.tickets.finding.wanted import Page, State, Wanted
from cogs.texts import finding as texts
from cogs.texts import queue as queue_texts
from cogs.texts.commands import Sentence, described
from cogs.texts.forms import DESCRIPTION, listed, member
from cogs.tickets import embeds
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import redraw, reply
from cogs.ui.style import BRAND
from cogs.ui.subjects import id_in


def _state(one: State) -> Sentence:
    return lambda t: texts.state(t, one)


def _days(one: int) -> Sentence:
    return lambda t: texts.days(t, one)


STATES = [app_commands.Choice(name=described(_state(one)), value=one.value) for one in State]
DAYS = [app_commands.Choice(name=described(_days(one)), value=one) for one in (1, 7, 30, 90, 365)]

WORDS = app_commands.Range[str, 1, 200]


class FoundButton(ActionButton, action="ticket:found"):
    """Turns to a page of what was found, as it is now. Subject: `<page>.<search>`."""

    async def press(self, interaction: Interaction) -> None:
        page, _, search = self.subject.partition(".")
        search_id = id_in(search)
        found = await interaction.client.services.finding.turn(search_id, id_in(page), by=actor(interaction))
        await redraw(interaction, **_message(interaction, found, search_id))


async def find(interaction: Interaction, wanted: Wanted) -> None:
    """The first page; what was looked for is kept where there are others."""
    finding, by = interaction.client.services.finding, actor(interaction)
    found = await finding.find(wanted, by=by)
    search_id = await finding.keep(wanted, by=by) if found.pages > 1 else 0
    await reply(interaction, **_message(interaction, found, search_id))


def _message(interaction: Interaction, page: Page, search_id: int) -> dict[str, Any]:
    """A page, as `reply` and `redraw` take it."""
    t, settings, wanted = reader(interaction), interaction.client.config.tickets, page.wanted
    said = texts.beginning(t, page)
    if wanted.requester_id is not None:
        said.append(f"{texts.about_requester(t)}: {member(wanted.requester_id)}")
    lines = [texts.found(t, one, embeds.type_label(t, one.ticket, settings)) for one in page.found]
    whole = [*said, *lines]
    kind = settings.type(wanted.type_id) if wanted.type_id else None
    footer = texts.footer(t, wanted, kind.wording(t.code).label if kind else wanted.type_id)
    if page.pages > 1:
        footer.append(queue_texts.queue_footer(t, page.page, page.pages))
    embed = discord.Embed(
        title=texts.found_title(t, page),
        description=listed(t, whole, len(whole), DESCRIPTION, between="\n\n"),
        colour=BRAND,
    ).set_footer(text=" · ".join(footer))
    others = [other for other in (page.page - 1, page.page + 1) if 1 <= other <= page.pages]
    buttons = [FoundButton(f"{other}.{search_id}", label=queue_texts.button_page(t, other)) for other in others]
    return {"embed": embed, "view": view(*buttons)}

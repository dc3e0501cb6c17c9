"""What somebody of staff has noted, with a button for each line that takes it back."""

from __future__ import annotations

from typing import Any

import discord

from cogs.texts import prevention as texts
from cogs.texts.forms import DESCRIPTION, listed
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import redraw
from cogs.ui.style import BRAND
from cogs.ui.subjects import id_in

LINES = 10
"""On one page: each has a button."""


class UndoButton(ActionButton, action="prevention:undo"):
    """Who noted it takes it back. Subject: the work."""

    async def press(self, interaction: Interaction) -> None:
        work = await interaction.client.services.prevention.undo(id_in(self.subject), by=actor(interaction))
        said = texts.undone(reader(interaction), work)
        await redraw(interaction, content=said, **await own_message(interaction))


class OlderButton(ActionButton, action="prevention:older"):
    """Who noted it sees what they noted before. Subject: the last work that they see."""

    async def press(self, interaction: Interaction) -> None:
        await redraw(interaction, content=None, **await own_message(interaction, id_in(self.subject)))


async def own_message(interaction: Interaction, before: int | None = None) -> dict[str, Any]:
    """A page of the lines of who asks, and their buttons, as `reply` and `redraw` take them: the newest, or those before this
    work.
    """
    t = reader(interaction)
    own = await interaction.client.services.prevention.own(by=actor(interaction))
    rest = [(place, work) for place, work in enumerate(own, 1) if before is None or work.id < before]
    lines = [f"{place}. {texts.line(t, work)}" for place, work in rest]
    embed = discord.Embed(title=texts.own_title(t), colour=BRAND)
    embed.description = listed(t, lines, LINES, DESCRIPTION) or texts.none(t)
    buttons: list[ActionButton] = [
        UndoButton(work.id, label=texts.button_undo(t, place)) for place, work in rest[:LINES]
    ]
    if len(rest) > LINES:
        buttons.append(OlderButton(rest[LINES - 1][1].id, label=texts.button_older(t)))
    return {"embed": embed, "view": view(*buttons)}

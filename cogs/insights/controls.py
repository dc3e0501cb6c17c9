"""The button of `/faq stale`, and what both show."""

from __future__ import annotations

from typing import Any

from cogs.insights import embeds
from cogs.texts import stale
from cogs.texts.forms import message_link
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import redraw

MOST_BUTTONS = 25
"""Discord's five rows of five."""


class ClearButton(ActionButton, action="faq:clear"):
    """Staff say that a suspect entry is right. Subject: the entry."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.client.services.pressing.clear_suspicion(
            interaction.guild_id or 0, self.subject, by=actor(interaction)
        )
        await redraw(interaction, **await stale_message(interaction))


async def stale_message(interaction: Interaction) -> dict[str, Any]:
    """The message, as `reply` and `redraw` take it."""
    guild_id, t = interaction.guild_id or 0, reader(interaction)
    found = await interaction.client.services.insights.stale(guild_id, by=actor(interaction))

    def link(channel_id: int, message_id: int) -> str:
        return message_link(guild_id, channel_id, message_id)

    buttons = [
        ClearButton(
            one.entry_id,
            label=stale.button_it_is_right(t, entry.wording(t.code).title if entry else one.entry_id)[:80],
        )
        for one, entry in found.suspect[:MOST_BUTTONS]
    ]
    return {"embed": embeds.stale(t, found, link), "view": view(*buttons)}

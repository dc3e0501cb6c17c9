"""Staff look at how the FAQ does: `/faq stats`, `/faq gaps`, `/faq stale` and its button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from cogs.faq.group import faq
from cogs.ui import embeds, texts
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view

if TYPE_CHECKING:
    from cogs.ui.controls import Interaction
else:
    Interaction = discord.Interaction

MOST_BUTTONS = 25
"""Discord's five rows of five."""


class ClearButton(ActionButton, action="faq:clear"):
    """Staff say that a suspect entry is right. Subject: the entry."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.client.services.faq.clear_suspicion(
            interaction.guild_id or 0, self.subject, by=actor(interaction)
        )
        await interaction.response.edit_message(**await _stale(interaction))


@faq.command(name="stats", description="Staff: what the FAQ's answers were worth in the last days")
@app_commands.describe(days="How many days back; 30 if left out")
async def stats(interaction: Interaction, days: app_commands.Range[int, 1, 365] = 30) -> None:
    """Answers by what became of them, silence by its reason, and what answering changes. A busy year takes
    longer to count than Discord waits.
    """
    await interaction.response.defer(ephemeral=True, thinking=True)
    services = interaction.client.services
    figures = await services.insights.numbers(interaction.guild_id or 0, days=days, by=actor(interaction))

    def title(entry_id: str) -> str:
        entry = services.faq.entry(entry_id)
        return entry.title if entry else entry_id

    await interaction.followup.send(embed=embeds.numbers(figures, days, title), ephemeral=True)


@faq.command(name="gaps", description="Staff: what people keep asking and no entry answers")
async def gaps(interaction: Interaction) -> None:
    """Groups of unanswered questions. Grouping thousands may take longer than Discord waits."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    services = interaction.client.services
    found = await services.insights.gaps(interaction.guild_id or 0, by=actor(interaction))

    def title(entry_id: str) -> str | None:
        entry = services.faq.entry(entry_id)
        return entry.title if entry else None

    await interaction.followup.send(embed=embeds.gaps(found, title), ephemeral=True)


@faq.command(name="stale", description="Staff: entries that are marked as wrong, fail, or should be read again")
async def stale(interaction: Interaction) -> None:
    """What needs somebody, with a button for each entry that was marked as wrong."""
    await interaction.response.send_message(**await _stale(interaction), ephemeral=True)


async def _stale(interaction: Interaction) -> dict[str, Any]:
    """The message, as `send_message` and `edit_message` take it."""
    guild_id = interaction.guild_id or 0
    found = await interaction.client.services.insights.stale(guild_id, by=actor(interaction))

    def link(channel_id: int, message_id: int) -> str:
        return texts.message_link(guild_id, channel_id, message_id)

    buttons = [
        ClearButton(one.entry_id, label=texts.it_is_right(entry.title if entry else one.entry_id)[:80])
        for one, entry in found.suspect[:MOST_BUTTONS]
    ]
    return {"embed": embeds.stale(found, link), "view": view(*buttons)}

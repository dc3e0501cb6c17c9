"""`/rep show`: what somebody has earned; and to themselves and staff, what is still to count and why."""

from __future__ import annotations

import discord
from discord import app_commands

from cogs.reputation import embeds
from cogs.reputation.group import rep
from cogs.texts import reputation as texts
from cogs.texts.commands import described
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply


@rep.command(name="show", description=described(texts.about_rep))
@app_commands.describe(member=described(texts.about_member))
async def show(interaction: Interaction, member: discord.Member | discord.User | None = None) -> None:
    """One member's balance, rank and places."""
    who, t = member or interaction.user, reader(interaction)
    standing, details = await interaction.client.services.boards.standing(who.id, by=actor(interaction))
    kept = await interaction.client.services.ranking.kept(interaction.guild_id or 0, who.id)
    embed = embeds.standing(t, who.display_name, standing, details, kept)
    if embed is None:
        await reply(interaction, texts.no_standing(t, who.id))
    else:
        await reply(interaction, embed=embed)

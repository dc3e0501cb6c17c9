"""`/rep show`: what somebody has earned."""

from __future__ import annotations

import discord
from discord import app_commands

from cogs.reputation import embeds
from cogs.reputation.group import rep
from cogs.texts import reputation as texts
from cogs.texts.commands import described
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply


@rep.command(name="show", description=described(texts.about_rep))
@app_commands.describe(member=described(texts.about_member))
async def show(interaction: Interaction, member: discord.Member | discord.User | None = None) -> None:
    """One member's balance, rank and place."""
    who = member or interaction.user
    reputation = interaction.client.services.reputation
    ranked = await reputation.standing(interaction.guild_id or 0, who.id)
    if ranked is None:
        await reply(interaction, texts.no_standing(reader(interaction), who.id))
    else:
        kept = await interaction.client.services.ranking.kept(interaction.guild_id or 0, who.id)
        await reply(interaction, embed=embeds.standing(reader(interaction), who.display_name, ranked, kept))

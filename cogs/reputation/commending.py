"""`/rep commend`: staff commend somebody for a message."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.errors import MessageNotFound
from bot.reputation.answers.candidate import Candidate
from cogs.reputation.group import rep
from cogs.texts import marks as texts
from cogs.texts.commands import described
from cogs.texts.forms import message_link
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.named import message_in, named, readable_channel
from cogs.ui.readers import public, reader
from cogs.ui.replies import reply
from cogs.ui.written import require_own_words

MOST_CHARACTERS = 300
"""Of a reason."""


@rep.command(name="commend", description=described(texts.about_commend))
@app_commands.describe(
    member=described(texts.about_commended),
    message=described(texts.about_commended_message),
    reason=described(texts.about_commendation_reason),
)
async def commend(
    interaction: Interaction,
    member: discord.Member | discord.User,
    message: app_commands.Range[str, 1, 200],
    reason: app_commands.Range[str, 1, MOST_CHARACTERS] | None = None,
) -> None:
    """For a message of theirs, once a message; all may read it, unless what they earn is hidden."""
    meant, by = named(interaction, message), actor(interaction)
    found = await message_in(await readable_channel(interaction, meant.channel_id), meant.message_id)
    if found is None:
        raise MessageNotFound(message)
    require_own_words(found)
    candidate = Candidate(by.guild_id, None, None, found.author.id, found.author.bot, found.channel.id, found.id)
    line = await interaction.client.services.orders.commend(
        candidate, member.id, reason or "", interaction.id, by=by
    )
    link = message_link(line.guild_id, candidate.channel_id, candidate.message_id)
    if await interaction.client.services.boards.is_hidden(line.guild_id, line.member_id):
        await reply(interaction, texts.commended_quietly(reader(interaction), line.member_id, link, line.points))
        return
    t = public(interaction.guild, interaction.client.config)
    await reply(interaction, texts.commended(t, line.member_id, link, line.points), is_public=True)

"""`/help`: what the person who asks can do here, with the settings and the channels as they are."""

from __future__ import annotations

from collections.abc import Collection

import discord
from discord import app_commands

from cogs.help import embeds
from cogs.help.audiences import Audience
from cogs.help.embeds import Doors
from cogs.places import find_tickets_channel, shadowed
from cogs.texts import help as texts
from cogs.texts.commands import described
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply


@app_commands.command(name="help", description=described(texts.about_help))
@app_commands.guild_only()
async def help_(interaction: Interaction) -> None:
    """Only they see it."""
    bot, by = interaction.client, actor(interaction)
    audiences = {Audience.CUSTOMERS, Audience.COMMUNITY}
    if by.is_helper or by.is_staff:
        audiences.add(Audience.HELPERS)
    if by.is_staff:
        audiences.add(Audience.STAFF)
    if interaction.permissions.administrator:
        audiences.add(Audience.ADMINISTRATORS)
    sections = embeds.sections(
        reader(interaction),
        bot.config,
        bot.command_ids,
        audiences,
        _doors(interaction),
        manages_server=interaction.permissions.manage_guild,
    )
    await reply(interaction, embeds=sections)
    if by.is_staff:
        await reply(
            interaction, embeds=embeds.for_staff(reader(interaction), bot.config, bot.command_ids), is_more=True
        )


def _doors(interaction: Interaction) -> Doors:
    """The places in which this member can ask."""
    guild, member, places = interaction.guild, interaction.user, interaction.client.services.places
    if guild is None or not isinstance(member, discord.Member):
        return Doors()
    silent = shadowed(guild, places)
    found = [guild.get_channel(id_) for id_ in places.of(guild.id).listened_to if id_ not in silent]
    seen = [one for one in found if one is not None and one.permissions_for(member).view_channel]
    panel = find_tickets_channel(guild, places)
    return Doors(
        channels=_mentions(seen, discord.TextChannel),
        forums=_mentions(seen, discord.ForumChannel),
        panel=panel.mention if panel is not None and panel.permissions_for(member).view_channel else None,
    )


def _mentions(channels: Collection[discord.abc.GuildChannel], kind: type) -> tuple[str, ...]:
    return tuple(channel.mention for channel in channels if isinstance(channel, kind))

"""A message that somebody names by its link or its id, as far as they may read it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import discord

from bot.errors import MessageNotFound
from cogs.ui.interactions import Interaction
from cogs.ui.subjects import ID, id_in

_REFERENCE = re.compile(
    rf"(?:https?://(?:\w+\.)?discord(?:app)?\.com/channels/(?P<guild>{ID})/)?"
    rf"(?:(?P<channel>{ID})[/-])?(?P<message>{ID})/?"
)
"""A link to a message, `channel-message` as Discord copies it with Shift, or a message's id."""


@dataclass(frozen=True)
class Named:
    """Where it stands; a bare id is one of the channel in which it is named."""

    channel_id: int
    message_id: int


def named(interaction: Interaction, reference: str) -> Named:
    """Raises MessageNotFound where it names none, or one of another server."""
    found = _REFERENCE.fullmatch(reference.strip())
    if found is None or int(found["guild"] or interaction.guild_id or 0) != interaction.guild_id:
        raise MessageNotFound(reference)
    channel_id = id_in(found["channel"]) if found["channel"] else interaction.channel_id or 0
    message_id = id_in(found["message"])
    if not channel_id or not message_id:
        raise MessageNotFound(reference)
    return Named(channel_id, message_id)


async def readable_channel(
    interaction: Interaction, channel_id: int
) -> discord.abc.GuildChannel | discord.Thread | None:
    """The channel or thread, if the member can read it: the one they are in, or one whose permissions say so."""
    guild, member = interaction.guild, interaction.user
    if guild is None or not isinstance(member, discord.Member):
        return None
    try:
        channel = guild.get_channel_or_thread(channel_id) or await guild.fetch_channel(channel_id)
    except (discord.NotFound, discord.Forbidden, discord.InvalidData):
        return None
    allowed = channel.permissions_for(member)
    is_private = isinstance(channel, discord.Thread) and channel.is_private()
    may_read = allowed.read_message_history and allowed.view_channel and (allowed.manage_threads or not is_private)
    return channel if may_read or channel_id == interaction.channel_id else None


async def message_in(channel: object, message_id: int) -> discord.Message | None:
    """The message, as far as it is there and we may read it."""
    if not isinstance(channel, discord.abc.Messageable):
        return None
    try:
        return await channel.fetch_message(message_id)
    except (discord.NotFound, discord.Forbidden):
        return None

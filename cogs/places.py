"""Where the names in config.yaml are in a community: channels and roles by name or id."""

from __future__ import annotations

from collections.abc import Iterable

import discord

from bot.config import Config
from bot.errors import SetupIncomplete


def is_named(channel: discord.abc.Snowflake, name: str | None, wanted: str | int) -> bool:
    """Whether this is what config.yaml means; a leading # is forgiven."""
    if isinstance(wanted, int):
        return channel.id == wanted
    return name == wanted.removeprefix("#")


def find_channel(
    guild: discord.Guild, wanted: str | int, kind: type[discord.abc.GuildChannel] = discord.TextChannel
) -> discord.abc.GuildChannel | None:
    """The channel of this name or id: one of the wanted kind if there is, else whatever is called so."""
    named = [channel for channel in guild.channels if is_named(channel, channel.name, wanted)]
    return next((channel for channel in named if isinstance(channel, kind)), named[0] if named else None)


def help_channels(guild: discord.Guild, config: Config) -> list[discord.TextChannel]:
    """The help channels that are there, in the order of config.yaml."""
    found = [find_channel(guild, wanted) for wanted in config.channels.help]
    return [channel for channel in found if isinstance(channel, discord.TextChannel)]


def staff_roles(guild: discord.Guild, config: Config) -> list[discord.Role]:
    """The roles of staff that are there, in the order of config.yaml."""
    return [role for role in (find_role(guild, wanted) for wanted in config.roles.staff) if role]


def find_role(guild: discord.Guild, wanted: str | int) -> discord.Role | None:
    """The role of this name or id."""
    return next((role for role in guild.roles if is_named(role, role.name, wanted)), None)


def tickets_channel(guild: discord.Guild, config: Config) -> discord.TextChannel:
    """Where the panel stands and ticket threads hang. Raises SetupIncomplete."""
    return _text_channel(guild, config.channels.tickets)


def queue_channel(guild: discord.Guild, config: Config) -> discord.TextChannel:
    """Where staff see the queue cards. Raises SetupIncomplete."""
    return _text_channel(guild, config.channels.queue)


def is_listened_to(channel: object, config: Config) -> bool:
    """Whether the FAQ listens to messages here: a help channel, or a post in a help forum."""
    if isinstance(channel, discord.TextChannel):
        return _is_any(channel, channel.name, config.channels.help)
    if isinstance(channel, discord.Thread) and isinstance(channel.parent, discord.ForumChannel):
        return _is_any(channel.parent, channel.parent.name, config.channels.forums)
    return False


def seen_by(member: discord.Member | discord.User, config: Config) -> set[str | int]:
    """By what entries may call the help channels and forums that this member sees; outside a community none."""
    if not isinstance(member, discord.Member):
        return set()
    seen: set[str | int] = set()
    for channel in _listened_to(member.guild, config):
        if channel.permissions_for(member).view_channel:
            seen |= names_of(channel)
    return seen


def shadowed(guild: discord.Guild, config: Config) -> list[int]:
    """The ids of the channels and forums in shadow mode."""
    return [
        channel.id
        for channel in _listened_to(guild, config)
        if not names_of(channel).isdisjoint(config.faq.shadow)
    ]


def names_of(channel: object) -> set[str | int]:
    """By what config.yaml and entries may call this channel, or the one that its thread hangs below."""
    place = channel.parent if isinstance(channel, discord.Thread) else channel
    return {place.id, place.name} if isinstance(place, discord.TextChannel | discord.ForumChannel) else set()


def _listened_to(guild: discord.Guild, config: Config) -> list[discord.TextChannel | discord.ForumChannel]:
    """The help channels and the help forums."""
    wanted = {discord.TextChannel: config.channels.help, discord.ForumChannel: config.channels.forums}
    return [
        channel
        for channel in guild.channels
        if isinstance(channel, discord.TextChannel | discord.ForumChannel)
        and _is_any(channel, channel.name, wanted[type(channel)])
    ]


def _is_any(channel: discord.abc.Snowflake, name: str, wanted: Iterable[str | int]) -> bool:
    return any(is_named(channel, name, one) for one in wanted)


def _text_channel(guild: discord.Guild, wanted: str | int) -> discord.TextChannel:
    channel = find_channel(guild, wanted)
    if not isinstance(channel, discord.TextChannel):
        raise SetupIncomplete(str(wanted))
    return channel

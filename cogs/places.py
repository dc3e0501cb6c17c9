"""Where the names in config.yaml are in a server: channels and roles, by the ids that they were found to mean."""

from __future__ import annotations

from collections.abc import Iterable

import discord

from bot.errors import SetupIncomplete
from bot.faq.speaking import Place
from bot.places.meant import Thing
from bot.places.service import Places
from bot.requirements import Kind
from bot.ticket_panels import TicketPanel


def things_in(guild: discord.Guild) -> list[Thing]:
    """What of a server config.yaml may mean: its text channels, forums and roles."""
    kinds = ((kind_of(channel), channel) for channel in guild.channels)
    channels = [Thing(kind, channel.id, channel.name) for kind, channel in kinds if kind is not None]
    return [*channels, *role_things(guild.roles)]


def kind_of(channel: discord.abc.GuildChannel) -> Kind | None:
    """As what config.yaml may mean this channel; None for a voice channel, a category and the like."""
    if isinstance(channel, discord.ForumChannel):
        return Kind.FORUM
    return Kind.TEXT if isinstance(channel, discord.TextChannel) else None


def role_things(roles: Iterable[discord.Role]) -> list[Thing]:
    """Roles, as they are looked through."""
    return [Thing(Kind.ROLE, role.id, role.name) for role in roles]


def help_channels(guild: discord.Guild, places: Places) -> list[discord.TextChannel]:
    """The help channels that are there."""
    found = [guild.get_channel(id_) for id_ in places.of(guild.id).listened_to]
    return [channel for channel in found if isinstance(channel, discord.TextChannel)]


def helper_roles(guild: discord.Guild, places: Places) -> list[discord.Role]:
    """The roles of helpers that are there."""
    return _roles(guild, places.of(guild.id).helpers)


def staff_roles(guild: discord.Guild, places: Places) -> list[discord.Role]:
    """The roles of staff that are there."""
    return _roles(guild, places.of(guild.id).staff)


def tickets_channel(guild: discord.Guild, places: Places, type_id: str | None = None) -> discord.TextChannel:
    """Where the panel stands, or where the threads of a ticket type hang. Raises SetupIncomplete."""
    return _text_channel(guild, places, places.config.tickets_channel(type_id))


def find_tickets_channel(
    guild: discord.Guild, places: Places, type_id: str | None = None
) -> discord.TextChannel | None:
    """The same; None where it is missing."""
    return _found(guild, places, places.config.tickets_channel(type_id))


def panel_channel(guild: discord.Guild, places: Places, panel: TicketPanel) -> discord.TextChannel:
    """Where this panel stands. Raises SetupIncomplete."""
    return _text_channel(guild, places, panel.channel or places.config.channels.tickets)


def queue_channel(guild: discord.Guild, places: Places, type_id: str | None = None) -> discord.TextChannel:
    """Where staff read what is for all of them, or see the cards of a ticket type. Raises SetupIncomplete."""
    return _text_channel(guild, places, places.config.queue_channel(type_id))


def find_queue_channel(
    guild: discord.Guild, places: Places, type_id: str | None = None
) -> discord.TextChannel | None:
    """The same; None where it is missing."""
    return _found(guild, places, places.config.queue_channel(type_id))


def community_channel(
    guild: discord.Guild, places: Places, wanted: str | int
) -> discord.TextChannel | discord.ForumChannel | None:
    """The help forum or channel that config.yaml calls so; None where it is missing."""
    of_guild = places.of(guild.id)
    kind = Kind.FORUM if wanted in places.config.channels.forums else Kind.TEXT
    channel = guild.get_channel(of_guild.one(kind, wanted) or 0)
    return channel if isinstance(channel, discord.TextChannel | discord.ForumChannel) else None


def is_listened_to(channel: object, places: Places) -> bool:
    """Whether the FAQ listens to messages here: a help channel, or a post in a help forum."""
    if isinstance(channel, discord.TextChannel):
        return channel.id in places.of(channel.guild.id).listened_to
    if isinstance(channel, discord.Thread) and isinstance(channel.parent, discord.ForumChannel):
        return channel.parent.id in places.of(channel.guild.id).listened_to
    return False


def is_knowledge(channel: object, places: Places) -> bool:
    """Whether what staff write here is for the FAQ; threads of that channel are for talking."""
    return isinstance(channel, discord.TextChannel) and channel.id == places.of(channel.guild.id).knowledge


def seen_by(member: discord.Member | discord.User, places: Places) -> set[str | int]:
    """By what entries may call the help channels and forums that this member sees; outside a community none."""
    if not isinstance(member, discord.Member):
        return set()
    seen: set[str | int] = set()
    for channel_id, names in places.of(member.guild.id).listened_to.items():
        channel = member.guild.get_channel(channel_id)
        if channel is not None and channel.permissions_for(member).view_channel:
            seen |= names
    return seen


def shadowed(guild: discord.Guild, places: Places) -> list[int]:
    """The ids of the channels and forums in shadow mode."""
    return list(places.of(guild.id).shadowed)


def names_of(channel: object, places: Places) -> frozenset[str | int]:
    """By what config.yaml and entries call this channel, or the one that its thread hangs below: nothing, but for a
    help channel or forum.
    """
    place = channel.parent if isinstance(channel, discord.Thread) else channel
    if not isinstance(place, discord.TextChannel | discord.ForumChannel):
        return frozenset()
    return places.of(place.guild.id).listened_to.get(place.id, frozenset())


def place_of(guild_id: int, channel: object, places: Places) -> Place:
    """Where a channel or a thread is, as the FAQ sees it."""
    channel_id = getattr(channel, "id", 0)
    parent_id = channel.parent_id if isinstance(channel, discord.Thread) else channel_id
    return Place(guild_id, channel_id, parent_id, names_of(channel, places))


Readable = discord.TextChannel | discord.Thread


async def readable(guild: discord.Guild, channel_id: int) -> Readable | None:
    """A channel for text or a thread, which may sleep; None where it is gone, not for us, or another kind of channel."""
    try:
        found = guild.get_channel_or_thread(channel_id) or await guild.fetch_channel(channel_id)
    except (discord.NotFound, discord.Forbidden):
        return None
    return found if isinstance(found, Readable) else None


def _roles(guild: discord.Guild, ids: Iterable[int]) -> list[discord.Role]:
    return [role for role in map(guild.get_role, sorted(ids)) if role is not None]


def _text_channel(guild: discord.Guild, places: Places, wanted: str | int) -> discord.TextChannel:
    channel = _found(guild, places, wanted)
    if channel is None:
        raise SetupIncomplete(str(wanted))
    return channel


def _found(guild: discord.Guild, places: Places, wanted: str | int) -> discord.TextChannel | None:
    found = places.of(guild.id).one(Kind.TEXT, wanted)
    channel = guild.get_channel(found) if found is not None else None
    return channel if isinstance(channel, discord.TextChannel) else None

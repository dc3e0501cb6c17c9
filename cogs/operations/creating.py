"""What a server lacks of what config.yaml names, and creating it."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable, Sequence
from typing import TypeVar

import discord

from bot.config import Config
from bot.onlookers import Onlooker, onlookers
from bot.places.meant import namesakes
from bot.places.service import Places
from bot.requirements import (
    EVERY,
    KNOWLEDGE,
    QUEUE,
    STAFF_IN_KNOWLEDGE,
    STAFF_IN_QUEUE,
    STAFF_IN_TICKETS,
    TICKETS,
    FoundChannel,
    Gap,
    GapKind,
    Kind,
    NeededChannel,
    Purpose,
    gaps,
    needed_channels,
    needed_roles,
    pinged_roles,
)
from cogs.hindrances import of_rank_role
from cogs.places import kind_of, role_things, staff_roles, things_in
from cogs.texts import operations as texts
from cogs.texts.language import Language
from cogs.ui.readers import public

T = TypeVar("T")


def find_gaps(guild: discord.Guild, places: Places) -> list[Gap]:
    """Compare a server with what config.yaml wants."""
    channels, config, meant = {}, places.config, places.of(guild.id)
    staff, seen = staff_roles(guild, places), dict[str | int, list[Onlooker]]()
    for need in needed_channels(config):
        found = meant.one(need.kind, need.name)
        channel = guild.get_channel(found) if found is not None else _called(guild, need.name)
        if channel is not None:
            channels[need.name] = FoundChannel(
                kind=kind_of(channel),
                permissions=_allowed(channel.permissions_for(guild.me)),
                staff_permissions={
                    role.name: _allowed(channel.permissions_for(role))
                    for role in _readers(places, guild, need, staff)
                },
                tags=_tags(channel),
            )
            if meant.readers:
                seen[need.name] = _onlookers(channel)
    ids = {name: meant.one(Kind.ROLE, name) for name in needed_roles(config)}
    roles = {name: guild.get_role(id_) for name, id_ in ids.items() if id_ is not None}
    missing = gaps(
        config,
        channels,
        list(roles),
        has_message_content=config.discord.message_content,
        unmentionable=[name for name, role in roles.items() if role is not None and not role.mentionable],
        of_staff={role.name: _allowed_everywhere(guild, role) for role in staff},
    )
    unclear = namesakes(meant.ids, things_in(guild))
    seeing = onlookers(config, meant.readers, seen)
    return [
        *missing,
        *seeing,
        *(Gap(GapKind.NAMESAKE, one.name, wanted=one.kind, called=now) for one, now in unclear),
        *_of_ranks(guild, places),
    ]


def _of_ranks(guild: discord.Guild, places: Places) -> list[Gap]:
    """The roles of ranks that are there and that we cannot give, or will not."""
    meant, named = places.of(guild.id), places.config.reputation.named_roles
    roles = [(name, guild.get_role(meant.one(Kind.ROLE, name) or 0)) for name in named]
    kinds = [(name, of_rank_role(role, meant)) for name, role in roles if role is not None]
    return [Gap(GapKind(kind.value), name) for name, kind in kinds if kind is not None]


async def create_missing(t: Language, guild: discord.Guild, places: Places) -> list[str]:
    """Create roles, channels and tags that config.yaml names; one line for each, also for what Discord refused."""
    lines: list[str] = []
    config = places.config
    creatable = [gap for gap in find_gaps(guild, places) if gap.can_be_created]
    # A new role is not in the cache before Discord's event comes: what was returned is used instead.
    staff, made = staff_roles(guild, places), []
    for gap in creatable:
        if gap.kind is GapKind.ROLE:
            reason = texts.setup_reason(public(guild, config))
            # Who is asked for help, or to look after a ticket, hears of it only if the role may be mentioned.
            hears = gap.name in (*config.roles.helpers, *pinged_roles(config))
            permissions = (
                _of_staff(guild, config) if gap.name in config.roles.staff else discord.Permissions.none()
            )
            creation = guild.create_role(
                name=str(gap.name), mentionable=hears, permissions=permissions, reason=reason
            )
            role = await _created(t, f"@{gap.name}", creation, lines)
            if role is not None:
                made.append(role)
                staff += [role] if gap.name in config.roles.staff else []
    missing = {gap.name for gap in creatable if gap.kind is GapKind.CHANNEL}
    for need in needed_channels(config):
        if need.name in missing:
            of_it = _readers(places, guild, need, staff)
            await _created(t, f"#{need.name}", _create_channel(guild, config, need, of_it), lines)
    await places.resolve(guild.id, [*things_in(guild), *role_things(made)])
    for gap in find_gaps(guild, places):
        if gap.kind is GapKind.TAG:
            await _created(t, f"#{gap.name}: {', '.join(gap.tags)}", _add_tags(guild, places, gap), lines)
    return lines


async def _add_tags(guild: discord.Guild, places: Places, gap: Gap) -> discord.ForumChannel | None:
    """Those that the forum lacks; a new one lacks them all."""
    forum = guild.get_channel(places.of(guild.id).one(Kind.FORUM, gap.name) or 0)
    if not isinstance(forum, discord.ForumChannel):
        return None
    tags = [*forum.available_tags, *(discord.ForumTag(name=name) for name in gap.tags)]
    return await forum.edit(available_tags=tags, reason=texts.setup_reason(public(guild, places.config)))


async def _create_channel(
    guild: discord.Guild, config: Config, need: NeededChannel, staff: Sequence[discord.Role]
) -> discord.abc.GuildChannel:
    name, reason = str(need.name), texts.setup_reason(public(guild, config))
    if need.kind is Kind.FORUM:
        return await guild.create_forum(name, reason=reason)
    overwrites = _overwrites(guild, config, need, staff)
    return await guild.create_text_channel(name, overwrites=overwrites, reason=reason)


async def _created(t: Language, name: str, creation: Awaitable[T], lines: list[str]) -> T | None:
    """What was created, or None; and a line that says which."""
    try:
        made = await creation
    except discord.HTTPException as error:
        lines.append(texts.setup_failed(t, name, error.text or str(error.status)))
        return None
    lines.append(texts.setup_created(t, name))
    return made


def _readers(
    places: Places, guild: discord.Guild, need: NeededChannel, staff: Sequence[discord.Role]
) -> list[discord.Role]:
    """Those roles of staff that work in a channel; a new one is known by its name alone."""
    ids = set(places.of(guild.id).all_of(Kind.ROLE, need.readers))
    return [role for role in staff if not need.readers or role.id in ids or role.name in need.readers]


def _onlookers(channel: discord.abc.GuildChannel) -> list[Onlooker]:
    """The roles there but for administrators, who see all, and those that belong to a bot."""
    return [
        Onlooker(role.id, role.name, _allowed(channel.permissions_for(role)))
        for role in channel.guild.roles
        if not role.permissions.administrator and not role.is_bot_managed()
    ]


def _overwrites(
    guild: discord.Guild, config: Config, need: NeededChannel, staff: Sequence[discord.Role]
) -> dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite]:
    """Who may do what in a channel that we create."""
    name = need.name
    if name == config.channels.tickets or need.purpose is Purpose.THREADS:
        # Staff see all private threads by a permission that they have everywhere: here only those who read them.
        manages = False if need.purpose is Purpose.THREADS else None
        everyone = discord.PermissionOverwrite(
            view_channel=True,
            send_messages=False,
            send_messages_in_threads=True,
            create_public_threads=False,
            manage_threads=manages,
        )
        return {
            guild.default_role: everyone,
            guild.me: _allowing(TICKETS),
            **{role: _allowing(STAFF_IN_TICKETS) for role in staff},
        }
    if name == config.channels.queue or need.purpose is Purpose.CARDS:
        return {
            guild.default_role: discord.PermissionOverwrite(view_channel=False),
            guild.me: _allowing(QUEUE),
            **{role: _allowing(STAFF_IN_QUEUE) for role in staff},
        }
    if name == config.channels.knowledge:
        return {
            guild.default_role: discord.PermissionOverwrite(send_messages=False),
            guild.me: _allowing(KNOWLEDGE),
            **{role: _allowing(STAFF_IN_KNOWLEDGE) for role in staff},
        }
    return {}


def _allowing(names: Iterable[str]) -> discord.PermissionOverwrite:
    return discord.PermissionOverwrite(**dict.fromkeys(names, True))


def _called(guild: discord.Guild, name: str | int) -> discord.abc.GuildChannel | None:
    """What is called so and cannot be meant, because it is of another kind."""
    return next((channel for channel in guild.channels if name in (channel.name, channel.id)), None)


def _tags(channel: discord.abc.GuildChannel) -> frozenset[str]:
    tags = channel.available_tags if isinstance(channel, discord.ForumChannel) else ()
    return frozenset(tag.name for tag in tags)


def _of_staff(guild: discord.Guild, config: Config) -> discord.Permissions:
    """What a role of staff that we create may do: see its commands, if we may do the same, or Discord would refuse it."""
    needed = config.discord.staff_needs
    if needed is None or needed not in _allowed(guild.me.guild_permissions):
        return discord.Permissions.none()
    return discord.Permissions(**{needed: True})


def _allowed_everywhere(guild: discord.Guild, role: discord.Role) -> frozenset[str]:
    """In the whole server: what everybody may do, they may, too."""
    if role.permissions.administrator:
        return EVERY
    return _allowed(role.permissions) | _allowed(guild.default_role.permissions)


def _allowed(permissions: discord.Permissions) -> frozenset[str]:
    return frozenset(name for name in EVERY if getattr(permissions, name))

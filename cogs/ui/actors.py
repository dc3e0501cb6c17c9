"""Discord member → actor: id, server, whether config.yaml counts them as staff, of which tiers and readers of what, or as a helper."""

from __future__ import annotations

from dataclasses import replace

import discord

from bot.actor import Actor
from bot.places.service import Places
from cogs.ui.interactions import Interaction


def actor(interaction: Interaction) -> Actor:
    """Who pressed or typed."""
    by = member_actor(interaction.user, interaction.client.services.places)
    return replace(by, guild_id=interaction.guild_id or 0)


def member_actor(user: discord.User | discord.Member, places: Places) -> Actor:
    """Who this is, by the ids of their roles. Outside a community nobody is staff, and a bot is nowhere."""
    if not isinstance(user, discord.Member):
        return Actor(user.id)
    if user.bot:
        return Actor(user.id, guild_id=user.guild.id)
    meant, own = places.of(user.guild.id), {role.id for role in user.roles}
    is_staff = not own.isdisjoint(meant.staff)
    return Actor(
        user.id,
        is_staff=is_staff,
        is_helper=not own.isdisjoint(meant.helpers),
        guild_id=user.guild.id,
        tiers=frozenset(tier_id for tier_id, role_id in meant.tiers.items() if role_id in own),
        is_lead=is_staff and _leads(user, own, meant.leads),
        barred={one: roles for one, roles in meant.readers.items() if is_staff and own.isdisjoint(roles)},
    )


def _leads(member: discord.Member, own: set[int], roles: frozenset[int] | None) -> bool:
    """Whether this member of staff is a lead: by a role, or, where none is named, because they manage the server."""
    return member.guild_permissions.manage_guild if roles is None else not own.isdisjoint(roles)

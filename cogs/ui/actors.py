"""Discord member → actor: id, and whether config.yaml counts them as staff or as a helper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.actor import Actor
from bot.config import Config

if TYPE_CHECKING:
    from bot.client import SupportBot


def actor(interaction: discord.Interaction[SupportBot]) -> Actor:
    """Who pressed or typed."""
    by = member_actor(interaction.user, interaction.client.config)
    return replace(by, guild_id=interaction.guild_id or 0)


def member_actor(user: discord.User | discord.Member, config: Config) -> Actor:
    """Who this is. Outside a community nobody is staff."""
    return Actor(
        user.id,
        has_role(user, config.roles.staff),
        has_role(user, config.roles.helpers),
        user.guild.id if isinstance(user, discord.Member) else 0,
    )


def has_role(user: discord.User | discord.Member, wanted: Iterable[str | int]) -> bool:
    """Whether the member has one of these roles, by name or id."""
    if not isinstance(user, discord.Member):
        return False
    wanted = set(wanted)
    return any(role.id in wanted or role.name in wanted for role in user.roles)

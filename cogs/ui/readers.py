"""Who reads what is said, and so in which language: one person, a community, or those in a ticket."""

from __future__ import annotations

from typing import Any

import discord

from bot.config import Config
from bot.tickets.ticket import Ticket
from cogs.texts.language import Language, language_of


def reader(interaction: discord.Interaction[Any]) -> Language:
    """Who pressed or typed, and alone reads the answer."""
    return language_of(str(interaction.locale))


def public(guild: discord.Guild | None, config: Config) -> Language:
    """All who read a channel: as the operator says, or as a Community server says of itself, or English."""
    if config.community.language is not None:
        return language_of(config.community.language)
    if guild is not None and "COMMUNITY" in guild.features:
        return language_of(str(guild.preferred_locale))
    return language_of("en")


def those_in(ticket: Ticket, guild: discord.Guild | None, config: Config) -> Language:
    """The requester and staff in a ticket's thread: the language in which it was opened."""
    return language_of(ticket.language) if ticket.language else public(guild, config)

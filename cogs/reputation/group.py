"""The slash command group `/rep`, which commands of several cogs share."""

from __future__ import annotations

from discord import app_commands

from cogs.texts import reputation as texts
from cogs.texts.commands import described

rep = app_commands.Group(name="rep", description=described(texts.about_group), guild_only=True)

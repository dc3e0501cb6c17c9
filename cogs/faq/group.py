"""The `/faq` command group; each module of this package adds its own commands to it."""

from __future__ import annotations

from discord import app_commands

faq = app_commands.Group(name="faq", description="Answers to common questions", guild_only=True)

"""The `/faq` command group; each module of this package adds its own commands to it."""

from __future__ import annotations

from discord import app_commands

from cogs.texts import faq as texts
from cogs.texts.commands import described

faq = app_commands.Group(name="faq", description=described(texts.about_faq), guild_only=True)

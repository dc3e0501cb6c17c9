"""The `/faq` command group; the features that stand beside each other in it add their own commands."""

from __future__ import annotations

from discord import app_commands

from cogs.texts import faq as texts
from cogs.texts.commands import described

faq = app_commands.Group(name="faq", description=described(texts.about_faq), guild_only=True)

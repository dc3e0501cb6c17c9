"""The groups of terms that are shipped, read once from the file beside this one."""

from __future__ import annotations

from importlib import resources

from bot.matching.ideas import groups_of

SHIPPED = groups_of(resources.files("bot.matching").joinpath("ideas.txt").read_text(encoding="utf-8"))
"""English, and a little German: what a support desk talks about."""

"""The look that all embeds share: colours, and what fits into a line or a field."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.texts.forms import and_more
from cogs.texts.language import Language

BRAND = discord.Colour(0x2F6FDE)
GOOD = discord.Colour(0x2E9E5B)
QUIET = discord.Colour(0x80848E)
WARN = discord.Colour(0xD9822B)
ALARM = discord.Colour(0xC93A3A)

FIELD = 1024
"""Characters that a field of an embed holds."""

EMBED = 6000
"""Characters that all of an embed holds."""


def add_lines(t: Language, embed: discord.Embed, name: str, lines: Sequence[str], most: int = 25) -> None:
    """A field of at most so many lines, if there are any; what does not fit is counted."""
    for shown in range(min(len(lines), most), 0, -1):
        rest = [and_more(t, len(lines) - shown)] if shown < len(lines) else []
        value = "\n".join([*lines[:shown], *rest])
        if len(value) <= FIELD:
            embed.add_field(name=name, value=value, inline=False)
            return


def short(title: str) -> str:
    """A title within a line."""
    return title if len(title) <= 50 else title[:49] + "…"


def fitted(embed: discord.Embed) -> discord.Embed:
    """The embed as Discord takes it: where it is too long, the longest fields give way first."""
    while len(embed) > EMBED:
        number, longest = max(enumerate(embed.fields), key=lambda one: len(one[1].value or ""))
        value = longest.value or ""
        kept = max(len(value) // 2, len(value) - (len(embed) - EMBED) - 1)
        embed.set_field_at(number, name=longest.name, value=f"{value[:kept]}…", inline=longest.inline)
    return embed


def clipped(text: str) -> str:
    """What somebody wrote, within a field; mentions in embeds ping nobody."""
    shown = text if len(text) <= FIELD else text[: FIELD - 1] + "…"
    return shown or "–"

"""What waits for an answer, as a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.routing.route import Route
from cogs.texts import my
from cogs.texts import routing as texts
from cogs.texts.forms import DESCRIPTION
from cogs.texts.language import Language
from cogs.ui.style import BRAND


def waiting(
    t: Language, routes: Sequence[Route], now: datetime, *, first: int, page: int, pages: int
) -> discord.Embed:
    """These questions, numbered from `first`."""
    lines = [texts.listed(t, number, route, route.held_by(now)) for number, route in enumerate(routes, first)]
    text = "\n".join(lines) or texts.nothing_waits(t)
    embed = discord.Embed(title=texts.helpdesk_title(t), description=text[:DESCRIPTION], colour=BRAND)
    if pages > 1:
        embed.set_footer(text=my.foot(t, page, pages))
    return embed

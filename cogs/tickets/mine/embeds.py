"""What waits for somebody, as a list with headings."""

from __future__ import annotations

from datetime import datetime

import discord

from bot.tickets.mine.waiting import Waiting
from cogs.texts import csat as csat_texts
from cogs.texts import my as texts
from cogs.texts.forms import DESCRIPTION, and_more
from cogs.texts.language import Language
from cogs.ui.style import BRAND

LINE = 250
"""Characters of a line: what somebody wrote may be longer."""


def waiting(t: Language, part: Waiting, now: datetime, *, left: int = 0) -> discord.Embed:
    """These things, under their headings; `left` are not shown."""
    lines = []
    for heading, found in (
        (texts.calls(t), [texts.promise_line(t, due.promise, due.ticket, now) for due in part.calls]),
        (texts.promises(t), [texts.promise_line(t, due.promise, due.ticket, now) for due in part.promises]),
        (texts.tickets(t), [texts.ticket_line(t, ticket) for ticket in part.tickets]),
        (csat_texts.follow_ups(t), [csat_texts.my_line(t, low.follow_up, low.ticket) for low in part.follow_ups]),
    ):
        if found:
            lines += [heading, *(_short(line) for line in found)]
    if left:
        lines.append(and_more(t, left))
    text = "\n".join(lines) or texts.nothing(t)
    return discord.Embed(title=texts.my_title(t), description=text[:DESCRIPTION], colour=BRAND)


def _short(line: str) -> str:
    return line if len(line) <= LINE else line[: LINE - 1] + "…"

"""What `/stats` looks like: all figures in words, and the charts below them."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.insights.spending.spent import Spent
from bot.insights.stats.figures import Figures, Group, Stats
from bot.ticket_settings import Tickets
from cogs.insights.stats.charts import named
from cogs.texts import costs as cost_texts
from cogs.texts import csat as csat_texts
from cogs.texts import insights as insights_texts
from cogs.texts import promises as promise_texts
from cogs.texts import stats as texts
from cogs.texts.forms import listed, plain
from cogs.texts.language import Language
from cogs.ui.replies import File
from cogs.ui.style import BRAND

LINES, LENGTH = 60, 3400
"""Groups, and characters of them: with the figures above them they fit what Discord lets a message have in embeds."""

IN_FULL = "numbers.txt"
"""The file with all groups."""


def overall(t: Language, stats: Stats, spent: Spent, days: int) -> discord.Embed:
    """The figures of all together."""
    embed = discord.Embed(title=texts.stats_title(t, days), colour=BRAND, timestamp=stats.end_at)
    for name, value in figures(t, stats, spent):
        embed.add_field(name=name, value=value)
    return embed.set_footer(text=texts.footer(t, in_working_hours=stats.in_working_hours))


def figures(t: Language, stats: Stats, spent: Spent) -> list[tuple[str, str]]:
    """What is told of a period, each with its name; the page of the report has the same."""
    found, backlog = stats.overall, stats.backlog
    halves = [cost_texts.halves(t, spent.halves), cost_texts.rests_on(t, spent)]
    is_known = spent.halves.preventing_share is not None
    return [
        (insights_texts.label_opened(t), texts.opened(t, found)),
        (insights_texts.label_resolved(t), texts.resolved(t, found)),
        (texts.label_reopened(t), texts.reopened(t, found)),
        (texts.label_first_response(t), texts.first_response(t, found)),
        (texts.label_resolution(t), texts.spans(t, found.resolution)),
        (texts.label_breaches(t), texts.breaches(t, found)),
        (csat_texts.label_csat(t), texts.csat(t, found)),
        (promise_texts.label_kept(t), texts.promises(t, found)),
        (texts.label_turns(t), texts.turns(t, backlog.turns, backlog.snoozed)),
        (texts.label_backlog(t), texts.backlog(t, backlog)),
        *([(cost_texts.label_halves(t), "\n".join(halves))] if is_known else []),
    ]


def apart(t: Language, stats: Stats, group: Group, settings: Tickets) -> discord.Embed:
    """The same figures by week, type, tier or hour: weeks from the newest, and nothing of those without any."""
    lines = _lines(t, stats, group, settings)
    embed = discord.Embed(title=texts.group_title(t, group), colour=BRAND)
    embed.description = listed(t, lines, LINES, LENGTH) or texts.no_tickets(t)
    if group is Group.TIER and not settings.tiers:
        embed.description = texts.no_tiers(t)
    return embed.set_footer(text=None if _fit(t, lines) else texts.all_attached(t))


def in_full(t: Language, stats: Stats, group: Group, settings: Tickets) -> list[File]:
    """All of that as a file, where it does not fit into the message."""
    lines = _lines(t, stats, group, settings)
    return [] if _fit(t, lines) else [File(IN_FULL, plain("\n".join(lines)).encode(errors="replace"))]


def _lines(t: Language, stats: Stats, group: Group, settings: Tickets) -> list[str]:
    groups = [(name, one) for name, one in named(t, stats, group, settings) if one != Figures()]
    if group is Group.WEEK:
        groups.reverse()
    return [texts.line(t, name, one) for name, one in groups]


def _fit(t: Language, lines: Sequence[str]) -> bool:
    return listed(t, lines, LINES, LENGTH) == "\n".join(lines)


def shown(pictures: Sequence[File]) -> list[discord.Embed]:
    """One below the other, each as wide as Discord has it: side by side nobody could read them on a phone."""
    return [discord.Embed(colour=BRAND).set_image(url=f"attachment://{picture.name}") for picture in pictures]

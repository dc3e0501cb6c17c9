"""What the numbers, the gaps and the entries to look at again look like."""

from __future__ import annotations

from collections.abc import Callable

import discord

from bot.insights.gaps import Gaps
from bot.insights.metrics import Report
from bot.insights.numbers import Numbers
from bot.insights.staleness import Stale
from cogs.texts import english
from cogs.texts import insights as texts
from cogs.ui.style import BRAND, GOOD, WARN, add_lines, short

NUMBERS_LINES = 10
"""Entries, and channels, in one `/faq stats`."""

GAPS_SHOWN = 10
"""Groups in one `/faq gaps`, so that their words fit the description."""


def report(figures: Report, days: int) -> discord.Embed:
    """The figures of a period."""
    facts = figures.facts
    embed = discord.Embed(title=texts.report_title(days), colour=BRAND, timestamp=figures.end_at)
    for name, value in (
        (texts.report_questions(), str(facts.questions)),
        (texts.report_answered(), english.part_of(figures.answers.answers, figures.answered_share)),
        (texts.report_deflected(), texts.report_deflections(figures.answers, figures.deflected_share)),
        (texts.report_opened(), str(facts.tickets_opened)),
        (texts.report_resolved(), str(facts.tickets_resolved)),
        (texts.report_waiting(), str(facts.tickets_waiting)),
        (texts.report_first_response(), english.duration(figures.first_response_median)),
        (texts.report_resolution(), english.duration(figures.resolution_median)),
        (texts.report_accepted(), str(facts.answers_accepted)),
        (texts.report_helpers(), str(facts.helpers_credited)),
    ):
        embed.add_field(name=name, value=value)
    return embed.set_footer(text=texts.report_footer())


def numbers(figures: Numbers, days: int, title: Callable[[str], str]) -> discord.Embed:
    """What the FAQ did in a period; `title` names an entry by its id."""
    total = texts.numbers_total(figures.questions, figures.answers)
    embed = discord.Embed(title=texts.numbers_title(days), description=total, colour=BRAND)
    by_entry = [texts.numbers_line(short(title(entry_id)), answers) for entry_id, answers in figures.by_entry]
    by_place = [texts.numbers_line(english.channel(place_id), answers) for place_id, answers in figures.by_place]
    add_lines(embed, texts.numbers_by_entry(), by_entry, NUMBERS_LINES)
    add_lines(embed, texts.numbers_by_place(), by_place, NUMBERS_LINES)
    if figures.suggestions.shown:
        suggestions = texts.numbers_suggestions(figures.suggestions)
        embed.add_field(name=texts.numbers_suggestions_title(), value=suggestions, inline=False)
    silences = [texts.numbers_silence(rule, count) for rule, count in figures.silences.items()]
    add_lines(embed, texts.numbers_silence_title(), silences)
    if figures.lift is not None:
        measured = texts.numbers_lift(figures.lift)
        embed.add_field(name=texts.numbers_lift_title(), value=measured, inline=False)
    return embed.set_footer(text=texts.numbers_footer())


def gaps(found: Gaps, title: Callable[[str], str | None]) -> discord.Embed:
    """What people ask and no entry answers; `title` names an entry that still exists."""
    blocks = [texts.gaps_line(group, title(group.nearest) if group.nearest else None) for group in found.groups]
    shown = blocks[:GAPS_SHOWN]
    if len(blocks) > len(shown):
        shown.append(english.and_more(len(blocks) - len(shown)))
    embed = discord.Embed(title=texts.gaps_title(), colour=BRAND)
    embed.description = "\n\n".join(shown) or texts.gaps_none()
    return embed.set_footer(text=texts.gaps_footer(found) or None)


def stale(found: Stale, link: Callable[[int, int], str]) -> discord.Embed:
    """Which entries need somebody; `link` leads to a message in a channel."""
    embed = discord.Embed(title=texts.stale_title(), colour=WARN if found.needs_somebody else GOOD)
    if not found.needs_somebody:
        embed.description = texts.stale_none()
    suspects = []
    for one, entry in found.suspect:
        where = link(one.channel_id, one.message_id) if one.channel_id and one.message_id else None
        suspects.append(texts.stale_suspect(one, short(entry.title) if entry else None, where))
    add_lines(embed, texts.stale_suspect_title(), suspects)
    failing = [texts.stale_failing(short(entry.title), counted) for entry, counted in found.failing]
    add_lines(embed, texts.stale_failing_title(), failing)
    overdue = [texts.stale_overdue(short(one.title), one.review_by, one.owner) for one in found.overdue]
    add_lines(embed, texts.stale_overdue_title(), overdue)
    unused = [texts.stale_unused(short(one.title)) for one in found.unused or ()]
    add_lines(embed, texts.stale_unused_title(), unused)
    return embed

"""What the numbers, the gaps and the entries to look at again look like."""

from __future__ import annotations

from collections.abc import Callable

import discord

from bot.faq.speaking import DIRECT
from bot.insights.gaps import Gaps
from bot.insights.metrics import Report
from bot.insights.numbers import Numbers
from bot.insights.staleness import Stale
from cogs.texts import community, last_chances, sending
from cogs.texts import gaps as gap_texts
from cogs.texts import insights as texts
from cogs.texts import promises as promise_texts
from cogs.texts import silences as silence_texts
from cogs.texts import stale as stale_texts
from cogs.texts import stats as stats_texts
from cogs.texts import tiers as tier_texts
from cogs.texts.direct import direct_messages
from cogs.texts.forms import DESCRIPTION, channel, listed, part_of
from cogs.texts.language import Language
from cogs.ui.style import BRAND, GOOD, WARN, add_lines, short

NUMBERS_LINES = 10
"""Entries, and channels, in one `/faq stats`."""

GAPS_SHOWN = 10
"""Groups in one `/faq gaps`, as far as their words fit the description."""


def report(t: Language, figures: Report, days: int) -> discord.Embed:
    """The figures of a period."""
    facts, tickets, backlog = figures.facts, figures.tickets.overall, figures.tickets.backlog
    embed = discord.Embed(title=texts.report_title(t, days), colour=BRAND, timestamp=figures.end_at)
    for name, value in (
        (texts.label_questions(t), str(facts.questions)),
        (texts.label_answered(t), part_of(t, figures.answers.answers, figures.answered_share)),
        (texts.label_deflected(t), texts.report_deflections(t, figures.answers, figures.deflected_share)),
        (texts.label_opened(t), str(tickets.opened)),
        (texts.label_resolved(t), stats_texts.resolved(t, tickets)),
        (texts.label_waiting(t), str(backlog.in_line)),
        (texts.label_priorities_set(t), str(facts.priorities_set)),
        (texts.label_first_response(t), stats_texts.median(t, tickets.first_response)),
        (texts.label_resolution(t), stats_texts.median(t, tickets.resolution)),
        (texts.label_accepted(t), str(facts.answers_accepted)),
        (texts.label_helpers(t), str(facts.helpers_credited)),
    ):
        embed.add_field(name=name, value=value)
    if facts.escalations:
        embed.add_field(name=tier_texts.label_escalations(t), value=str(facts.escalations))
    if backlog.snoozed:
        embed.add_field(name=stats_texts.label_snoozed(t), value=str(backlog.snoozed))
    if tickets.breached:
        embed.add_field(name=stats_texts.label_breaches(t), value=str(tickets.breached))
    if facts.fell_silent:
        embed.add_field(name=silence_texts.label_fell_silent(t), value=str(facts.fell_silent))
    if tickets.promises.share is not None:
        kept = part_of(t, tickets.promises.kept, tickets.promises.share)
        embed.add_field(name=promise_texts.label_kept(t), value=kept)
    return embed.set_footer(text=texts.report_footer(t, in_working_hours=figures.tickets.in_working_hours))


def numbers(t: Language, figures: Numbers, days: int, title: Callable[[str], str]) -> discord.Embed:
    """What the FAQ did in a period; `title` names an entry by its id."""
    total = texts.numbers_total(t, figures.questions, figures.answers)
    embed = discord.Embed(title=texts.numbers_title(t, days), description=total, colour=BRAND)
    by_entry = [texts.numbers_line(short(title(entry_id)), answers) for entry_id, answers in figures.by_entry]
    by_place = [
        texts.numbers_line(direct_messages(t) if place_id == DIRECT else channel(place_id), answers)
        for place_id, answers in figures.by_place
    ]
    add_lines(t, embed, texts.label_by_entry(t), by_entry, NUMBERS_LINES)
    add_lines(t, embed, texts.label_by_place(t), by_place, NUMBERS_LINES)
    if figures.suggestions.shown:
        suggestions = texts.numbers_suggestions(t, figures.suggestions)
        embed.add_field(name=texts.label_suggestions(t), value=suggestions, inline=False)
    if figures.last_chances.shown:
        chances = last_chances.numbers_last_chances(t, figures.last_chances)
        embed.add_field(name=last_chances.label_last_chances(t), value=chances, inline=False)
    sent = [sending.numbers_sent(t, short(title(one.entry_id)), one) for one in figures.sent_entries]
    add_lines(t, embed, sending.label_sent(t), sent, NUMBERS_LINES)
    if figures.asked_first.shown:
        asked = community.numbers_asked(t, figures.asked_first)
        embed.add_field(name=community.label_asked(t), value=asked, inline=False)
    silences = [texts.numbers_silence(t, rule, count) for rule, count in figures.silences.items()]
    add_lines(t, embed, texts.label_silence(t), silences)
    if figures.lift is not None:
        measured = texts.numbers_lift(t, figures.lift)
        embed.add_field(name=texts.label_lift(t), value=measured, inline=False)
    return embed.set_footer(text=texts.numbers_footer(t))


def gaps(t: Language, found: Gaps, title: Callable[[str], str | None]) -> discord.Embed:
    """What people ask and no entry answers; `title` names an entry that still exists."""
    blocks = [gap_texts.line(t, group, title(group.nearest) if group.nearest else None) for group in found.groups]
    embed = discord.Embed(title=gap_texts.gaps_title(t), colour=BRAND)
    embed.description = listed(t, blocks, GAPS_SHOWN, DESCRIPTION, between="\n\n") or gap_texts.none(t)
    return embed.set_footer(text=gap_texts.footer(t, found) or None)


def stale(t: Language, found: Stale, link: Callable[[int, int], str]) -> discord.Embed:
    """Which entries need somebody; `link` leads to a message in a channel."""
    embed = discord.Embed(title=stale_texts.stale_title(t), colour=WARN if found.needs_somebody else GOOD)
    if not found.needs_somebody:
        embed.description = stale_texts.none(t)
    suspects = []
    for one, entry in found.suspect:
        where = link(one.channel_id, one.message_id) if one.channel_id and one.message_id else None
        suspects.append(stale_texts.suspect(t, one, short(entry.wording(t.code).title) if entry else None, where))
    add_lines(t, embed, stale_texts.label_suspect(t), suspects)
    failing = [
        stale_texts.failing(t, short(entry.wording(t.code).title), counted) for entry, counted in found.failing
    ]
    add_lines(t, embed, stale_texts.label_failing(t), failing)
    overdue = [
        stale_texts.overdue(short(one.wording(t.code).title), one.review_by, one.owner) for one in found.overdue
    ]
    add_lines(t, embed, stale_texts.label_overdue(t), overdue)
    unused = [short(one.wording(t.code).title) for one in found.unused or ()]
    add_lines(t, embed, stale_texts.label_unused(t), unused)
    return embed

"""What staff's time goes to, in `/report`; and what staff miss in the FAQ at tickets, in `/faq gaps` and `/faq stats`."""

from __future__ import annotations

from collections.abc import Callable

import discord

from bot.insights.numbers import Numbers
from bot.insights.spending.spent import Lacking, Spent
from bot.ticket_causes import Cause, cause_label
from cogs.texts import costs as texts
from cogs.texts.language import Language
from cogs.ui.style import add_lines, short

LINES = 10
"""Causes, people and entries, each."""


def with_spent(
    t: Language, embed: discord.Embed, spent: Spent, causes: list[Cause], *, is_lead: bool
) -> discord.Embed:
    """The report with where the time went, if anything is known of that."""
    if spent.halves.preventing_share is not None:
        lines = [texts.halves(t, spent.halves), texts.rests_on(t, spent)]
        add_lines(t, embed, texts.label_halves(t), lines)
    by_cause = [
        texts.cause_line(t, _cause(t, causes, one.cause) or texts.no_cause(t), one) for one in spent.by_cause
    ]
    add_lines(t, embed, texts.label_causes(t), by_cause, LINES)
    people = [texts.person_line(t, member_id, halves) for member_id, halves in spent.by_person.items()]
    add_lines(t, embed, texts.label_people(t, is_lead=is_lead), people, LINES)
    return embed


def with_lacking(t: Language, embed: discord.Embed, found: Lacking, causes: list[Cause]) -> discord.Embed:
    """The gaps with the tickets at which staff say that an entry is missing, those that cost most first."""
    lines = [texts.lacking_line(t, one, _cause(t, causes, one.cause)) for one in found.shown]
    add_lines(t, embed, texts.label_lacking(t, found), lines, found.tickets)
    return embed


def with_findings(
    t: Language, embed: discord.Embed, figures: Numbers, title: Callable[[str], str]
) -> discord.Embed:
    """The numbers of the FAQ with what staff found of it at tickets, and of which entries."""
    if figures.findings:
        total = " · ".join(texts.findings(t, finding, count) for finding, count in figures.findings.items())
        entries = [texts.entry_line(t, short(title(one.entry_id)), one) for one in figures.by_entry_found]
        add_lines(t, embed, texts.label_findings(t), [total, *entries], LINES + 1)
    return embed


def _cause(t: Language, causes: list[Cause], cause_id: str | None) -> str | None:
    return None if cause_id is None else cause_label(causes, cause_id, t.code)

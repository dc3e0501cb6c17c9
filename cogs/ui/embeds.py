"""What things look like: FAQ answers, tickets, the queue, reputation, reports."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.config import TicketType
from bot.faq.entry import Entry
from bot.insights.metrics import Report
from bot.reputation.service import RankedStanding
from bot.requirements import Gap
from bot.tickets.lifecycle import Status, StoredEvent, Ticket
from cogs.ui import texts

BRAND = discord.Colour(0x2F6FDE)
GOOD = discord.Colour(0x2E9E5B)
QUIET = discord.Colour(0x80848E)
WARN = discord.Colour(0xD9822B)

QUEUE_LINES = 15
"""Tickets in one `/queue`: more would not fit an embed."""

_FIELD = 1024
_COLOURS = {
    Status.OPENING: QUIET,
    Status.OPEN: WARN,
    Status.CLAIMED: BRAND,
    Status.RESOLVED: GOOD,
    Status.CLOSED: QUIET,
}


def answer(entry: Entry, category: str, outcome: str | None = None) -> discord.Embed:
    """An entry as people read it; `outcome` is what the asker said of it."""
    embed = discord.Embed(title=entry.title, description=entry.answer, colour=GOOD if outcome else BRAND)
    if entry.links:
        lines = [f"[{link.label}]({link.url})" for link in entry.links]
        while len("\n".join(lines)) > _FIELD:
            lines.pop()
        embed.add_field(name=texts.links_title(), value="\n".join(lines), inline=False)
    footer = texts.automatic_answer(category)
    return embed.set_footer(text=f"{footer} · {outcome}" if outcome else footer)


def panel(community: str, types: Sequence[TicketType]) -> discord.Embed:
    """What stands above the panel's buttons."""
    embed = discord.Embed(title=texts.panel_title(community), description=texts.panel_text(types), colour=BRAND)
    return embed.set_footer(text=texts.panel_footer())


def opening(ticket: Ticket, kind_label: str, text: str) -> discord.Embed:
    """The first message of a ticket's thread: what was asked, and what to expect."""
    embed = discord.Embed(
        title=texts.opening_title(ticket, kind_label),
        description=text,
        colour=BRAND,
        timestamp=ticket.opened_at,
    )
    return _with_details(embed, ticket)


def card(ticket: Ticket, kind_label: str) -> discord.Embed:
    """A ticket as staff see it in the queue channel."""
    embed = discord.Embed(
        title=texts.opening_title(ticket, kind_label), colour=_COLOURS[ticket.status], timestamp=ticket.opened_at
    )
    embed.add_field(name=texts.label_priority(), value=texts.priority(ticket.priority))
    embed.add_field(name=texts.label_status(), value=texts.status(ticket.status))
    embed.add_field(
        name=texts.label_assignee(), value=texts.member(ticket.assignee_id) if ticket.assignee_id else "–"
    )
    embed.add_field(name=texts.label_requester(), value=texts.member(ticket.requester_id))
    if ticket.receipts.thread_id:
        embed.add_field(name=texts.label_thread(), value=texts.channel(ticket.receipts.thread_id))
    embed.add_field(name=texts.label_opened_at(), value=texts.moment(ticket.opened_at))
    if ticket.status in (Status.RESOLVED, Status.CLOSED):
        return embed
    return _with_details(embed, ticket)


def event(ticket: Ticket, stored: StoredEvent) -> discord.Embed | None:
    """What the thread is told of an event; None for what it need not be told."""
    text = texts.happened(stored.event)
    if text is None:
        return None
    embed = discord.Embed(description=text, colour=_COLOURS[ticket.status])
    return embed.set_footer(text=texts.event_footer(ticket, stored.id))


def queue(tickets: Sequence[Ticket], labels: dict[str, str]) -> discord.Embed:
    """The live tickets, the most urgent first."""
    lines = [texts.queue_line(ticket, labels.get(ticket.type_id, ticket.type_id)) for ticket in tickets]
    shown = lines[:QUEUE_LINES]
    if len(lines) > len(shown):
        shown.append(texts.queue_more(len(lines) - len(shown)))
    return discord.Embed(
        title=texts.queue_title(len(lines)), description="\n".join(shown) or texts.queue_empty(), colour=BRAND
    )


def standing(name: str, ranked: RankedStanding) -> discord.Embed:
    """One member's reputation."""
    return discord.Embed(
        title=texts.standing_title(discord.utils.escape_markdown(name)),
        description=texts.standing_text(ranked),
        colour=BRAND,
    )


def leaderboard(community: str, best: Sequence[RankedStanding]) -> discord.Embed:
    """Who helps most."""
    return discord.Embed(
        title=texts.leaderboard_title(community),
        description="\n".join(texts.leaderboard_line(ranked) for ranked in best) or texts.leaderboard_empty(),
        colour=BRAND,
    )


def report(figures: Report, days: int) -> discord.Embed:
    """The figures of a period."""
    facts = figures.facts
    embed = discord.Embed(title=texts.report_title(days), colour=BRAND, timestamp=figures.end_at)
    for name, value in (
        (texts.report_questions(), str(facts.questions)),
        (texts.report_answered(), texts.part_of(facts.answered, figures.answered_share)),
        (texts.report_deflected(), texts.part_of(facts.deflected, figures.deflected_share)),
        (texts.report_opened(), str(facts.tickets_opened)),
        (texts.report_resolved(), str(facts.tickets_resolved)),
        (texts.report_waiting(), str(facts.tickets_waiting)),
        (texts.report_first_response(), texts.duration(figures.first_response_median)),
        (texts.report_resolution(), texts.duration(figures.resolution_median)),
        (texts.report_accepted(), str(facts.answers_accepted)),
        (texts.report_helpers(), str(facts.helpers_credited)),
    ):
        embed.add_field(name=name, value=value)
    return embed.set_footer(text=texts.report_footer())


def setup(gaps: Sequence[Gap], note: str) -> discord.Embed:
    """What `/setup` found."""
    lines = [texts.gap(gap) for gap in gaps] or [texts.setup_complete()]
    return discord.Embed(
        title=texts.setup_title(complete=not gaps),
        description="\n".join([*lines, "", note])[:4000],
        colour=WARN if gaps else GOOD,
    )


def _with_details(embed: discord.Embed, ticket: Ticket) -> discord.Embed:
    for detail in ticket.details:
        embed.add_field(name=detail.label[:256], value=_clipped(detail.text), inline=False)
    return embed


def _clipped(text: str) -> str:
    """What somebody wrote, within a field; mentions in embeds ping nobody."""
    shown = text if len(text) <= _FIELD else text[: _FIELD - 1] + "…"
    return shown or "–"

"""What the panel, a ticket and the queue look like."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.ticket_types import TicketType
from bot.tickets.lifecycle import Status, StoredEvent, Ticket
from cogs.texts import english
from cogs.texts import tickets as texts
from cogs.ui.style import BRAND, GOOD, QUIET, WARN, clipped

QUEUE_LINES = 15
"""Tickets in one `/queue`: more would not fit an embed."""

_COLOURS = {
    Status.OPENING: QUIET,
    Status.OPEN: WARN,
    Status.CLAIMED: BRAND,
    Status.RESOLVED: GOOD,
    Status.CLOSED: QUIET,
}


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
        name=texts.label_assignee(), value=english.member(ticket.assignee_id) if ticket.assignee_id else "–"
    )
    embed.add_field(name=texts.label_requester(), value=english.member(ticket.requester_id))
    if ticket.receipts.thread_id:
        embed.add_field(name=texts.label_thread(), value=english.channel(ticket.receipts.thread_id))
    embed.add_field(name=texts.label_opened_at(), value=english.moment(ticket.opened_at))
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


def _with_details(embed: discord.Embed, ticket: Ticket) -> discord.Embed:
    for detail in ticket.details:
        embed.add_field(name=detail.label[:256], value=clipped(detail.text), inline=False)
    return embed

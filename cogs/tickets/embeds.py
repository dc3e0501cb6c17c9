"""What the panel, a ticket and the queue look like."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.ticket_panels import TicketPanel
from bot.ticket_settings import Tickets
from bot.ticket_types import TicketType
from bot.tickets.note import Note
from bot.tickets.parts import SHOWN, files_of_opening, shown
from bot.tickets.past.past import Past
from bot.tickets.queue import Queue
from bot.tickets.relations import Relations
from bot.tickets.ticket import (
    HAS_MESSAGES,
    LIVE,
    ORIGIN,
    Detail,
    Event,
    EventKind,
    Status,
    StoredEvent,
    Ticket,
)
from bot.tickets.tiers.ladder import Ladder
from cogs.texts import leases as lease_texts
from cogs.texts import merges as merge_texts
from cogs.texts import moves as move_texts
from cogs.texts import notes as note_texts
from cogs.texts import pasts as past_texts
from cogs.texts import priorities
from cogs.texts import queue as queue_texts
from cogs.texts import snoozes as snooze_texts
from cogs.texts import ticket_news as news_texts
from cogs.texts import tickets as texts
from cogs.texts import turns as turn_texts
from cogs.texts.forms import DESCRIPTION, channel, listed, member, moment
from cogs.texts.language import Language
from cogs.ui.style import BRAND, GOOD, QUIET, WARN, clipped, fitted

_COLOURS = {
    Status.OPEN: WARN,
    Status.CLAIMED: BRAND,
    Status.RESOLVED: GOOD,
    Status.WITHDRAWN: QUIET,
    Status.SILENT: QUIET,
    Status.CLOSED: QUIET,
}


def panel(t: Language, community: str, wanted: TicketPanel, types: Sequence[TicketType]) -> discord.Embed:
    """What stands above a panel's buttons."""
    embed = discord.Embed(
        title=wanted.title or texts.panel_title(t, community),
        description=texts.panel_text(t, wanted.text, types),
        colour=BRAND,
    )
    return embed.set_footer(text=texts.panel_footer(t))


def opening(t: Language, ticket: Ticket, settings: Tickets, text: str) -> discord.Embed:
    """The opening message of a ticket's thread: what was asked, and what to expect."""
    embed = discord.Embed(
        title=texts.opening_title(t, ticket, type_label(t, ticket, settings)),
        description=text,
        colour=BRAND,
        timestamp=ticket.opened_at,
    )
    if ticket.status in LIVE and ticket.grounds is not None:
        embed.add_field(name=priorities.label_priority(t), value=priorities.for_requester(t, ticket), inline=False)
    if gone := [upload.name for upload in files_of_opening(ticket.details) if not upload.url]:
        embed.add_field(name=texts.label_gone(t), value=texts.files_gone(t, gone), inline=False)
    return fitted(_with_details(t, embed, shown(ticket.details), settings.type(ticket.type_id)))


def card(t: Language, ticket: Ticket, settings: Tickets, past: Past) -> discord.Embed:
    """A ticket as staff see it in the queue channel."""
    embed = discord.Embed(
        title=texts.opening_title(t, ticket, type_label(t, ticket, settings)),
        colour=_COLOURS[ticket.status],
        timestamp=ticket.opened_at,
    )
    # Its reason is a sentence, which a third of the width would break into six lines.
    embed.add_field(name=priorities.label_priority(t), value=priorities.for_staff(t, ticket), inline=False)
    embed.add_field(name=texts.label_status(t), value=texts.status(t, ticket.status))
    embed.add_field(name=texts.label_assignee(t), value=member(ticket.assignee_id) if ticket.assignee_id else "–")
    if ticket.status in LIVE:
        embed.add_field(name=turn_texts.label_turn(t), value=snooze_texts.turn(t, ticket))
    embed.add_field(name=texts.label_requester(t), value=member(ticket.requester_id))
    if ticket.receipts.thread_id:
        embed.add_field(name=texts.label_thread(t), value=channel(ticket.receipts.thread_id))
    embed.add_field(name=texts.label_opened_at(t), value=moment(ticket.opened_at))
    if ticket.status in LIVE:
        embed.add_field(name=past_texts.label_history(t), value=past_texts.history(t, past))
    if ticket.status is Status.OPEN and past.lapsed_from is not None and past.lapsed_at is not None:
        said = lease_texts.lapsed_from(t, past.lapsed_from, past.lapsed_at)
        embed.add_field(name=lease_texts.label_lapsed(t), value=said)
    kind = settings.type(ticket.type_id)
    return _with_details(t, embed, _for_staff(ticket.details, kind), kind)


def closed_card(t: Language, ticket: Ticket, settings: Tickets) -> discord.Embed:
    """What is left of it when the ticket is closed: facts in a line."""
    thread_id = ticket.receipts.thread_id
    facts = [
        texts.opening_title(t, ticket, type_label(t, ticket, settings)),
        *([channel(thread_id)] if thread_id else []),
        member(ticket.requester_id),
        f"{texts.label_status(t)}: {texts.status(t, ticket.status)}",
    ]
    return discord.Embed(description=" · ".join(facts), colour=QUIET)


def with_relations(t: Language, embed: discord.Embed, found: Relations) -> discord.Embed:
    """The card, with the other tickets and people that the ticket has to do with."""
    for label, value in merge_texts.relations(t, found):
        embed.add_field(name=label, value=clipped(value), inline=False)
    return embed


def event(
    t: Language, ticket: Ticket, stored: StoredEvent, settings: Tickets, other: Ticket | None = None
) -> discord.Embed | None:
    """What the thread is told of an event, which may point to another ticket; None for what it need not be told."""
    if stored.event.kind is EventKind.POINTED and other is not None:
        text: str | None = news_texts.goes_on_elsewhere(t, other)
    elif other is not None and stored.event.kind in merge_texts.TOLD:
        text = merge_texts.happened(t, stored.event, other)
    elif stored.event.kind is EventKind.MOVED:
        text = _moved(t, ticket, stored.event, settings)
    else:
        text = news_texts.happened(t, stored.event, ticket)
    if text is None:
        return None
    embed = discord.Embed(description=text, colour=_COLOURS[ticket.status])
    return embed.set_footer(text=texts.event_footer(t, ticket, stored.number))


def note(t: Language, ticket: Ticket, one: Note) -> discord.Embed:
    """A note of staff in the thread of the card."""
    embed = discord.Embed(description=note_texts.said(t, one), colour=QUIET, timestamp=one.at)
    return embed.set_footer(text=note_texts.footer(t, ticket, one))


def part(t: Language, text: str, unsent: Sequence[str], footer: str) -> discord.Embed:
    """A further message with what the opening message could not hold; files that cannot be sent on are named."""
    said = [text] if text else []
    if unsent:
        said.append(texts.not_sent_on(t, unsent))
    return discord.Embed(description="\n\n".join(said) or None, colour=BRAND).set_footer(text=footer)


def queue(t: Language, found: Queue, settings: Tickets, ladder: Ladder) -> discord.Embed:
    """A page of the live tickets, in the order of the queue."""
    lines = [
        queue_texts.queue_line(t, ticket, type_label(t, ticket, settings), ladder.at(ticket))
        for ticket in found.tickets
    ]
    embed = discord.Embed(
        title=queue_texts.queue_title(t, found.waiting),
        description=listed(t, lines, len(lines), DESCRIPTION) or queue_texts.queue_empty(t, found.wanted),
        colour=BRAND,
    )
    kind = settings.type(found.wanted.type_id) if found.wanted.type_id else None
    said = queue_texts.wanted(t, found.wanted, kind.wording(t.code).label if kind else found.wanted.type_id)
    said += [
        tier.wording(t.code).label for tier in ladder.tiers if found.wanted.at and tier.id in found.wanted.at.ids
    ]
    if found.pages > 1:
        said.append(queue_texts.queue_footer(t, found.page, found.pages))
    return embed.set_footer(text=" · ".join(said) or None)


def type_label(t: Language, ticket: Ticket, settings: Tickets) -> str:
    """The name of the ticket's type; its id where the operator has removed it since."""
    kind = settings.type(ticket.type_id)
    return kind.wording(t.code).label if kind else ticket.type_id


def _moved(t: Language, ticket: Ticket, event: Event, settings: Tickets) -> str:
    """That it was moved, and what nobody has filled in, as the type is now."""
    kind = settings.type(event.type_id or "")
    label = kind.wording(t.code).label if kind else event.type_id or ""
    asked = [field.wording(t.code).label for field in kind.fields if field.id in event.asked] if kind else []
    return move_texts.told(t, event.actor_id or 0, ticket.requester_id, label, asked)


def _for_staff(details: Sequence[Detail], kind: TicketType | None) -> list[Detail]:
    """As many as the opening message shows, but first what the type asks now: the ticket may have been moved. What was quoted
    has messages of its own.
    """
    said = [detail for detail in details if detail.field_id not in HAS_MESSAGES]
    answers = [detail for detail in said if detail.field_id != ORIGIN]
    if kind is not None and len(answers) > SHOWN:
        answers.sort(key=lambda detail: kind.field(detail.field_id) is None)
    return [detail for detail in said if detail.field_id == ORIGIN or detail in answers[:SHOWN]]


def _with_details(
    t: Language, embed: discord.Embed, details: Sequence[Detail], kind: TicketType | None
) -> discord.Embed:
    for detail in details:
        label, text = detail_for(t, detail, kind)
        embed.add_field(name=label[:256], value=clipped(text), inline=False)
    return embed


def detail_for(t: Language, detail: Detail, kind: TicketType | None) -> tuple[str, str]:
    """(label, text): a field's label and choice in the reader's language, as stored where the field is gone."""
    if detail.field_id == ORIGIN:
        return texts.label_asked_in(t), detail.text
    field = kind.field(detail.field_id) if kind else None
    if field is None:
        return detail.label, detail.text
    wording = field.wording(t.code)
    if not wording.choices:
        return wording.label, detail.text
    return wording.label, "\n".join(wording.choices.get(line, line) for line in detail.text.split("\n"))

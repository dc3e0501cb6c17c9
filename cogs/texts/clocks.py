"""What staff read of the SLA clocks of tickets: on cards, in lists, and when one runs out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.tickets.clocks.clock import ClockKind
from bot.tickets.clocks.telling import Told
from bot.tickets.clocks.watched import Watched
from bot.tickets.ticket import Ticket
from cogs.texts.forms import and_more, channel, moment
from cogs.texts.language import Language
from cogs.texts.priorities import PRIORITIES


def label_clock(t: Language) -> str:
    return t.c("above the time by which staff have to do something", "Clock")


def clock(t: Language, one: Watched, due_at: datetime, now: datetime) -> str:
    """On a card: what is due next."""
    when = moment(due_at)
    if due_at <= now:
        return t("🔴 {what} was due {when}", what=kind(t, one.clock.kind), when=when)
    return t("{what} due {when}", what=kind(t, one.clock.kind), when=when)


def due(t: Language, at: datetime) -> str:
    """A fact beside others: Discord says *in two hours*, or *two hours ago*."""
    return t("due {when}", when=moment(at))


def kind(t: Language, value: ClockKind) -> str:
    match value:
        case ClockKind.FIRST_RESPONSE:
            return t.c("SLA clock", "First response")
        case ClockKind.NEXT_RESPONSE:
            return t.c("SLA clock", "Next response")
        case ClockKind.RESOLUTION:
            return t.c("SLA clock", "Resolution")


def message(t: Language, told: Told, named: Sequence[tuple[Ticket, Watched]]) -> str:
    """All that is told at one time. Nothing that a requester typed stands in it."""
    lines = [headline(t, told)]
    if told.late:
        lines.append(
            t.n(
                "Of {count} of them you hear late.",
                "Of {count} of them you hear late.",
                told.late,
            )
        )
    if told.made_late:
        lines.append(
            t.n(
                "{count} of them is late only because it has got another target.",
                "{count} of them are late only because they have got other targets.",
                told.made_late,
            )
        )
    lines += [_line(t, ticket, one) for ticket, one in named]
    left = told.breached + told.warned - len(told.first)
    return "\n".join([*lines, *([and_more(t, left)] if left else [])])


def headline(t: Language, told: Told) -> str:
    """How many there are: the first line."""
    said = []
    if told.breached:
        said.append(t.n("🔴 {count} target is missed.", "🔴 {count} targets are missed.", told.breached))
    if told.warned:
        said.append(
            t.n(
                "⏰ {count} target is about to be missed.",
                "⏰ {count} targets are about to be missed.",
                told.warned,
            )
        )
    return " ".join(said)


def _line(t: Language, ticket: Ticket, one: Watched) -> str:
    thread_id = ticket.receipts.thread_id
    where = f"#{ticket.number} {channel(thread_id)}" if thread_id else f"#{ticket.number}"
    facts = [f"{PRIORITIES[ticket.priority]} {where}", kind(t, one.clock.kind)]
    return " · ".join([*facts, *([due(t, one.due_at)] if one.due_at else [])])

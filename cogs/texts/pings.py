"""What a role hears of new tickets."""

from __future__ import annotations

from bot.tickets.ticket import Ticket
from cogs.texts.forms import channel
from cogs.texts.language import Language
from cogs.texts.priorities import PRIORITIES


def line(t: Language, role: str, ticket: Ticket, type_label: str, more: int) -> str:
    """What waits, and how many others came meanwhile. Nothing that a requester typed stands in it."""
    if ticket.receipts.thread_id is None:
        said = t(
            "🔔 {role} Ticket #{number} waits: {type}, {priority}.",
            role=role,
            number=ticket.number,
            type=type_label,
            priority=PRIORITIES[ticket.priority],
        )
    else:
        said = t(
            "🔔 {role} Ticket #{number} waits: {type}, {priority}, {thread}.",
            role=role,
            number=ticket.number,
            type=type_label,
            priority=PRIORITIES[ticket.priority],
            thread=channel(ticket.receipts.thread_id),
        )
    if not more:
        return said
    return t.n("{line} One more came meanwhile.", "{line} {count} more came meanwhile.", more, line=said)

"""What staff have said through the bot, as if they had written it: it is owed to the thread, and may be the first response."""

from __future__ import annotations

from datetime import datetime

from bot.actor import Actor
from bot.database import Transaction
from bot.tickets import lifecycle, store
from bot.tickets.ticket import Event, EventKind, Ticket


def reply_in(tx: Transaction, ticket: Ticket, text: str, by: Actor, now: datetime) -> None:
    """In a transaction of the caller's, who moves the ticket on and owes what that changes."""
    store.append(tx, ticket, Event(EventKind.REPLIED, by.id, now, note=text))
    response = lifecycle.respond(ticket, by, now)
    if response is not None and not store.has_response(tx, ticket.id):
        store.append(tx, ticket, response)

"""What staff have said through the bot, as if they had written it: it is owed to the thread, and may be the first response."""

from __future__ import annotations

from datetime import datetime

from bot.actor import Actor
from bot.database import Transaction
from bot.jobs.runner import JobRunner
from bot.tickets import lifecycle, store
from bot.tickets.happening import noted
from bot.tickets.ticket import Event, EventKind, Ticket


def reply_in(jobs: JobRunner, tx: Transaction, ticket: Ticket, text: str, by: Actor, now: datetime) -> Ticket:
    """In a transaction of the caller's, who moves the ticket on from there and owes what that changes."""
    ticket = noted(jobs, tx, ticket, Event(EventKind.REPLIED, by.id, now, note=text))
    response = lifecycle.respond(ticket, by, now)
    if response is not None and not store.has_response(tx, ticket.id):
        ticket = noted(jobs, tx, ticket, response)
    return ticket

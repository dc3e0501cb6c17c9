"""What the silence of requesters owes to Discord and to time."""

from __future__ import annotations

from datetime import datetime

from bot.database import Transaction
from bot.jobs.runner import JobRunner
from bot.tickets.silences.silence import BEGINS_ANEW, SHORTEST, awaits_requester
from bot.tickets.ticket import Event, EventKind, Ticket
from bot.tickets.views import View

SILENCE_JOB = "ticket.silence"
"""Does what is due in a ticket whose requester does not answer, or finds out when that is. Subject: the ticket."""

SILENCES_JOB = "ticket.silences"
"""Owes that to all such tickets anew, as the settings are now. Subject: the community."""

_HASTENS = BEGINS_ANEW | {EventKind.MOVED, EventKind.REPLIED, EventKind.PARTED}
"""After these something may be due sooner than was thought, and a question may be over."""


def owe_silence(jobs: JobRunner, tx: Transaction, before: Ticket, ticket: Ticket, event: Event) -> None:
    """Time runs for the requester, or runs no more. When it is up is looked at in `SHORTEST`: nothing is due before, but a
    close request at its own time.
    """
    waited, waits = awaits_requester(before), awaits_requester(ticket)
    if waits and (not waited or event.kind in _HASTENS):
        at = event.at + SHORTEST
        own = event.until if event.kind is EventKind.ASKED_TO_CLOSE else None
        put_silence(jobs, tx, ticket, min(at, own) if own else at)
    elif waited and not waits:
        jobs.cancel(tx, SILENCE_JOB, ticket.id)
    if waited and ticket.receipts.offer_ids and (not waits or event.kind in _HASTENS):
        jobs.put(
            tx,
            guild_id=ticket.guild_id,
            kind=View.OFFERS,
            subject_id=ticket.id,
            due_at=event.at,
            run_now=event.actor_id is not None,
        )


def owe_told_again(jobs: JobRunner, tx: Transaction, ticket: Ticket, now: datetime) -> None:
    """What the thread was told may not stand there any more."""
    if awaits_requester(ticket):
        put_silence(jobs, tx, ticket, now)


def put_silence(jobs: JobRunner, tx: Transaction, ticket: Ticket, at: datetime) -> None:
    """To be looked at then."""
    jobs.put(tx, guild_id=ticket.guild_id, kind=SILENCE_JOB, subject_id=ticket.id, due_at=at)

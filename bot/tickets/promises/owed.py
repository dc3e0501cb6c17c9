"""What promises owe to Discord and to time, and what becomes of them with their ticket."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.database import Transaction
from bot.jobs.runner import JobRunner
from bot.tickets import store as tickets
from bot.tickets.guests import store as guests
from bot.tickets.merges import store as merges
from bot.tickets.promises import promise as rules
from bot.tickets.promises import store
from bot.tickets.promises.promise import UNSETTLED, Promise
from bot.tickets.ticket import Event, Status, Ticket

SHOW_JOB = "promise.show"
"""Brings the message in the ticket's thread up to date. Subject: the promise."""

LINE_JOB = "promise.line"
"""Tells staff of a promise when it is time, and takes that back when it is over. Subject: the promise."""


def owe_shown(jobs: JobRunner, tx: Transaction, promise: Promise, now: datetime, *, run_now: bool = False) -> None:
    """All that Discord shows of it is to be brought up to date."""
    for kind in (SHOW_JOB, LINE_JOB):
        jobs.put(tx, guild_id=promise.guild_id, kind=kind, subject_id=promise.id, due_at=now, run_now=run_now)


def owe_followed(jobs: JobRunner, tx: Transaction, before: Ticket, ticket: Ticket, event: Event) -> None:
    """The ticket has moved on, somebody else has it, or reads it: its promises follow, and those of what goes on in it."""
    if (before.status, before.assignee_id, before.type_id) == (ticket.status, ticket.assignee_id, ticket.type_id):
        return
    for promise in _given_in(tx, ticket):
        followed = rules.follow(promise, ticket, event.actor_id, event.at)
        if followed != promise:
            store.save(tx, followed)
        if promise.state in UNSETTLED:
            owe_shown(jobs, tx, promise, event.at)


def owe_parted(jobs: JobRunner, tx: Transaction, ticket: Ticket, into: Ticket, now: datetime) -> None:
    """The ticket goes on by itself again: who has nothing else in the other one is called as a customer of the ticket."""
    own = {ticket.requester_id} | guests.parties(tx, ticket).customers
    for place in (into, *(tickets.known(tx, above.id) for above in merges.above(tx, into))):
        leaving = own - {place.requester_id} - guests.parties(tx, place).customers
        for promise in store.of_ticket(tx, place.id):
            parted = rules.goes_with(promise, ticket, leaving)
            if parted is not None:
                owe_shown(jobs, tx, store.save_ticket(tx, parted, ticket.id), now)


def _given_in(tx: Transaction, ticket: Ticket) -> Iterator[Promise]:
    for ticket_id in (ticket.id, *(other.id for other in merges.merged_into(tx, ticket))):
        yield from store.of_ticket(tx, ticket_id)


def owe_in_new_thread(jobs: JobRunner, tx: Transaction, ticket: Ticket, now: datetime) -> None:
    """The ticket has another thread: what is promised is to be read there."""
    for promise in store.of_ticket(tx, ticket.id):
        if promise.state in UNSETTLED and ticket.status is not Status.CLOSED:
            owe_shown(jobs, tx, promise, now)

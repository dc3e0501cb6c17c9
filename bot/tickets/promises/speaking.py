"""Whose turn a promise or a wish to be called makes it, and from when on silence counts again."""

from __future__ import annotations

from datetime import datetime

from bot.database import Transaction
from bot.jobs.runner import JobRunner
from bot.tickets import lifecycle, store, views
from bot.tickets.happening import changed
from bot.tickets.hearing import SKEW
from bot.tickets.merges import store as merges
from bot.tickets.owed import owe, owe_places
from bot.tickets.promises.promise import Promise
from bot.tickets.silences.owed import owe_silence, put_silence
from bot.tickets.silences.silence import SHORTEST, asked, awaits_requester
from bot.tickets.ticket import LIVE, Ticket, WaitingOn


def ask_staff(jobs: JobRunner, tx: Transaction, ticket: Ticket, by_id: int, now: datetime) -> None:
    """A customer wants to be called: it is staff's turn, as if they had written."""
    if ticket.status in LIVE and (ticket.waiting_on is not WaitingOn.STAFF or ticket.is_snoozed):
        _turn(jobs, tx, ticket, WaitingOn.STAFF, by_id, now)


def leave_the_question(jobs: JobRunner, tx: Transaction, ticket: Ticket, by_id: int, now: datetime) -> None:
    """Staff promise something: it is not asked any more whether the ticket is solved. In doubt a customer spoke later."""
    if asked(ticket, store.events_after(tx, ticket.id, 0)) is not None:
        _turn(jobs, tx, ticket, WaitingOn.REQUESTER, by_id, now - SKEW)


def let_time_run(jobs: JobRunner, tx: Transaction, promise: Promise, now: datetime) -> None:
    """A promise is settled: where it was held, nothing else may keep the requester's silence from counting."""
    ticket = merges.surviving(tx, store.known(tx, promise.ticket_id))
    if awaits_requester(ticket):
        put_silence(jobs, tx, ticket, now + SHORTEST)


def _turn(jobs: JobRunner, tx: Transaction, ticket: Ticket, to: WaitingOn, by_id: int, at: datetime) -> None:
    turned, event = lifecycle.turn(ticket, to, by_id, at)
    turned = changed(jobs, tx, ticket, turned, event)
    owe(jobs, tx, turned, views.OF_A_TURN, at)
    owe_silence(jobs, tx, ticket, turned, event)
    owe_places(jobs, tx, turned.guild_id, at)

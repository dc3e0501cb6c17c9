"""Writes what happened to a ticket, and lets its clocks follow it: nothing else stores a ticket that has changed."""

from __future__ import annotations

from dataclasses import replace

from bot.database import Transaction
from bot.jobs.runner import JobRunner
from bot.tickets import store
from bot.tickets.clocks import store as clocks
from bot.tickets.clocks.clock import follow, is_moved_by, started
from bot.tickets.clocks.policy import Policy
from bot.tickets.clocks.watched import Watched, watched
from bot.tickets.ticket import Event, Ticket

CLOCKS_JOB = "clock.sweep"
"""Warns of clocks that run out, and says which have. Subject: the community."""


def opened(jobs: JobRunner, tx: Transaction, ticket: Ticket, event: Event) -> Ticket:
    """A ticket that was just stored is open; as it is due then."""
    store.append(tx, ticket, event)
    begun = watched({}, started(ticket), ticket, _policy(tx))
    clocks.add(tx, ticket, begun)
    return _owe(jobs, tx, ticket, begun)


def changed(jobs: JobRunner, tx: Transaction, before: Ticket, ticket: Ticket, event: Event) -> Ticket:
    """A decision has made this of it; as it is due then. IntegrityError where a live ticket is in the way."""
    store.save(tx, ticket, event)
    return _follow(jobs, tx, before, ticket, event)


def noted(jobs: JobRunner, tx: Transaction, ticket: Ticket, event: Event) -> Ticket:
    """This happened, and left it as it is, but for when it is due."""
    store.append(tx, ticket, event)
    return _follow(jobs, tx, ticket, ticket, event)


def _follow(jobs: JobRunner, tx: Transaction, before: Ticket, ticket: Ticket, event: Event) -> Ticket:
    if not is_moved_by(before, ticket, event):
        return ticket
    known, policy = clocks.of(tx, ticket.id), _policy(tx)
    now = follow(tuple(one.clock for one in known.values()), before, ticket, event, policy.calendar)
    found = watched(known, now, ticket, policy)
    clocks.add(tx, ticket, [one for one in found if one.clock.kind not in known])
    moved = [one for one in found if known.get(one.clock.kind, one) != one]
    clocks.save(tx, [(ticket.id, one) for one in moved])
    return _owe(jobs, tx, ticket, found)


def _owe(jobs: JobRunner, tx: Transaction, ticket: Ticket, found: tuple[Watched, ...]) -> Ticket:
    """The ticket is due with the first of its clocks; and they are looked at when there is something to tell of one."""
    due_at = min((one.due_at for one in found if one.due_at is not None), default=None)
    if due_at != ticket.due_at:
        ticket = replace(ticket, due_at=due_at)
        clocks.save_due(tx, ticket)
    acts_at = min((one.acts_at for one in found if one.acts_at is not None), default=None)
    if acts_at is not None and acts_at == clocks.next_at(tx, ticket.guild_id):
        jobs.put(tx, guild_id=ticket.guild_id, kind=CLOCKS_JOB, subject_id=ticket.guild_id, due_at=acts_at)
    return ticket


def _policy(tx: Transaction) -> Policy:
    policy = tx.given[Policy]
    assert isinstance(policy, Policy)
    return policy

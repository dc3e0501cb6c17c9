"""Writes what happened to a ticket, and lets its clocks follow it: nothing else stores a ticket that has changed."""

from __future__ import annotations

from dataclasses import replace

from bot.database import Transaction
from bot.jobs.runner import JobRunner
from bot.tickets import store
from bot.tickets.clocks import store as clocks
from bot.tickets.clocks.clock import Clock, ClockKind, follow, is_moved_by, started
from bot.tickets.clocks.policy import Policy
from bot.tickets.clocks.watched import Watched, is_missed, missed, watched
from bot.tickets.ticket import Event, EventKind, Ticket

CLOCKS_JOB = "clock.sweep"
"""Warns of clocks that run out, and says which have. Subject: the community."""


def opened(jobs: JobRunner, tx: Transaction, ticket: Ticket, event: Event) -> Ticket:
    """A ticket that was just stored is open; as it is due then."""
    store.append(tx, ticket, event)
    begun = watched({}, started(ticket), ticket, policy_in(tx), event.at)
    clocks.add(tx, ticket, begun)
    return _owe(jobs, tx, ticket, begun)


def changed(jobs: JobRunner, tx: Transaction, before: Ticket, ticket: Ticket, event: Event) -> Ticket:
    """A decision has made this of it; as it is due then. IntegrityError where a live ticket is in the way."""
    known = _until(tx, before, ticket, event)
    store.save(tx, ticket, event)
    return _follow(jobs, tx, before, ticket, event, known)


def noted(jobs: JobRunner, tx: Transaction, ticket: Ticket, event: Event) -> Ticket:
    """This happened, and left it as it is, but for when it is due."""
    known = _until(tx, ticket, ticket, event)
    store.append(tx, ticket, event)
    return _follow(jobs, tx, ticket, ticket, event, known)


def _until(tx: Transaction, before: Ticket, ticket: Ticket, event: Event) -> dict[ClockKind, Watched] | None:
    """The clocks as they have run until this event, what ran out before it noted: the sweep may not have come to that, and
    finds no clock that is met. None where they do not move.
    """
    if not is_moved_by(before, ticket, event):
        return None
    known = clocks.of(tx, ticket.id)
    if not known:
        known = _begun_late(tx, ticket)
    for kind, one in known.items():
        if is_missed(one, event.at):
            known[kind], breach = missed(one)
            store.append(tx, before, breach)
            clocks.save(tx, [(ticket.id, known[kind])])
    return known


def _begun_late(tx: Transaction, ticket: Ticket) -> dict[ClockKind, Watched]:
    """The clocks of a ticket that has none, for it was ended before they were kept: what they had run is not known."""
    answers = [
        one.event.at for one in store.events_after(tx, ticket.id, 0) if one.event.kind is EventKind.RESPONDED
    ]
    begun = [Clock(ClockKind.FIRST_RESPONSE, met_at=min(answers, default=None)), Clock(ClockKind.RESOLUTION)]
    found = {clock.kind: Watched(clock) for clock in begun}
    clocks.add(tx, ticket, found.values())
    return found


def _follow(
    jobs: JobRunner,
    tx: Transaction,
    before: Ticket,
    ticket: Ticket,
    event: Event,
    known: dict[ClockKind, Watched] | None,
) -> Ticket:
    if known is None:
        return ticket
    policy = policy_in(tx)
    now = follow(tuple(one.clock for one in known.values()), before, ticket, event, policy.calendar)
    found = watched(known, now, ticket, policy, event.at)
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


def policy_in(tx: Transaction) -> Policy:
    """The one that is in force."""
    policy = tx.given[Policy]
    assert isinstance(policy, Policy)
    return policy

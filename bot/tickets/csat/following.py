"""Somebody of staff follows up on a ticket that got a low score."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.tickets import store as tickets
from bot.tickets.csat import rating as rules
from bot.tickets.csat import store
from bot.tickets.csat.rating import FollowUp, Rating
from bot.tickets.csat.refused import UnknownFollowUp
from bot.tickets.merges import store as merges
from bot.tickets.reading import require_reader
from bot.tickets.ticket import Ticket
from bot.use_cases import reads, writes

FOLLOW_UP_JOB = "csat.follow_up"
"""Brings the line in the queue channel up to date that says who follows up. Subject: the ticket."""


@dataclass(frozen=True)
class Standing:
    """A follow-up, its ticket and where that goes on, and what its customer says by now."""

    follow_up: FollowUp
    ticket: Ticket
    held_in: Ticket
    rating: Rating


class FollowUps:
    """Each method is one use case and one transaction. After a change, run what it owes: `FOLLOW_UP_JOB`."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs

    @writes
    def claim(self, tx: Transaction, ticket_id: int, *, by: Actor) -> Ticket:
        """They look at it. Raises UnknownTicket, UnknownFollowUp, and what `rating.claim` raises."""
        wanted, ticket = self._known(tx, ticket_id, by)
        return self._save(tx, rules.claim(wanted, ticket, by), ticket)

    @writes
    def finish(self, tx: Transaction, ticket_id: int, *, by: Actor) -> Ticket:
        """It is done. Raises UnknownTicket, UnknownFollowUp, and what `rating.finish` raises."""
        wanted, ticket = self._known(tx, ticket_id, by)
        return self._save(tx, rules.finish(wanted, ticket, by, self._clock()), ticket)

    @reads
    def standing(self, reader: Reader, ticket_id: int) -> Standing | None:
        """What its line says; None where nobody is to follow up."""
        wanted = store.follow_up(reader, ticket_id)
        if wanted is None:
            return None
        ticket = tickets.known(reader, ticket_id)
        given = store.rating(reader, wanted.resolution_id, wanted.member_id)
        assert given is not None  # it was opened by one, and none is ever taken back
        return Standing(wanted, ticket, merges.surviving(reader, ticket), given)

    @writes
    def shown(self, tx: Transaction, ticket_id: int, channel_id: int, message_id: int) -> None:
        """Its line stands here."""
        store.save_follow_up_line(tx, ticket_id, channel_id, message_id)

    def _known(self, reader: Reader, ticket_id: int, by: Actor) -> tuple[FollowUp, Ticket]:
        ticket = tickets.known_in(reader, ticket_id, by.guild_id)
        require_reader(ticket, by)
        wanted = store.follow_up(reader, ticket_id)
        if wanted is None:
            raise UnknownFollowUp(ticket.number)
        return wanted, ticket

    def _save(self, tx: Transaction, wanted: FollowUp, ticket: Ticket) -> Ticket:
        store.save_follow_up(tx, wanted)
        owe_line(self._jobs, tx, wanted.guild_id, wanted.ticket_id, self._clock(), run_now=True)
        return ticket


def owe_line(
    jobs: JobRunner, tx: Transaction, guild_id: int, ticket_id: int, now: datetime, *, run_now: bool = False
) -> None:
    """The line in the queue channel is out of date."""
    jobs.put(tx, guild_id=guild_id, kind=FOLLOW_UP_JOB, subject_id=ticket_id, due_at=now, run_now=run_now)


def owe_followed_up(jobs: JobRunner, tx: Transaction, before: Ticket, ticket: Ticket, now: datetime) -> None:
    """Where a ticket is moved, others may read its line."""
    if before.type_id != ticket.type_id and store.follow_up(tx, ticket.id) is not None:
        owe_line(jobs, tx, ticket.guild_id, ticket.id, now)

"""Deals the tickets that wait: the first of the queue to whoever asks for the next."""

from __future__ import annotations

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Transaction
from bot.jobs.runner import JobRunner
from bot.ticket_errors import MemberAway, NothingWaits
from bot.ticket_settings import Tickets
from bot.tickets import lifecycle
from bot.tickets.absences import store as absences
from bot.tickets.line import store as line
from bot.tickets.owed import record
from bot.tickets.reading import require_type
from bot.tickets.ticket import Ticket
from bot.tickets.tiers.ladder import Ladder
from bot.use_cases import writes


class Dealing:
    """Each method is one use case and one transaction. What it returns has changed: run what that owes."""

    def __init__(self, database: Database, clock: Clock, settings: Tickets, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._settings = settings

    @writes
    def deal(self, tx: Transaction, *, by: Actor, type_id: str | None = None) -> Ticket:
        """The first ticket of the queue that nobody has and that waits for staff is claimed; of this type, if one is named.
        Where there are tiers, it is one at theirs.

        However many ask at once, each gets another one, and nobody their own. Raises NotStaff, NotReader, MemberAway, NothingWaits.
        """
        lifecycle.require_staff(by)
        require_type(type_id, by)
        now = self._clock()
        if absences.is_away(tx, by.guild_id, by.id, now):
            raise MemberAway(by.id, None, is_self=True)
        ladder = Ladder.of(self._settings)
        own = ladder.own(by.tiers)
        at = ladder.tickets_at(own) if own else None
        found = line.first_free(tx, by.guild_id, type_id, by.id, at, by.barred)
        if found is None:
            elsewhere = line.first_free(tx, by.guild_id, type_id, by.id, None, by.barred) if at else None
            raise NothingWaits(type_id, own if elsewhere else ())
        ticket, event = lifecycle.claim(found, by, now)
        record(self._jobs, tx, found, ticket, event)
        return ticket

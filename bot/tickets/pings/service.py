"""Lets a role hear of new tickets: seldom, not at night, and of all that came meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.jobs.runner import JobRunner
from bot.ticket_settings import Tickets
from bot.tickets import store
from bot.tickets.happening import noted
from bot.tickets.owed import PING_JOB, PING_LINE_JOB
from bot.tickets.pinging import held_until, ping_of, sharing
from bot.tickets.pings import store as pings
from bot.tickets.ticket import Event, EventKind, Status
from bot.use_cases import writes


class Pings:
    """Decides what is said; `ticket.ping_line` says it."""

    def __init__(self, database: Database, clock: Clock, settings: Tickets, zone: tzinfo, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._zone = zone
        self._jobs = jobs

    @writes
    def decide(self, tx: Transaction, ticket_id: int) -> datetime | None:
        """Owe a line of this ticket that counts those that came meanwhile; or when to try again. What somebody has taken,
        and what stands in an earlier line, is not told of.
        """
        ticket, now = store.known(tx, ticket_id), self._clock()
        wanted = ping_of(self._settings.type(ticket.type_id), ticket.priority)
        type_ids = sharing(wanted, self._settings.types) if wanted else []
        unheard = pings.unheard(tx, ticket.guild_id, type_ids)
        if wanted is None or ticket.status is not Status.OPEN or ticket_id not in unheard:
            return None
        last_at = pings.last_at(tx, ticket.guild_id, type_ids, now - timedelta(minutes=wanted.every_minutes))
        later = held_until(now, last_at, wanted, self._settings.quiet_hours, self._zone)
        if later is not None:
            return later
        for other_id in unheard:
            noted(self._jobs, tx, store.known(tx, other_id), Event(EventKind.PINGED, None, now))
            self._jobs.cancel(tx, PING_JOB, other_id)
        self._jobs.put(
            tx,
            guild_id=ticket.guild_id,
            kind=PING_LINE_JOB,
            subject_id=ticket_id,
            due_at=now,
            data={"more": len(unheard) - 1},
        )
        return None

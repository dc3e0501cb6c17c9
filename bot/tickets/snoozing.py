"""What staff do with a ticket that nobody need look at for now: it is snoozed, and comes back by itself."""

from __future__ import annotations

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Transaction
from bot.jobs.runner import JobRunner
from bot.tickets import lifecycle, store
from bot.tickets.owed import WAKE_JOB, owe_change
from bot.tickets.promises.times import moment
from bot.tickets.ticket import Event, Ticket, WaitingOn
from bot.use_cases import writes
from bot.zones import zone

UNTIL = {":reply": WaitingOn.REQUESTER, ":fix": WaitingOn.FIX}
"""What a ticket can be snoozed for that has no time. No time is written so."""


class Snoozing:
    """Each method is one use case and one transaction. Afterwards, run what it owes: `views.in_order`."""

    def __init__(self, database: Database, clock: Clock, zone_name: str, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._zone_name = zone_name
        self._jobs = jobs

    @writes
    def snooze(self, tx: Transaction, ticket_id: int, until: str, *, by: Actor, note: str | None = None) -> Ticket:
        """Out of the queue until a time as staff write it, or one of `UNTIL`; the last who says so counts.

        Raises UnclearTime, and what `lifecycle.snooze` raises.
        """
        before, now = store.known_in(tx, ticket_id, by.guild_id), self._clock()
        lifecycle.require_work(before, by)
        on = UNTIL.get(until)
        at = None if on else moment(until, now, zone(self._zone_name))
        ticket, event = lifecycle.snooze(before, by, now, until=at, on=on, note=note)
        self._save(tx, before, ticket, event)
        self._jobs.cancel(tx, WAKE_JOB, ticket.id)
        if at is not None:
            self._jobs.put(tx, guild_id=ticket.guild_id, kind=WAKE_JOB, subject_id=ticket.id, due_at=at)
        return ticket

    @writes
    def wake(self, tx: Transaction, ticket_id: int, *, by: Actor) -> Ticket:
        """Back into the queue now. Raises what `lifecycle.wake` raises."""
        before = store.known_in(tx, ticket_id, by.guild_id)
        ticket, event = lifecycle.wake(before, by, self._clock())
        self._save(tx, before, ticket, event)
        return ticket

    @writes
    def wake_in_time(self, tx: Transaction, ticket_id: int) -> None:
        """Its time has come, however late: once. Nothing where it was woken before."""
        before = store.known(tx, ticket_id)
        decided = lifecycle.wake_in_time(before, self._clock())
        if decided is not None:
            self._save(tx, before, *decided)

    def _save(self, tx: Transaction, before: Ticket, ticket: Ticket, event: Event) -> None:
        store.save(tx, ticket, event)
        owe_change(self._jobs, tx, before, ticket, event)

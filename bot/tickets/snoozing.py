"""What staff do with a ticket that nobody need look at for now: it is snoozed, and comes back by itself."""

from __future__ import annotations

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Transaction
from bot.jobs.runner import JobRunner
from bot.tickets import lifecycle, store
from bot.tickets.owed import owe_waking, record
from bot.tickets.promises.times import moment
from bot.tickets.ticket import Ticket, WaitingOn
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
        record(self._jobs, tx, before, ticket, event)
        owe_waking(self._jobs, tx, ticket)
        return ticket

    @writes
    def wake(self, tx: Transaction, ticket_id: int, *, by: Actor) -> Ticket:
        """Back into the queue now. Raises what `lifecycle.wake` raises."""
        before = store.known_in(tx, ticket_id, by.guild_id)
        ticket, event = lifecycle.wake(before, by, self._clock())
        record(self._jobs, tx, before, ticket, event)
        return ticket

    @writes
    def wake_in_time(self, tx: Transaction, ticket_id: int) -> None:
        """Its time has come, however late: once. Nothing where it was woken before."""
        before = store.known(tx, ticket_id)
        decided = lifecycle.wake_in_time(before, self._clock())
        if decided is not None:
            record(self._jobs, tx, before, *decided)

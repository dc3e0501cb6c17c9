"""Takes tickets back into the queue in which nobody of staff writes."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.ticket_settings import Tickets
from bot.tickets import lease, store
from bot.tickets.line import store as line
from bot.tickets.owed import LAPSED_JOB, record
from bot.tickets.ticket import Ticket
from bot.use_cases import reads, writes


class Leasing:
    """Each method is one use case and one transaction. Nothing lapses before `begin`, and in the grace after it."""

    def __init__(self, database: Database, clock: Clock, settings: Tickets, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._lease = timedelta(hours=settings.lease_hours)
        self._jobs = jobs
        self._began_at: datetime | None = None
        self._counted = set[int]()

    @property
    def is_on(self) -> bool:
        """Whether claims lapse at all."""
        return bool(self._lease)

    async def begin(self, guild_id: int) -> None:
        """What is written in this community is heard from now on, at the latest; but for the first time this changes nothing."""
        self._began_at = self._began_at or self._clock()
        if guild_id not in self._counted:
            await self._count(guild_id)
            self._counted.add(guild_id)

    @writes
    def _count(self, tx: Transaction, guild_id: int) -> None:
        """Who has had a ticket since before that was kept is to write from now on: no claim holds for ever."""
        line.hold_from(tx, guild_id, self._clock())

    @reads
    def over(self, reader: Reader, guild_id: int) -> list[Ticket]:
        """The tickets to be taken back now, the longest held first: `lease.AT_ONCE` at the most."""
        since = self._latest()
        return [] if since is None else line.held_since(reader, guild_id, since, lease.AT_ONCE)

    @reads
    def look_again_at(self, reader: Reader, guild_id: int) -> datetime:
        """When the next claim lapses, or could at the earliest: what is claimed from now on lapses later than that."""
        now = self._clock()
        held = line.held_since(reader, guild_id, now, 1)
        ends_at = lease.ends_at(held[0], self._lease) if held else None
        return max(min(ends_at or now + self._lease, now + self._lease), (self._began_at or now) + lease.GRACE)

    @writes
    def lapse(self, tx: Transaction, ticket_id: int) -> Ticket | None:
        """Take it back, and owe its holder a word of it; None where somebody has written since, or it has moved on."""
        before, now, since = store.known(tx, ticket_id), self._clock(), self._latest()
        ends_at = lease.ends_at(before, self._lease)
        if since is None or ends_at is None or ends_at > now:
            return None
        ticket, event = lease.lapse(before, now)
        record(self._jobs, tx, before, ticket, event)
        self._jobs.put(
            tx,
            guild_id=ticket.guild_id,
            kind=LAPSED_JOB,
            subject_id=ticket.id,
            due_at=now,
            data={"member": event.member_id, "at": now.isoformat()},
        )
        return ticket

    def _latest(self) -> datetime | None:
        now = self._clock()
        return lease.latest(self._lease, self._began_at or now, now)

"""What staff ask about their own work, and the digest of it that they may have each day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.errors import NotStaff
from bot.jobs.runner import JobRunner
from bot.tickets import store as tickets
from bot.tickets.csat import store as csat
from bot.tickets.merges import store as merges
from bot.tickets.mine import digest as rules
from bot.tickets.mine import store
from bot.tickets.mine.digest import DIGEST_JOB, Digest
from bot.tickets.mine.waiting import Low, Waiting, waiting
from bot.tickets.promises import store as promises
from bot.use_cases import reads, writes
from bot.zones import found, zone

MOST = 500
"""Promises of a server, and tickets of a member, that are looked at."""


class Mine:
    """Each method is one use case and one transaction."""

    def __init__(self, database: Database, clock: Clock, zone_name: str, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._zone_name = zone_name
        self._jobs = jobs

    @reads
    def of(self, reader: Reader, *, by: Actor) -> tuple[Waiting, Digest | None]:
        """What waits for who asks, and the digest that they get. Raises NotStaff."""
        if not by.is_staff:
            raise NotStaff
        return self._of(reader, by.guild_id, by.id).read_by(by), store.of_member(reader, by.guild_id, by.id)

    @writes
    def want(
        self, tx: Transaction, hour: int, zone_name: str | None, language: str, *, by: Actor
    ) -> tuple[Digest, datetime]:
        """A digest at this hour of each day, and when the next one comes. Raises NotStaff, UnknownZone."""
        if not by.is_staff:
            raise NotStaff
        name = found(zone_name) if zone_name else self._zone_name
        self._forget(tx, by)
        wanted = store.add(tx, by.guild_id, by.id, hour=hour, time_zone=name, language=language)
        due_at = rules.next_at(hour, zone(name), self._clock())
        self._jobs.put(tx, guild_id=by.guild_id, kind=DIGEST_JOB, subject_id=wanted.id, due_at=due_at)
        return wanted, due_at

    @writes
    def want_none(self, tx: Transaction, *, by: Actor) -> None:
        """No digest, not even the one that is owed; also for who is not on staff any more."""
        self._forget(tx, by)

    @reads
    def owed(self, reader: Reader, digest_id: int) -> tuple[Digest, Waiting] | None:
        """The digest that is to be sent now, and what it says; None where none is to be sent."""
        digest = store.get(reader, digest_id)
        if digest is None or rules.owed_since(digest, zone(digest.time_zone), self._clock()) is None:
            return None
        waits = self._of(reader, digest.guild_id, digest.member_id)
        return (digest, waits) if waits.count else None

    @reads
    def next_at(self, reader: Reader, digest_id: int) -> datetime | None:
        """When this digest is due again; None where nobody wants it any more."""
        digest = store.get(reader, digest_id)
        return None if digest is None else rules.next_at(digest.hour, zone(digest.time_zone), self._clock())

    @writes
    def sent(self, tx: Transaction, digest_id: int, *, is_delivered: bool) -> None:
        """Today's is done with; what Discord did not take, its reader hears of when they look by themselves."""
        now = self._clock()
        store.save_sent(tx, digest_id, now, None if is_delivered else now)

    def _of(self, reader: Reader, guild_id: int, member_id: int) -> Waiting:
        unsettled = promises.unsettled(reader, guild_id, MOST)
        made_in = tickets.of_ids(reader, [promise.ticket_id for promise in unsettled])
        turns = tickets.turns_of(reader, guild_id, member_id, MOST)
        of_id = {ticket.id: merges.surviving(reader, ticket) for ticket in made_in}
        waits = waiting(member_id, unsettled, of_id, turns, self._clock(), zone(self._zone_name))
        return replace(waits, follow_ups=self._low(reader, guild_id))

    def _low(self, reader: Reader, guild_id: int) -> list[Low]:
        """What somebody is to follow up on; whom it concerns, `read_by` says."""
        wanted = csat.open_follow_ups(reader, guild_id, MOST)
        of_id = {ticket.id: ticket for ticket in tickets.of_ids(reader, [one.ticket_id for one in wanted])}
        return [Low(one, of_id[one.ticket_id]) for one in wanted]

    def _forget(self, tx: Transaction, by: Actor) -> None:
        known = store.of_member(tx, by.guild_id, by.id)
        if known is not None:
            store.remove(tx, known.id)
            self._jobs.cancel(tx, DIGEST_JOB, known.id)

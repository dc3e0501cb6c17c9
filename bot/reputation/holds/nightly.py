"""Holds, each night, what closed groups and single givers have earned somebody, until staff have looked at it."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.reputation import rings
from bot.reputation.accepting import Accepting
from bot.reputation.holds import store
from bot.reputation.holds.case import CaseKind
from bot.reputation.holds.service import Cases
from bot.reputation.rings import Pair, Ring
from bot.reputation_settings import Rings
from bot.use_cases import reads, writes

RINGS_JOB = "reputation.rings"
"""Looks through the awards of a server, each night. Subject: the server."""

log = logging.getLogger(__name__)


class Nightly:
    """Reads a day's lines at a time, looks in a thread of its own, and holds in a transaction a group."""

    def __init__(
        self, database: Database, clock: Clock, settings: Rings, accepting: Accepting, cases: Cases
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._accepting = accepting
        self._cases = cases

    async def look(self, guild_id: int) -> Sequence[int]:
        """Hold what is to be looked at; the cases that this opened. Run again, it finds what it has not come to."""
        if not self._settings.enabled:
            return []
        since = self._clock() - timedelta(days=self._settings.days)
        awards = await self._pairs(guild_id, since)
        found = await asyncio.to_thread(rings.look, awards, self._settings)
        if not found.is_complete:
            log.warning("guild %d: too many groups of givers to look at all; the smaller ones were", guild_id)
        opened: list[int] = []
        for kind, all_of_it in ((CaseKind.RING, found.rings), (CaseKind.SUPPLIED, found.supplied)):
            for ring in all_of_it:
                case_id = await self._hold(guild_id, kind, ring, since)
                opened += [case_id] if case_id is not None else []
        return opened

    def next_at(self) -> datetime:
        """When to look again."""
        now = self._clock()
        at = datetime.combine(now.date(), time(self._settings.hour), UTC)
        return at if at > now else at + timedelta(days=1)

    async def _pairs(self, guild_id: int, since: datetime) -> Counter[Pair]:
        found: Counter[Pair] = Counter()
        now, start = self._clock(), since
        while start <= now:
            end = start + timedelta(days=1)
            found.update(await self._of_day(guild_id, start, end))
            start = end
        return found

    @reads
    def _of_day(self, reader: Reader, guild_id: int, since: datetime, until: datetime) -> Counter[Pair]:
        return store.pairs(reader, guild_id, since, until)

    @writes
    def _hold(self, tx: Transaction, guild_id: int, kind: CaseKind, ring: Ring, since: datetime) -> int | None:
        """None where nothing was left to hold."""
        facts = {"inside": ring.inside, "received": ring.received}
        held = [
            line
            for pair in ring.pairs
            for line in store.to_hold(tx, guild_id, pair, since)
            if self._accepting.hold(tx, line, None, facts) is not None
        ]
        if not held:
            return None
        member_id = ring.pairs[0][1]
        case = self._cases.open(
            tx,
            guild_id,
            kind,
            member_id,
            held,
            inside=ring.inside,
            received=ring.received,
            members=ring.members,
        )
        return case.id

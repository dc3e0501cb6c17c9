"""Staff note what they did so that tickets do not come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.errors import NotStaff
from bot.ids import Ids
from bot.prevention import store
from bot.prevention import work as rules
from bot.prevention.work import Work
from bot.use_cases import reads, writes

OWN_DAYS = 30
"""Of so many days staff see what they have noted."""


class Prevention:
    """Each method is one use case and one transaction."""

    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    @writes
    def log(self, tx: Transaction, minutes: int, what: str, interaction_id: int, *, by: Actor) -> Work:
        """The same submission twice is one line. Raises NotStaff, NoWork."""
        now = self._clock()
        done = rules.log(self._ids.draw(now), minutes, what, interaction_id, by=by, at=now)
        store.add(tx, done)
        return store.by_interaction(tx, interaction_id) or done

    @writes
    def undo(self, tx: Transaction, work_id: int, *, by: Actor) -> Work:
        """What was noted counts no more; twice is once. Raises NotStaff, UnknownWork."""
        done = rules.require_own(store.get(tx, work_id), by)
        if not store.is_undone(tx, done.id):
            store.undo(tx, done, self._clock())
        return done

    @reads
    def own(self, reader: Reader, *, by: Actor) -> Sequence[Work]:
        """What who asks has noted in the last `OWN_DAYS` days, the newest first. Raises NotStaff."""
        if not by.is_staff:
            raise NotStaff
        since = self._clock() - timedelta(days=OWN_DAYS)
        return store.of_member(reader, by.guild_id, by.id, since)

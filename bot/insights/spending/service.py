"""Staff ask what their time goes to, and which tickets an entry would have spared them."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader
from bot.errors import NotStaff
from bot.insights.service import GAPS_OF
from bot.insights.spending import store
from bot.insights.spending.spent import Halves, Lacking, Spent, by_person
from bot.use_cases import reads

LACKING_SHOWN = 10
"""Tickets, those that cost most."""


class Spending:
    """Reads only, and only for staff: each method raises NotStaff. Of types that they do not read nothing is counted."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @reads
    def spent(self, reader: Reader, *, days: int, by: Actor) -> Spent:
        """Of the last `days` days: of what was resolved then, and of the prevention that was noted then."""
        period = self._period(timedelta(days=days), by)
        found = store.answering(reader, *period, by.barred)
        preventing = store.preventing_by(reader, *period)
        people = by_person(store.answering_by(reader, *period, by.barred), preventing)
        return Spent(
            halves=Halves(found.minutes, sum(preventing.values())),
            estimated=found.estimated,
            unestimated=found.unestimated,
            by_cause=store.by_cause(reader, *period, by.barred),
            by_person={one: halves for one, halves in people.items() if by.is_lead or one == by.id},
        )

    @reads
    def lacking(self, reader: Reader, *, by: Actor) -> Lacking:
        """Of the days of which gaps are shown."""
        return store.lacking(reader, *self._period(GAPS_OF, by), by.barred, LACKING_SHOWN)

    def _period(self, span: timedelta, by: Actor) -> tuple[int, datetime, datetime]:
        if not by.is_staff:
            raise NotStaff
        now = self._clock()
        return by.guild_id, now - span, now

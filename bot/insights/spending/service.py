"""Staff ask what their time goes to, and which tickets an entry would have spared them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
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
        found = spent_in(reader, *self._period(timedelta(days=days), by), by.barred)
        people = {one: halves for one, halves in found.by_person.items() if by.is_lead or one == by.id}
        return replace(found, by_person=people)

    @reads
    def lacking(self, reader: Reader, *, by: Actor) -> Lacking:
        """Of the days of which gaps are shown."""
        return store.lacking(reader, *self._period(GAPS_OF, by), by.barred, LACKING_SHOWN)

    def _period(self, span: timedelta, by: Actor) -> tuple[int, datetime, datetime]:
        if not by.is_staff:
            raise NotStaff
        now = self._clock()
        return by.guild_id, now - span, now


def spent_in(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, barred: Collection[str] = ()
) -> Spent:
    """Of all, whoever may read of whom; but of types that are barred."""
    period = (guild_id, start_at, end_at)
    found = store.answering(reader, *period, barred)
    preventing = store.preventing_by(reader, *period)
    return Spent(
        halves=Halves(found.minutes, sum(preventing.values())),
        estimated=found.estimated,
        unestimated=found.unestimated,
        by_cause=store.by_cause(reader, *period, barred),
        by_person=by_person(store.answering_by(reader, *period, barred), preventing),
    )

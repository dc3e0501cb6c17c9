"""What staff ask about the past: the report, the FAQ's numbers, its gaps, and entries to look at again."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader
from bot.errors import NotStaff
from bot.faq.in_use import InUse
from bot.insights import deflection, metrics, store
from bot.insights.deflection import Deflection, Named, Opened
from bot.insights.gaps import Gaps, find_gaps
from bot.insights.lift import lift
from bot.insights.metrics import Report
from bot.insights.numbers import Numbers
from bot.insights.staleness import Stale, find_stale

GAPS_OF = timedelta(days=30)
"""No text is kept for longer."""

GROUPED_AT_MOST = 5_000
"""Questions that are grouped, the newest; more would take seconds."""

STALE_AFTER = timedelta(days=90)
"""Answers older than this say nothing about an entry, and an entry that was not served since is not needed."""


class InsightsService:
    """Reads only, and only for staff: each method raises NotStaff."""

    def __init__(self, database: Database, clock: Clock, knowledge: InUse) -> None:
        self._database = database
        self._clock = clock
        self._knowledge = knowledge

    async def report(self, guild_id: int, *, days: int, by: Actor) -> Report:
        """The figures of the last `days` days up to now."""
        start_at, end_at = self._last(timedelta(days=days), by)
        async with self._database.read() as reader:
            facts = await store.facts(reader, guild_id, start_at, end_at)
            named, opened = await self._named(reader, guild_id, start_at, end_at)
        answers = self._deflections(named, opened, end_at)
        return metrics.report(start_at, end_at, facts, deflection.tally(answers))

    async def numbers(self, guild_id: int, *, days: int, by: Actor) -> Numbers:
        """What the FAQ said and did not say in the last `days` days, and what came of it."""
        start_at, end_at = self._last(timedelta(days=days), by)
        async with self._database.read() as reader:
            by_rule = await store.by_rule(reader, guild_id, start_at, end_at)
            suggestions = await store.suggestions(reader, guild_id, start_at, end_at)
            named, opened = await self._named(reader, guild_id, start_at, end_at)
        answers = self._deflections(named, opened, end_at)
        return Numbers(
            by_rule=by_rule,
            answers=deflection.tally(answers),
            by_entry=deflection.tallies(answers, lambda question: question.entry_id),
            by_place=deflection.tallies(answers, lambda question: question.place_id),
            suggestions=suggestions,
            lift=lift(named, opened, end_at),
        )

    async def gaps(self, guild_id: int, *, by: Actor) -> Gaps:
        """What the FAQ could not answer in the last 30 days, grouped in a worker thread."""
        start_at, end_at = self._last(GAPS_OF, by)
        async with self._database.read() as reader:
            unanswered = await store.unanswered(reader, guild_id, start_at, end_at, GROUPED_AT_MOST)
        return await asyncio.to_thread(find_gaps, unanswered)

    async def stale(self, guild_id: int, *, by: Actor) -> Stale:
        """The entries that somebody should look at again."""
        start_at, end_at = self._last(STALE_AFTER, by)
        async with self._database.read() as reader:
            suspects = await store.suspects(reader, guild_id)
            named, opened = await self._named(reader, guild_id, start_at, end_at)
            watching_since = await store.asked_since(reader, guild_id)
        answers = self._deflections(named, opened, end_at)
        used = {question.entry_id for question, _ in answers}
        has_watched = watching_since is not None and watching_since <= start_at
        return find_stale(
            self._knowledge.library.entries,
            suspects,
            dict(deflection.tallies(answers, lambda question: question.entry_id)),
            used if has_watched else None,
            end_at.date(),
        )

    def _last(self, span: timedelta, by: Actor) -> tuple[datetime, datetime]:
        """From so long ago until now, for staff."""
        if not by.is_staff:
            raise NotStaff
        now = self._clock()
        return now - span, now

    async def _named(
        self, reader: Reader, guild_id: int, start_at: datetime, end_at: datetime
    ) -> tuple[list[Named], list[Opened]]:
        named = await store.named(reader, guild_id, start_at, end_at)
        return named, await store.opened(reader, guild_id, start_at)

    def _deflections(
        self, named: list[Named], opened: list[Opened], now: datetime
    ) -> list[tuple[Named, Deflection]]:
        ticket_types = {entry.id: entry.ticket_type for entry in self._knowledge.library.entries}
        return deflection.deflections(named, opened, ticket_types, now)

"""What staff ask about the past: the report, the FAQ's numbers, its gaps, and entries to look at again."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database
from bot.errors import NotStaff
from bot.faq.in_use import InUse
from bot.faq.question import NOTED_FOR
from bot.insights import metrics, store
from bot.insights.deflection import Tally, tallies, tally
from bot.insights.gaps import Gaps, find_gaps
from bot.insights.last_chances import store as last_chances
from bot.insights.lift import lift
from bot.insights.metrics import Report
from bot.insights.numbers import Numbers
from bot.insights.sent_entries import store as sent_entries
from bot.insights.sharing import Shared
from bot.insights.spending import store as spending
from bot.insights.staleness import Stale, find_stale
from bot.insights.stats.service import TicketStats
from bot.insights.store import TicketTypes
from bot.knowledge.store import begun_after

GAPS_OF = NOTED_FOR
"""No text is kept for longer."""

GROUPED_AT_MOST = 5_000
"""Questions that are grouped, the newest; more would take seconds."""

STALE_AFTER = timedelta(days=90)
"""Answers older than this say nothing about an entry, and an entry that was not served since is not needed."""


class InsightsService:
    """Reads only, and only for staff: each method raises NotStaff.

    What several ask of the same community at the same time is found out once. So figures may lack what happened since
    the first of them asked: as long as finding out takes, and what was asked before it. What is marked as wrong is as
    it is now.
    """

    def __init__(self, database: Database, clock: Clock, knowledge: InUse, stats: TicketStats) -> None:
        self._database = database
        self._clock = clock
        self._knowledge = knowledge
        self._stats = stats
        self._one_at_a_time = asyncio.Lock()
        """Or a few who want to know the past would keep the readers and the processor from who waits now."""
        self._shared = Shared()

    async def report(self, *, days: int, by: Actor) -> Report:
        """The figures of the last `days` days up to now; of tickets those that `/stats` has, and of types that this person
        does not read none.
        """
        start_at, end_at = self._days(days, by)
        return await self._shared.once(
            ("report", by.guild_id, days, frozenset(by.barred)), lambda: self._report(days, start_at, end_at, by)
        )

    async def _report(self, days: int, start_at: datetime, end_at: datetime, by: Actor) -> Report:
        types, guild_id = self._ticket_types(), by.guild_id
        tickets = await self._stats.of_days(days, by=by)
        async with self._one_at_a_time:
            facts, answers = await self._database.read(
                lambda reader: (
                    store.facts(reader, guild_id, start_at, end_at, tickets.start_at, by.barred),
                    store.answers(reader, guild_id, start_at, end_at, types),
                )
            )
        return metrics.report(start_at, end_at, facts, tally(answers), tickets)

    async def numbers(self, guild_id: int, *, days: int, by: Actor) -> Numbers:
        """What the FAQ said and did not say in the last `days` days, and what came of it."""
        start_at, end_at = self._days(days, by)
        return await self._shared.once(
            ("numbers", guild_id, days), lambda: self._numbers(guild_id, start_at, end_at)
        )

    async def _numbers(self, guild_id: int, start_at: datetime, end_at: datetime) -> Numbers:
        types = self._ticket_types()
        async with self._one_at_a_time, asyncio.TaskGroup() as group:
            # On two readers, because it takes longest: one counts the answers, the other what is left.
            counting = group.create_task(
                self._database.read(
                    lambda reader: store.answers_by(
                        reader, guild_id, start_at, end_at, types, "entry_id", "place_id"
                    )
                )
            )
            by_rule, suggestions, lots, chances, sent, asked, findings, entries_found = await self._database.read(
                lambda reader: (
                    store.by_rule(reader, guild_id, start_at, end_at),
                    store.suggestions(reader, guild_id, start_at, end_at),
                    store.lots(reader, guild_id, start_at, end_at),
                    last_chances.counted(reader, guild_id, start_at, end_at),
                    sent_entries.counted(reader, guild_id, start_at, end_at),
                    last_chances.asked(reader, guild_id, start_at, end_at),
                    spending.findings(reader, guild_id, start_at, end_at),
                    spending.by_entry(reader, guild_id, start_at, end_at),
                )
            )
        by_entry, by_place = counting.result()
        return Numbers(
            by_rule=by_rule,
            answers=tally(part for parts in by_place.values() for part in parts),  # by entry, two may be one
            by_entry=tallies(by_entry),
            by_place=tallies({int(place_id): parts for place_id, parts in by_place.items()}),
            suggestions=suggestions,
            lift=None if lots is None else lift(*lots),
            last_chances=chances,
            sent_entries=sent,
            asked_first=asked,
            findings=findings,
            by_entry_found=entries_found,
        )

    async def gaps(self, guild_id: int, *, by: Actor) -> Gaps:
        """What the FAQ could not answer in the last 30 days, grouped in a worker thread."""
        start_at, end_at = self._last(GAPS_OF, by)
        return await self._shared.once(("gaps", guild_id), lambda: self._gaps(guild_id, start_at, end_at))

    async def _gaps(self, guild_id: int, start_at: datetime, end_at: datetime) -> Gaps:
        async with self._one_at_a_time:
            unanswered = await self._database.read(
                lambda reader: store.unanswered(reader, guild_id, start_at, end_at, GROUPED_AT_MOST)
            )
            return await asyncio.to_thread(find_gaps, unanswered)

    async def stale(self, guild_id: int, *, by: Actor) -> Stale:
        """The entries that somebody should look at again. One that is new cannot have been used yet."""
        start_at, end_at = self._last(STALE_AFTER, by)
        by_entry = await self._shared.once(("stale", guild_id), lambda: self._by_entry(guild_id, start_at, end_at))
        suspects, watching_since, new = await self._database.read(
            lambda reader: (
                store.suspects(reader, guild_id),
                store.asked_since(reader, guild_id),
                begun_after(reader, start_at),
            )
        )
        has_watched = watching_since is not None and watching_since <= start_at
        return find_stale(
            self._knowledge.library.entries,
            suspects,
            by_entry,
            {*by_entry, *new} if has_watched else None,
            end_at.date(),
        )

    async def _by_entry(self, guild_id: int, start_at: datetime, end_at: datetime) -> dict[str, Tally]:
        types = self._ticket_types()
        async with self._one_at_a_time:
            [by_entry] = await self._database.read(
                lambda reader: store.answers_by(reader, guild_id, start_at, end_at, types, "entry_id")
            )
        return dict(tallies(by_entry))

    def _days(self, days: int, by: Actor) -> tuple[datetime, datetime]:
        """From so many days ago until now, for staff; from the midnight (UTC) before, where some questions of that day
        may be counts, which know no hour.
        """
        start_at, end_at = self._last(timedelta(days=days), by)
        if end_at - start_at > NOTED_FOR:
            start_at = datetime.combine(start_at.date(), time(), UTC)
        return start_at, end_at

    def _last(self, span: timedelta, by: Actor) -> tuple[datetime, datetime]:
        """From so long ago until now, for staff."""
        if not by.is_staff:
            raise NotStaff
        now = self._clock()
        return now - span, now

    def _ticket_types(self) -> TicketTypes:
        return {entry.id: entry.ticket_type for entry in self._knowledge.library.entries}

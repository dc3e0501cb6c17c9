"""What people look up of reputation: a leaderboard, a standing, which lines there are about a message."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader
from bot.reputation import rules
from bot.reputation import store as ledger
from bot.reputation.boards import store
from bot.reputation.boards.board import About, Board, Details, Earned, Kind, Place, Standing
from bot.reputation.boards.fold import Fold
from bot.reputation.boards.readable import in_sight, readable
from bot.reputation.boards.refused import StandingHidden, UnknownTopic
from bot.reputation.line import Line
from bot.reputation.messages import store as messages
from bot.reputation_settings import Rank, Reputation
from bot.use_cases import reads

T = TypeVar("T")

ALL_TIME, SEASON = Board(Kind.ALL_TIME), Board(Kind.SEASON)

PAGE = 10
LATEST, MOST = 5, 10
"""So many lines of the ledger a member reads of their own, and so many that are pending or held."""

AWAY = timedelta(hours=1)
"""For so long it is remembered who had left, so that Discord is not asked of them at each page; who comes back stands there again after it."""

PORTION = 5_000
"""So many lines are read at a time: others who read do not wait for longer than some hundredths of a second."""


class Boards:
    """Boards are asked of a fold of the ledger that is kept in memory, one for each server, and is brought up to date at each
    question: lines are written one transaction after the other, so whatever has a higher id was committed later.
    """

    def __init__(self, database: Database, clock: Clock, settings: Reputation) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._kept: dict[int, _Kept] = {}
        self._left: dict[int, dict[int, datetime]] = {}

    async def some(self, guild_id: int, board: Board, start: int, *, limit: int = PAGE) -> list[Place]:
        """Rows of a board from this position on, or, where that is negative, the last ones before `-start`. Who does not want to
        be named, or had left, is left out, and keeps their place. Raises UnknownTopic.
        """
        today, hidden = self._clock().date(), {*await self._hidden(guild_id), *self._away(guild_id)}

        found, topics = await self._ask(
            guild_id, lambda fold: (fold.some(board, today, start, limit=limit, but=hidden), fold.topics)
        )
        if board.kind is Kind.TOPIC and board.topic not in topics:
            raise UnknownTopic(topics)
        return found

    def have_left(self, guild_id: int, member_ids: Collection[int]) -> None:
        """These are no longer here: for `AWAY` they stand on no board."""
        until = self._clock() + AWAY
        self._left.setdefault(guild_id, {}).update(dict.fromkeys(member_ids, until))

    def _away(self, guild_id: int) -> Collection[int]:
        now, left = self._clock(), self._left.get(guild_id, {})
        self._left[guild_id] = {member_id: until for member_id, until in left.items() if until > now}
        return self._left[guild_id]

    async def topics(self, guild_id: int) -> list[str]:
        """What awards are about: categories of the FAQ, also former ones."""
        return await self._ask(guild_id, lambda fold: fold.topics)

    async def standing(self, member_id: int, *, by: Actor) -> tuple[Standing, Details | None]:
        """Where a member stands; and to themselves and staff, what is pending and held, and their newest lines.

        Raises StandingHidden, to others.
        """
        is_theirs = by.id == member_id or by.is_staff
        if not is_theirs and await self.is_hidden(by.guild_id, member_id):
            raise StandingHidden(member_id)
        today = self._clock().date()
        all_time, season = await self._ask(
            by.guild_id,
            lambda fold: (fold.total(ALL_TIME, today, member_id), fold.total(SEASON, today, member_id)),
        )
        rank, above = self.rank(all_time.points), rules.next_rank(all_time.points, self._settings.ranks)
        details = await self._details(by.guild_id, member_id) if is_theirs else None
        return Standing(member_id, all_time, season, rank, above), details

    @reads
    def is_hidden(self, reader: Reader, guild_id: int, member_id: int) -> bool:
        """Whether what this member has earned is between them and staff: it is said nowhere else."""
        return store.is_hidden(reader, guild_id, member_id)

    def rank(self, balance: int) -> Rank | None:
        """What a balance earns."""
        return rules.rank(balance, self._settings.ranks)

    @reads
    def places(self, reader: Reader, guild_id: int, message_id: int, subject_ids: Collection[int]) -> set[int]:
        """The channels of what stands in the ledger about this message, and about these questions, messages or tickets."""
        lines = [*_of_message(reader, guild_id, message_id), *_of_subjects(reader, guild_id, subject_ids)]
        return {one.data["channel"] for one in lines if "channel" in one.data}

    @reads
    def about(
        self,
        reader: Reader,
        message_id: int,
        subject_ids: Collection[int],
        channel_ids: Collection[int],
        *,
        by: Actor,
    ) -> About:
        """What stands in the ledger about this message, and about these questions, messages or tickets: as far as they may
        read it, and see the channels where it was earned, which of `places` are these.
        """
        hidden = store.hidden(reader, by.guild_id) - {by.id} if not by.is_staff else frozenset[int]()

        def told(lines: list[Line]) -> list[Line]:
            return readable(in_sight(lines, by, channel_ids), by)

        def shown(lines: list[Line]) -> list[Line]:
            return [one for one in lines if one.member_id not in hidden]

        of_message = told(_of_message(reader, by.guild_id, message_id))
        of_question = told(_of_subjects(reader, by.guild_id, subject_ids))
        is_hidden = any(one.member_id in hidden for one in (*of_message, *of_question))
        return About(shown(of_message), shown(of_question), is_hidden)

    async def _ask(self, guild_id: int, question: Callable[[Fold], T]) -> T:
        """What the fold says, once it knows all that is committed. Where that fails or is cancelled, a thread may still be at the
        fold: it is not kept then.
        """
        kept = self._kept.setdefault(guild_id, _Kept())
        async with kept.lock:
            fold, kept.fold = kept.fold or Fold(self._settings.seasons), None
            is_behind = True
            while is_behind:
                portion = await self._earned(guild_id, fold.last_id)
                if portion:
                    await asyncio.to_thread(fold.add, portion)
                is_behind = len(portion) == PORTION
            answer = await asyncio.to_thread(question, fold)
            kept.fold = fold
        return answer

    @reads
    def _earned(self, reader: Reader, guild_id: int, after_id: int) -> list[Earned]:
        return store.earned(reader, guild_id, after_id, PORTION)

    @reads
    def _hidden(self, reader: Reader, guild_id: int) -> Collection[int]:
        return store.hidden(reader, guild_id)

    @reads
    def _details(self, reader: Reader, guild_id: int, member_id: int) -> Details:
        here = (reader, guild_id, member_id)
        return Details(
            tuple(store.pending(*here, MOST)),
            tuple(store.held(*here, MOST)),
            tuple(store.latest(*here, LATEST)),
        )


@dataclass
class _Kept:
    """Of one server; who has the lock takes the fold out while it changes."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    fold: Fold | None = None


def _of_message(reader: Reader, guild_id: int, message_id: int) -> list[Line]:
    """Also of a question or a ticket that is called like it."""
    return _by_id(
        [*messages.of_message(reader, guild_id, message_id), *ledger.of_subject(reader, guild_id, message_id)]
    )


def _of_subjects(reader: Reader, guild_id: int, subject_ids: Collection[int]) -> list[Line]:
    return _by_id([line for one in subject_ids for line in ledger.of_subject(reader, guild_id, one)])


def _by_id(lines: Sequence[Line]) -> list[Line]:
    return [line for _, line in sorted({one.id: one for one in lines}.items())]

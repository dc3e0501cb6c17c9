"""What becomes of awards when their messages change: what is deleted earns nothing more, what is emptied is for staff to see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import timedelta

from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.reputation.accepting import Accepting
from bot.reputation.line import Rule
from bot.reputation.messages import store
from bot.reputation.messages.awarded import AwardedMessage
from bot.reputation.owed import EMPTIED_JOB, LOOK_JOB
from bot.use_cases import reads, writes

LOOKED_AT_FOR = timedelta(days=7)
"""For so long after an award its message is looked at when we were away; what is older is looked at no more."""


class AwardedMessages:
    """Each method is one use case; of a message that nothing stands for, it is one read."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner, accepting: Accepting) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._accepting = accepting

    async def deleted(self, guild_id: int, message_ids: Collection[int]) -> int:
        """These messages are gone: what stands for them is taken back, and what they answered is open again. How many awards
        that were.
        """
        return await self._take_back(guild_id, message_ids) if await self._matter(guild_id, message_ids) else 0

    @reads
    def _matter(self, reader: Reader, guild_id: int, message_ids: Collection[int]) -> bool:
        return bool(store.standing_for(reader, guild_id, message_ids))

    @writes
    def _take_back(self, tx: Transaction, guild_id: int, message_ids: Collection[int]) -> int:
        looked: set[int] = set()
        taken = 0
        # One after the other: what helped beside leaves its share to a new line for what answered, which may be gone, too.
        while left := [one for one in store.standing_for(tx, guild_id, message_ids) if one.id not in looked]:
            line = left[0]
            looked.add(line.id)
            taken += self._accepting.withdraw(tx, line, Rule.DELETED, None)
        return taken

    async def emptied(self, guild_id: int, message_id: int) -> None:
        """This message says nothing any more that could help: its award is kept, and staff are told, once."""
        if await self._matter(guild_id, [message_id]):
            await self._emptied(guild_id, message_id)

    @writes
    def _emptied(self, tx: Transaction, guild_id: int, message_id: int) -> None:
        now = self._clock()
        emptied = store.empty(tx, guild_id, message_id, now)
        if emptied is not None:
            self._jobs.put(
                tx,
                guild_id=guild_id,
                kind=EMPTIED_JOB,
                subject_id=message_id,
                due_at=now,
                data=asdict(emptied),
            )

    @reads
    def to_look_at(self, reader: Reader, guild_id: int) -> Sequence[AwardedMessage]:
        """What may have changed while we were away, by channels and in the order in which it was written."""
        return store.since(reader, guild_id, self._clock() - LOOKED_AT_FOR)

    @writes
    def look_again(self, tx: Transaction, guild_id: int) -> None:
        """Discord has told us nothing for a while."""
        self._jobs.put(tx, guild_id=guild_id, kind=LOOK_JOB, subject_id=guild_id, due_at=self._clock())

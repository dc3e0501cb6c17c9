"""Questions that the FAQ was silent about, written down together: each alone would cost more than reading it did.

What a kill loses is a second of silence. What was answered, offered or owed is never gathered.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.database import IntegrityError
from bot.errors import DatabaseBusy
from bot.faq.question import Silence
from bot.turns import Urgency, urgency

log = logging.getLogger(__name__)

WITHIN_SECONDS = 1
"""So long one waits for others."""

BATCH = 1_000
"""So many in one transaction, each of up to ten messages: a statement takes 32,766 parameters at most."""

AT_MOST = 5_000
"""Of more, while the database is busy, the oldest are dropped, and counted."""

SAY_AGAIN = timedelta(minutes=1)


class Gathering:
    """What is not written yet. `write` stores some of it in one transaction; `report` hears of what it cannot."""

    def __init__(
        self,
        clock: Clock,
        write: Callable[[Sequence[Silence]], Awaitable[None]],
        report: Callable[[str, BaseException], object],
    ) -> None:
        self._clock = clock
        self._write = write
        self._report = report
        self._waiting: dict[int, Silence] = {}
        self._by_piece: dict[int, int] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._writing = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._dropped = 0
        self._is_closed = False
        self._said_at: datetime | None = None
        self._saying: asyncio.TimerHandle | None = None

    def add(self, silence: Silence) -> None:
        """Write this within a second."""
        self._waiting[silence.question_id] = silence
        self._by_piece |= dict.fromkeys(silence.pieces, silence.question_id)
        while len(self._waiting) > AT_MOST:
            self._forget(self._waiting.pop(next(iter(self._waiting))))
            self._dropped += 1
        self._arm()

    def take(self, message_ids: Collection[int]) -> Silence | None:
        """The one that some of these messages belong to, if it is not being written; it will not be, unless it is added
        again.
        """
        found = next((self._by_piece[one] for one in message_ids if one in self._by_piece), None)
        silence = self._waiting.pop(found, None) if found is not None else None
        if silence is not None:
            self._forget(silence)
        return silence

    def holds(self, message_id: int) -> bool:
        """Whether this message belongs to one, also while that is being written."""
        return message_id in self._by_piece

    async def make_findable(self, message_ids: Collection[int], channel_id: int | None = None) -> None:
        """Somebody is about to look up these messages, or the channel's latest question: write them. Raises DatabaseBusy."""
        if (
            self._writing.locked()
            or any(one in self._by_piece for one in message_ids)
            or any(silence.place.channel_id == channel_id for silence in self._waiting.values())
        ):
            await self.written()

    async def written(self) -> None:
        """Write all that there is. Raises DatabaseBusy; then it is tried again by itself."""
        async with self._writing:
            while self._waiting:
                batch = list(self._waiting.values())[:BATCH]
                for silence in batch:
                    del self._waiting[silence.question_id]
                try:
                    await self._write_what_can_be(batch)
                except (DatabaseBusy, asyncio.CancelledError):
                    self._waiting = {silence.question_id: silence for silence in batch} | self._waiting
                    self._arm()
                    raise
                finally:
                    for silence in batch:
                        if silence.question_id not in self._waiting:
                            self._forget(silence)

    async def written_at_last(self) -> None:
        """The bot stops: write all that there is, however long the database is busy. To be cancelled, and then to `end`."""
        while self._waiting and not self._is_closed:
            task = self._begin()
            await asyncio.wait([task])
            if not task.cancelled() and task.exception() is not None:
                return
            if self._waiting:
                await asyncio.sleep(WITHIN_SECONDS)

    def end(self) -> None:
        """Write nothing more, and say of how much that is true."""
        self._is_closed = True
        if self._timer is not None:
            self._timer.cancel()
        for task in self._tasks:
            task.cancel()
        if self._waiting:
            log.warning("stopping: %d silent lines could not be written down", len(self._waiting))
        self.say_what_was_dropped()

    async def _write_what_can_be(self, batch: Sequence[Silence]) -> None:
        """All of it; where one line cannot be stored, the others. What was written is known if it comes again."""
        try:
            await self._write(batch)
        except IntegrityError as error:
            if len(batch) == 1:
                self._report("a silent line", error)
                return
            for silence in batch:
                await self._write_what_can_be([silence])

    def _arm(self) -> None:
        if self._timer is None and not self._is_closed:
            self._timer = asyncio.get_running_loop().call_later(WITHIN_SECONDS, self._begin)

    def _begin(self) -> asyncio.Task[None]:
        self._timer = None
        task = asyncio.get_running_loop().create_task(self._write_all())
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._report("silent lines", error)

    async def _write_all(self) -> None:
        urgency.set(Urgency.CHATTER)
        try:
            await self.written()
        except DatabaseBusy:
            log.info("the database is busy: %d silent lines wait for it", len(self._waiting))
        now = self._clock()
        if self._said_at is None or now - self._said_at >= SAY_AGAIN:
            self.say_what_was_dropped()
        elif self._dropped and self._saying is None:
            wait = (SAY_AGAIN - (now - self._said_at)).total_seconds()
            self._saying = asyncio.get_running_loop().call_later(wait, self.say_what_was_dropped)

    def say_what_was_dropped(self) -> None:
        """In the log, as often as once a minute, and when the bot stops."""
        if self._saying is not None:
            self._saying.cancel()
            self._saying = None
        if self._dropped:
            log.warning("%d silent lines were not written down: too many", self._dropped)
            self._dropped, self._said_at = 0, self._clock()

    def _forget(self, silence: Silence) -> None:
        for piece in silence.pieces:
            self._by_piece.pop(piece, None)

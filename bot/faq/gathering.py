"""Questions that the FAQ was silent about, written down together: each alone would cost more than reading it did.

What a kill loses is a second of silence. What was answered, offered or owed is never gathered.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.errors import DatabaseBusy
from bot.faq.question import Silence
from bot.turns import Urgency, urgency

log = logging.getLogger(__name__)

WITHIN_SECONDS = 1
"""So long one waits for others."""

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
        self._said_at: datetime | None = None
        self._saying: asyncio.TimerHandle | None = None

    def add(self, silence: Silence) -> None:
        """Write this within a second."""
        self._waiting[silence.question_id] = silence
        self._by_piece |= dict.fromkeys(silence.pieces, silence.question_id)
        while len(self._waiting) > AT_MOST:
            self._forget(next(iter(self._waiting.values())))
            self._dropped += 1
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(WITHIN_SECONDS, self._begin)

    def take(self, message_ids: Collection[int]) -> Silence | None:
        """The one that some of these messages belong to; it is not written, unless it is added again."""
        found = next((self._by_piece[one] for one in message_ids if one in self._by_piece), None)
        if found is None:
            return None
        silence = self._waiting[found]
        self._forget(silence)
        return silence

    def holds(self, message_id: int) -> bool:
        """Whether this message belongs to one."""
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
            silences = list(self._waiting.values())
            for silence in silences:
                self._forget(silence)
            if not silences:
                return
            try:
                await self._write(silences)
            except (DatabaseBusy, asyncio.CancelledError):
                newer, self._waiting = self._waiting, {}
                for silence in [*silences, *newer.values()]:
                    self.add(silence)
                raise

    def _begin(self) -> None:
        self._timer = None
        task = asyncio.get_running_loop().create_task(self._write_all())
        self._tasks.add(task)
        task.add_done_callback(self._ended)

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
        del self._waiting[silence.question_id]
        for piece in silence.pieces:
            self._by_piece.pop(piece, None)

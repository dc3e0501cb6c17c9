"""Questions that the FAQ was silent about, written down together: each alone would cost more than reading it did.

What a kill loses is a second of silence. What was answered, offered or owed is never gathered.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from bot.clock import Clock
from bot.database import IntegrityError, OperationalError
from bot.errors import DatabaseBusy
from bot.faq.question import Silence
from bot.turns import Urgency, urgency

log = logging.getLogger(__name__)

WITHIN_SECONDS = 1
"""So long one waits for others."""

FAILED_SECONDS = 60
"""After so long they are tried again where the disk is full or broken."""

BATCH = 1_000
"""So many in one transaction, each of up to ten messages: a statement takes 32,766 parameters at most."""

AT_MOST = 5_000
"""Of more, while the database is busy, the oldest are dropped, and counted."""

SAY_AGAIN = timedelta(minutes=1)


class Batch:
    """Some lines, chosen when the turn to write them has come: by then somebody more urgent may have written them."""

    def __init__(self, gathering: Gathering, choose: Callable[[], Mapping[int, Silence]]) -> None:
        self._gathering = gathering
        self._choose = choose
        self.lines: Mapping[int, Silence] = {}

    def begin(self) -> list[Silence]:
        """What is to be written now; maybe nothing any more. May be called in any thread, while nobody else writes."""
        self.lines = self._gathering.choose(self._choose)
        return list(self.lines.values())

    def end(self) -> None:
        """It is written."""
        self._gathering.forget(self.lines)


class Gathering:
    """What is not written yet. `write` stores a batch in one transaction; `report` hears of what it cannot."""

    def __init__(
        self,
        clock: Clock,
        write: Callable[[Batch], Awaitable[None]],
        report: Callable[[str, BaseException], object],
    ) -> None:
        self._clock = clock
        self._write = write
        self._report = report
        self._waiting: dict[int, Silence] = {}
        self._by_piece: dict[int, int] = {}
        self._begun: frozenset[int] = frozenset()
        """Of those that wait, the ones that are being written."""
        self._changing = threading.Lock()
        """Held while what waits changes, or is chosen to be written."""
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._dropped = 0
        self._is_failing = False
        self._is_closed = False
        self._said_at: datetime | None = None
        self._saying: asyncio.TimerHandle | None = None

    def add(self, silence: Silence) -> None:
        """Write this within a second."""
        with self._changing:
            self._waiting[silence.question_id] = silence
            self._by_piece |= dict.fromkeys(silence.pieces, silence.question_id)
            if len(self._waiting) - len(self._begun) > AT_MOST:
                self._forget(next(one for one in self._waiting if one not in self._begun))
                self._dropped += 1
        self._arm(WITHIN_SECONDS)

    def take(self, message_ids: Collection[int]) -> Silence | None:
        """The one that some of these messages belong to, if it is not being written; it will not be, unless it is added
        again.
        """
        with self._changing:
            found = next((self._by_piece[one] for one in message_ids if one in self._by_piece), None)
            return None if found is None or found in self._begun else self._forget(found)

    def holds(self, message_id: int) -> bool:
        """Whether this message belongs to one, also while that is being written."""
        return message_id in self._by_piece

    def choose(self, choose: Callable[[], Mapping[int, Silence]]) -> Mapping[int, Silence]:
        """What is to be written now, which nobody takes any more. May be called in any thread."""
        with self._changing:
            chosen = choose()
            self._begun |= chosen.keys()
        return chosen

    def forget(self, question_ids: Iterable[int]) -> None:
        """These are written, or never will be."""
        with self._changing:
            for question_id in question_ids:
                self._forget(question_id)

    async def make_findable(self, message_ids: Collection[int], channel_id: int | None = None) -> None:
        """Somebody is about to look up these messages, or the channel's latest question: write them, as urgently as that
        is. Raises DatabaseBusy.
        """
        if any(one in self._by_piece for one in message_ids) or any(
            silence.place.channel_id == channel_id for silence in self._waiting.values()
        ):
            await self.written()

    async def drop(self, is_gone: Callable[[Silence], bool]) -> None:
        """Those are not to be written any more; where they are just being written, that is waited for. Raises DatabaseBusy."""
        with self._changing:
            gone = [one for one, silence in self._waiting.items() if is_gone(silence)]
            for question_id in gone:
                if question_id not in self._begun:
                    self._forget(question_id)
        if any(question_id in self._waiting for question_id in gone):
            await self.written()

    async def written(self) -> None:
        """Write all that there is. Raises DatabaseBusy; then it is tried again by itself. So it is where the disk is full
        or broken, but of that only `report` hears: nobody has asked for these lines.
        """
        try:
            while self._waiting:
                await self._write_next()
            self._is_failing = False
        except (DatabaseBusy, asyncio.CancelledError):
            self._arm(WITHIN_SECONDS)
            raise
        except OperationalError as error:
            if not self._is_failing:
                self._report("silent lines", error)
            self._is_failing = True
            self._arm(FAILED_SECONDS)

    async def _write_next(self) -> None:
        """Some of it; where one line cannot be stored, the others. What was written is known if it comes again."""
        batch = Batch(self, self._choose)
        try:
            await self._write_batch(batch)
        except IntegrityError:
            for question_id in batch.lines:
                await self._write_alone(question_id)

    async def _write_alone(self, question_id: int) -> None:
        try:
            await self._write_batch(Batch(self, partial(self._choose_one, question_id)))
        except IntegrityError as error:
            self._report("a silent line", error)
            self.forget([question_id])

    async def _write_batch(self, batch: Batch) -> None:
        """What fails for another reason than these is a bug, and not tried again."""
        is_kept = False
        try:
            await self._write(batch)
        except (DatabaseBusy, IntegrityError, OperationalError, asyncio.CancelledError):
            is_kept = True
            raise
        finally:
            with self._changing:
                self._begun -= batch.lines.keys()
            if not is_kept:
                self.forget(batch.lines)

    async def written_at_last(self) -> None:
        """The bot stops: write all that there is, however long the database is busy. To be cancelled, and then to `end`."""
        self._stop_the_timer()
        while self._waiting:
            task = self._begin()
            await asyncio.wait([task])
            if self._is_failing or (not task.cancelled() and task.exception() is not None):
                return
            if self._waiting:
                await asyncio.sleep(WITHIN_SECONDS)

    def end(self) -> None:
        """Write nothing more, and say of how much that is true."""
        self._stop_the_timer()
        for task in self._tasks:
            task.cancel()
        if self._waiting:
            log.warning("stopping: %d silent lines could not be written down", len(self._waiting))
        self.say_what_was_dropped()

    def _choose(self) -> dict[int, Silence]:
        return dict(islice(self._waiting.items(), BATCH))

    def _choose_one(self, question_id: int) -> dict[int, Silence]:
        return {question_id: self._waiting[question_id]} if question_id in self._waiting else {}

    def _arm(self, seconds: float) -> None:
        if self._timer is None and not self._is_closed:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._begin)

    def _stop_the_timer(self) -> None:
        self._is_closed = True
        if self._timer is not None:
            self._timer.cancel()

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

    def _forget(self, question_id: int) -> Silence | None:
        silence = self._waiting.pop(question_id, None)
        for piece in silence.pieces if silence is not None else ():
            self._by_piece.pop(piece, None)
        return silence

"""The one queue of questions whose meaning is read: bounded, with a thread of its own, and nobody waits in it for long."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from bot.matching.meaning import Encoder

log = logging.getLogger(__name__)

LONGEST_WAIT_SECONDS = 0.2
"""Who has not been read by then is judged by words. A question takes 5 ms, and an answer is wanted within 300."""

WAITING_AT_MOST = 32
"""Calls. Behind so many the wait would be about `LONGEST_WAIT_SECONDS`."""

SAID_EVERY_SECONDS = 60.0
"""How often the log says that the encoder is behind, and for how many questions."""

Vectors = NDArray[np.float32]
Waiting = asyncio.Future[Vectors | None]


class Encoding:
    """Reads questions for their meaning, in the order in which they come, one call of the encoder at a time."""

    def __init__(
        self,
        encoder: Encoder,
        *,
        longest_wait_seconds: float = LONGEST_WAIT_SECONDS,
        waiting_at_most: int = WAITING_AT_MOST,
        said_every_seconds: float = SAID_EVERY_SECONDS,
    ) -> None:
        self._encoder = encoder
        self._longest_wait_seconds = longest_wait_seconds
        self._waiting_at_most = waiting_at_most
        self._said_every_seconds = said_every_seconds
        # A thread of its own: the event loop's are for what must not wait for questions. It ends with this object.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="encoder")
        self._waiting: set[Waiting] = set()
        self._left_out = 0
        self._is_closed = False

    async def encode(self, texts: Sequence[str], is_over: Callable[[], bool] = lambda: False) -> Vectors | None:
        """One row of length 1 for each text, or None where words have to do.

        That is where `is_over` (asked in this thread, and in the worker's when the turn has come: nobody wants it any more),
        where too many wait or it takes too long, where the encoder fails, and after `close`.
        """
        if self._is_closed or is_over():
            return None
        if len(self._waiting) >= self._waiting_at_most:
            self._leave_out()
            return None
        is_late = False
        running = asyncio.get_running_loop().run_in_executor(
            self._worker, self._encode, texts, lambda: is_over() or is_late
        )
        self._waiting.add(running)
        running.add_done_callback(self._finish)
        try:
            await asyncio.wait({running}, timeout=self._longest_wait_seconds)
        finally:
            is_late = True  # not cancelled: it stays in the worker's queue anyway, and is counted there
        if not running.done():
            self._leave_out()
            return None
        return None if running.cancelled() or running.exception() else running.result()

    def close(self) -> None:
        """Read nothing more. Who waits is judged by words; the thread ends after the text that it is at."""
        self._is_closed = True
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _encode(self, texts: Sequence[str], is_over: Callable[[], bool]) -> Vectors | None:
        return None if is_over() else self._encoder.encode(texts)

    def _finish(self, running: Waiting) -> None:
        self._waiting.discard(running)
        if not running.cancelled() and (error := running.exception()):
            # Its kind only: nobody knows whether what it says has words of the question in it.
            log.error("a question was judged by its words, the encoder has failed: %s", type(error).__name__)

    def _leave_out(self) -> None:
        if not self._left_out:
            asyncio.get_running_loop().call_later(self._said_every_seconds, self._say)
        self._left_out += 1

    def _say(self) -> None:
        log.warning("the encoder is behind; questions judged by their words alone: %d", self._left_out)
        self._left_out = 0

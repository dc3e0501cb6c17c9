"""Whose turn it is: so many at once, and of those who wait the most urgent first, then who came first."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from enum import IntEnum
from itertools import count


class Urgency(IntEnum):
    """Whose work comes first where several wait. Only people who look at a screen are told that it takes too long."""

    PRESS = 0
    TICKET = 1
    QUESTION = 2
    CHATTER = 3


urgency: ContextVar[Urgency] = ContextVar("urgency", default=Urgency.QUESTION)
"""How urgent is what this task does."""


class Turns:
    """For work of which only so much may be done at once."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: list[tuple[Urgency, int, asyncio.Future[None]]] = []
        self._numbers = count()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Within, it is one's turn."""
        await self.take()
        try:
            yield
        finally:
            self.leave()

    async def take(self, patience: float | None = None) -> None:
        """Wait until it is one's turn, which ends with `leave`. TimeoutError where it does not come in so many seconds."""
        if self._free:
            self._free -= 1
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (urgency.get(), next(self._numbers), mine))
        try:
            async with asyncio.timeout(patience):
                await mine
        except BaseException:
            if mine.done() and not mine.cancelled():
                self.leave()
            raise

    def leave(self) -> None:
        """Pass one's turn on."""
        while self._waiting:
            *_, next_one = heapq.heappop(self._waiting)
            if not next_one.done():
                next_one.set_result(None)
                return
        self._free += 1

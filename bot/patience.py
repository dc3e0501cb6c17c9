"""Trying again what another process keeps from being written by its lock, for as long as nobody has to wait for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from bot.errors import DatabaseBusy

log = logging.getLogger(__name__)

T = TypeVar("T")

PAUSES_SECONDS = (5, 10, 20, 40, 60, 60)
"""After each the database is tried again, for ten seconds each time: four minutes and a half in all."""

AT_LAST_SECONDS = 0.25
"""So short are the pauses once the bot stops: there is no later time."""


class Patience:
    """Of a whole bot: once it `ends`, all pauses are a quarter of a second."""

    def __init__(self) -> None:
        self._has_ended = asyncio.Event()

    def end(self) -> None:
        """The bot stops: from now on all that waits is tried every quarter of a second, until whoever stops us cancels it."""
        self._has_ended.set()

    async def outlast(self, work: Callable[[], Awaitable[T]], what: str) -> T:
        """What the work returns, also where another process locks the database; `what` is its name in the log.

        It is begun anew each time, so what it has done before it met the lock must bear to be done twice. Raises
        DatabaseBusy where the lock outlasts all pauses, before the end.
        """
        pauses = list(PAUSES_SECONDS)
        while True:
            try:
                return await work()
            except DatabaseBusy:
                if not pauses:
                    raise
            if self._has_ended.is_set():
                await asyncio.sleep(AT_LAST_SECONDS)
            else:
                log.warning("%s: the database is busy; trying again in %d s", what, pauses[0])
                with suppress(TimeoutError):
                    async with asyncio.timeout(pauses.pop(0)):
                        await self._has_ended.wait()

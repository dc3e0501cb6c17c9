"""Ends what has been begun with a database, although the task that waits for it is cancelled.

A connection that is torn out of an operation keeps SQLite's lock until it happens to be collected.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any, Generic, TypeVar

T = TypeVar("T")


async def uninterrupted(work: Coroutine[Any, Any, T]) -> T:
    """What the work returns or raises; where the waiting task is cancelled, the work is ended first."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await _ended(task)
        raise


class Whole(Generic[T]):
    """Enters and leaves another context as a whole; what was entered for a cancelled task is left again at once."""

    def __init__(self, context: AbstractAsyncContextManager[T]) -> None:
        self._context = context

    async def __aenter__(self) -> T:
        entering = asyncio.ensure_future(self._context.__aenter__())
        try:
            return await asyncio.shield(entering)
        except asyncio.CancelledError as cancelled:
            await _ended(entering)
            if not entering.cancelled() and entering.exception() is None:
                leaving = self._context.__aexit__(type(cancelled), cancelled, cancelled.__traceback__)
                await _ended(asyncio.ensure_future(leaving))
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return await uninterrupted(self._context.__aexit__(kind, error, trace))


async def _ended(task: asyncio.Future[Any]) -> None:
    """However often the waiting is cancelled; a database makes nobody wait for longer than its lock time-out."""
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            continue
    if not task.cancelled():
        task.exception()

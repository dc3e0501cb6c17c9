"""Ends what has been begun with a database, although the task that waits for it is cancelled.

A connection that is torn out of an operation keeps SQLite's lock until it happens to be collected.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def uninterrupted(work: Coroutine[Any, Any, T], then: Callable[[T], None] | None = None) -> T:
    """What the work returns or raises; where the waiting task is cancelled, the work is ended first.

    `then` hears, in the waiting task, of what the work has returned, also where that task is cancelled.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await _ended(task)
        if not task.cancelled() and task.exception() is None and then is not None:
            then(task.result())
        raise
    if then is not None:
        then(task.result())
    return task.result()


async def _ended(task: asyncio.Future[Any]) -> None:
    """However often the waiting is cancelled; a database makes nobody wait for longer than its lock time-out."""
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            continue

"""Waiting for a task whose failure is a value and not an exception."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any


async def finished(task: asyncio.Task[Any], limit: timedelta | None = None) -> BaseException | None:
    """Wait for a task; what it raised, or None. A task that takes longer than `limit` is cancelled: a TimeoutError.

    If the waiting is cancelled, the task is too, and waited for.
    """
    try:
        _, late = await asyncio.wait({task}, timeout=limit.total_seconds() if limit else None)
        if late:
            task.cancel()
            await asyncio.wait({task})
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.wait({task})
        raise
    if task.cancelled():
        return TimeoutError() if late else asyncio.CancelledError()
    return task.exception()

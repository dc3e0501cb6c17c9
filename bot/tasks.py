"""Waiting for a task whose failure is a value and not an exception."""

from __future__ import annotations

import asyncio
from typing import Any


async def finished(task: asyncio.Task[Any]) -> BaseException | None:
    """Wait for a task; what it raised, or None. If the waiting is cancelled, the task is too, and waited for."""
    try:
        await asyncio.wait({task})
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.wait({task})
        raise
    return asyncio.CancelledError() if task.cancelled() else task.exception()

"""What several people ask for at the same time."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest

from bot.insights.sharing import Shared


class Finding:
    """Finds out nothing until it is let go; each time it is asked it finds the next number."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self._numbers = count(1)
        self.failure: Exception | None = None

    async def __call__(self) -> int:
        number = next(self._numbers)
        await self.go.wait()
        if self.failure is not None:
            raise self.failure
        return number


async def begun(shared: Shared, finding: Finding, *asked: str) -> list[asyncio.Task[int]]:
    """Somebody who waits for each of these."""
    tasks = [asyncio.create_task(shared.once(one, finding)) for one in asked]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


async def test_the_same_asked_meanwhile_is_found_out_once_and_anew_afterwards() -> None:
    shared, finding = Shared(), Finding()
    tasks = await begun(shared, finding, "report", "report", "gaps", "report")
    finding.go.set()
    assert await asyncio.gather(*tasks) == [1, 1, 2, 1]
    assert await shared.once("report", finding) == 3


async def test_who_stops_waiting_stops_nobody_else() -> None:
    shared, finding = Shared(), Finding()
    first, second = await begun(shared, finding, "report", "report")
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    finding.go.set()
    assert await second == 1


async def test_what_fails_fails_for_all_who_wait_and_is_tried_anew() -> None:
    shared, finding = Shared(), Finding()
    tasks = await begun(shared, finding, "report", "report")
    finding.failure = OSError("the disk is gone")
    finding.go.set()
    assert await asyncio.gather(*tasks, return_exceptions=True) == [finding.failure] * 2
    finding.failure = None
    assert await shared.once("report", finding) == 2

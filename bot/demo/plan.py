"""What is going to happen in the week of history, by time; chance comes from one seeded source."""

from __future__ import annotations

import heapq
import random
from collections.abc import Awaitable, Callable
from itertools import count

from bot.simulated.simulation import Simulation

SEED = 2026
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
STAFF_BEGIN, STAFF_END = 7.5 * HOUR, 20 * HOUR

Deed = Callable[[], Awaitable[None]]


class Plan:
    """Deeds and their times, in seconds of simulated time. Deeds plan what follows from them."""

    def __init__(self, simulation: Simulation) -> None:
        self.random = random.Random(SEED)
        self._sim = simulation
        self._deeds: list[tuple[float, int, Deed]] = []
        self._order = count()
        self.start = self._now = simulation.env._virtual_time

    async def play(self, ends_at: float) -> None:
        """All that is planned until then, in the order of time; ends then."""
        while self._deeds and self._deeds[0][0] < ends_at:
            at, _, deed = heapq.heappop(self._deeds)
            await self._until(at)
            await deed()
        await self._until(ends_at)

    async def _until(self, at: float) -> None:
        await self._sim.advance(max(at - self._sim.env._virtual_time, 0.0))
        self._now = at

    def at(self, at: float, deed: Deed) -> None:
        """At this time; nothing is done before the start."""
        if at >= self.start:
            heapq.heappush(self._deeds, (at, next(self._order), deed))

    def after(self, least: float, most: float, deed: Deed) -> None:
        """So many seconds from now."""
        self.at(self._now + self.random.uniform(least, most), deed)

    def when_staff_work(self, least: float, most: float, deed: Deed) -> None:
        """So many seconds from now, or when staff begin after that."""
        at = self._now + self.random.uniform(least, most)
        hour = at % DAY
        if hour < STAFF_BEGIN:
            at += STAFF_BEGIN - hour + self.random.uniform(0, HOUR)
        elif hour > STAFF_END:
            at += DAY - hour + STAFF_BEGIN + self.random.uniform(0, HOUR)
        self.at(at, deed)

    def tomorrow(self, least: float, most: float, deed: Deed) -> None:
        """So many seconds after the next midnight."""
        self.at(self._now - self._now % DAY + DAY + self.random.uniform(least, most), deed)

    def chance(self, share: float) -> bool:
        """Yes, so often."""
        return self.random.random() < share

"""What has happened just now, so that it does not happen again at once. In memory: a restart forgets a minute."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from datetime import datetime, timedelta


class Recently:
    """Remembers for `within`, and at most `at_most` things: of more, the oldest are forgotten."""

    def __init__(self, within: timedelta, at_most: int = 1000) -> None:
        self._within = within
        self._at_most = at_most
        self._noted: dict[Hashable, datetime] = {}

    def note(self, happening: Collection[Hashable], now: datetime) -> bool:
        """Note that these happen now; False, and nothing is noted, where one of them has happened just now."""
        self._noted = {what: at for what, at in self._noted.items() if now - at < self._within}
        if not self._noted.keys().isdisjoint(happening):
            return False
        self._noted |= dict.fromkeys(happening, now)
        while len(self._noted) > self._at_most:
            del self._noted[next(iter(self._noted))]
        return True

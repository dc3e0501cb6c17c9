"""What has happened just now, so that it does not happen again at once. In memory: a restart forgets a minute."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from datetime import datetime, timedelta

AT_MOST = 1000


class Recently:
    """Remembers for `within`, and at most `AT_MOST` things: of more, the oldest are forgotten."""

    def __init__(self, within: timedelta) -> None:
        self._within = within
        self._noted: dict[Hashable, datetime] = {}

    def knows(self, happening: Collection[Hashable], now: datetime) -> bool:
        """Whether one of these has happened just now."""
        self._noted = {what: at for what, at in self._noted.items() if now - at < self._within}
        return not self._noted.keys().isdisjoint(happening)

    def note(self, happening: Collection[Hashable], now: datetime) -> None:
        """These happen now."""
        self._noted |= dict.fromkeys(happening, now)
        while len(self._noted) > AT_MOST:
            del self._noted[next(iter(self._noted))]

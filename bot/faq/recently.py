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

    def knows(self, happening: Collection[Hashable], now: datetime) -> bool:
        """Whether one of these has happened just now."""
        return any((at := self._noted.get(what)) is not None and now - at < self._within for what in happening)

    def note(self, happening: Collection[Hashable], now: datetime) -> None:
        """These happen now."""
        self._noted |= dict.fromkeys(happening, now)
        while len(self._noted) > self._at_most:
            del self._noted[next(iter(self._noted))]

    def forget(self, what: Hashable) -> None:
        """It may happen again at once."""
        self._noted.pop(what, None)

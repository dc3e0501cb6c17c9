"""Ids that are never given out twice, also after an older backup was restored: they stand in the custom_ids of buttons."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from threading import Lock

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
"""Where Discord's own ids begin to count."""

SALT_BITS = 22

LONGEST = 19
"""Digits of an id, Discord's or ours. Those of older rows, which the database counted, are shorter."""

LARGEST = 2**63 - 1
"""Ids have 64 bits, of which the first is not used; Discord's, ours (until 2084) and the database's alike."""


def snowflake(at: datetime, salt: int) -> int:
    """Milliseconds since `EPOCH`, then the lowest `SALT_BITS` of the salt: an id that grows with time."""
    milliseconds = (at - EPOCH) // timedelta(milliseconds=1)
    return milliseconds << SALT_BITS | salt & (1 << SALT_BITS) - 1


def born_at(id_: int) -> datetime:
    """When what has this id came into being: Discord's, by its clock, or of `snowflake`."""
    return EPOCH + timedelta(milliseconds=id_ >> SALT_BITS)


class Ids:
    """Draws ids: each is greater than the one before, also where the clock stands still or is set back."""

    def __init__(self) -> None:
        self._last = 0
        self._drawing = Lock()

    def draw(self, at: datetime) -> int:
        """The id of what comes into being now. May be called in any thread."""
        with self._drawing:
            self._last = max(snowflake(at, secrets.randbits(SALT_BITS)), self._last + 1)
            return self._last

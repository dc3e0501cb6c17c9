"""The one clock: a function that says what time it is, handed down from `create_bot`; and times out of files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Returns now as an aware UTC time. The bot is given `discord.utils.utcnow`, which simulations can turn."""


def moment(text: str) -> datetime:
    """The time that `isoformat()` wrote. ValueError where it is none, or says no zone: it would compare with no other."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"a time without zone: {text}")
    return at

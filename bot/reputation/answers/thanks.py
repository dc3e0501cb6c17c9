"""The one line in public about an accepted answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Thanks:
    """The one line in public about an accepted answer: below which message it stands, and, once it does, itself."""

    id: int
    guild_id: int
    key: str
    channel_id: int
    answer_id: int
    message_id: int | None
    at: datetime

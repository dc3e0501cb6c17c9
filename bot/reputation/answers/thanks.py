"""The one line in public about an accepted answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.reputation.line import Line


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


@dataclass(frozen=True)
class Thanked:
    """What the line in public says: `line` is the award that stands, None once nothing is accepted any more, or only what
    another line says; `balance` what its member has in all, None where no number is to be told: it is held, or they do not
    want to have it said.
    """

    thanks: Thanks
    line: Line | None
    balance: int | None
    is_open: bool

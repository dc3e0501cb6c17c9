"""What staff are told no about awards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import Refused


@dataclass
class OnOneself(Refused):
    """They are concerned themselves, so another member of staff is to do it."""


@dataclass
class NoReason(Refused):
    """Nothing is said of why."""


@dataclass
class NoPoints(Refused):
    """No points are to be added or taken."""


@dataclass
class UnknownAward(Refused):
    """There is no such award in this server."""


@dataclass
class AwardGone(Refused):
    """What they want to do with it cannot be done: it is taken back, held, or not held (any more)."""


@dataclass
class UnknownCase(Refused):
    """There is no such case in this server."""


@dataclass
class CaseDecided(Refused):
    """Somebody has decided, or its time is over: then `by_id` is None."""

    by_id: int | None
    at: datetime


@dataclass
class EnoughAlone(Refused):
    """It would be more than one of staff may give or take this member alone within a day."""

    member_id: int


@dataclass
class NotAlone(Refused):
    """Another member of staff has to say so, too."""

"""Staff's work on what would otherwise become tickets: who did what, for how long. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.actor import Actor
from bot.errors import NotStaff
from bot.prevention.refused import NoWork, UnknownWork
from bot.visible import is_blank

LONGEST = 1440
"""Minutes of one line: a day."""

WHAT_LENGTH = 200
"""Characters of what was done."""


@dataclass(frozen=True)
class Work:
    """A line of it. `what` is the community's, and stays."""

    id: int
    guild_id: int
    member_id: int
    at: datetime
    minutes: int
    what: str
    interaction_id: int


def log(id_: int, minutes: int, what: str, interaction_id: int, *, by: Actor, at: datetime) -> Work:
    """A line of who says so. Raises NotStaff, NoWork."""
    if not by.is_staff:
        raise NotStaff
    if is_blank(what) or not 1 <= minutes <= LONGEST:
        raise NoWork
    return Work(id_, by.guild_id, by.id, at, minutes, what.strip(), interaction_id)


def require_own(done: Work | None, by: Actor) -> Work:
    """What they may take back: everybody their own. Raises NotStaff, UnknownWork."""
    if not by.is_staff:
        raise NotStaff
    if done is None or (done.guild_id, done.member_id) != (by.guild_id, by.id):
        raise UnknownWork
    return done

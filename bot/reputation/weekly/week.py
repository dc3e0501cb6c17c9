"""When a week ends, and in which order those are thanked who helped in it: a random one, the same each time. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from bot.reputation_settings import Weekday, Weekly

LATE = timedelta(days=1)
"""Thanks that could not be posted for so long are not posted any more."""

_DAYS = list(Weekday)


@dataclass(frozen=True)
class Impact:
    """What somebody's help was good for: questions that their answers settled, also those that settled tickets; others that entries
    of the FAQ did which were made of them; and the people who were helped, each once.
    """

    accepted: int = 0
    deflected: int = 0
    people: int = 0

    def __bool__(self) -> bool:
        return bool(self.accepted or self.deflected or self.people)


def ended_at(settings: Weekly, zone: tzinfo, now: datetime) -> datetime:
    """When the last week ended that is over now."""
    return max(at for at in _ends(settings, zone, now) if at <= now)


def next_end(settings: Weekly, zone: tzinfo, now: datetime) -> datetime:
    """When the week ends that is not over yet."""
    return min(at for at in _ends(settings, zone, now) if at > now)


def began_at(settings: Weekly, zone: tzinfo, ends_at: datetime) -> datetime:
    """When the week began that ended then: as the one before it did."""
    return ended_at(settings, zone, ends_at - timedelta(days=1))


def shuffled(member_ids: Iterable[int], guild_id: int, ends_at: datetime) -> list[int]:
    """These members in an order that nobody earns, another each week and in each server."""

    def drawn(member_id: int) -> bytes:
        return hashlib.sha256(f"{guild_id} {ends_at.timestamp()} {member_id}".encode()).digest()

    return sorted(member_ids, key=drawn)


def _ends(settings: Weekly, zone: tzinfo, now: datetime) -> list[datetime]:
    """The ends of weeks about now. An hour that the clocks skip strikes as the next does; of one that strikes twice, the first counts."""
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(-15, 16))
    of_week = _DAYS.index(settings.weekday)
    return [
        datetime.combine(day, time(settings.hour), zone).astimezone(UTC)
        for day in days
        if day.weekday() == of_week
    ]

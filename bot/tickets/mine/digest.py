"""When a digest is due: once a day, when the clocks of a zone show an hour. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

HOUR = 8
"""The hour of who names none."""

LATE = timedelta(hours=12)
"""What could not be sent for so long is not sent any more: the next one is nearer."""

DIGEST_JOB = "digest.send"
"""Sends a digest, and is due again the next day. Subject: the digest."""


@dataclass(frozen=True)
class Digest:
    """Who wants one, when, and in which language. `sent_at` is when they last got one, `undelivered_at` when Discord did
    not take it.
    """

    id: int
    guild_id: int
    member_id: int
    hour: int
    time_zone: str
    language: str
    sent_at: datetime | None = None
    undelivered_at: datetime | None = None


def next_at(hour: int, zone: tzinfo, now: datetime) -> datetime:
    """The first time after now at which the hour strikes."""
    return next(at for at in _around(hour, zone, now) if at > now)


def owed_since(digest: Digest, zone: tzinfo, now: datetime) -> datetime | None:
    """Since when today's is owed; None where it was sent, or is too late by now."""
    struck = max(at for at in _around(digest.hour, zone, now) if at <= now)
    was_sent = digest.sent_at is not None and digest.sent_at >= struck
    return None if was_sent or now - struck > LATE else struck


def _around(hour: int, zone: tzinfo, now: datetime) -> list[datetime]:
    """An hour that the clocks skip strikes as the next does; of one that strikes twice, the first counts."""
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=ahead) for ahead in (-2, -1, 0, 1, 2))
    return [datetime.combine(day, time(hour), zone).astimezone(UTC) for day in days]

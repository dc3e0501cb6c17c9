"""Quiet hours: whether it is night for the community, and until when. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from bot.ticket_urgency import QuietHours


def quiet_until(at: datetime, hours: QuietHours | None, zone: tzinfo) -> datetime | None:
    """When the quiet hours end in which this time lies, in UTC; None where it lies in none.

    They go by the clock on the wall there: in the nights in which it is turned they are an hour shorter or longer.
    """
    if hours is None:
        return None
    local = at.astimezone(zone)
    if not _covers(hours, f"{local:%H:%M}"):
        return None
    ends = (
        datetime.combine(local.date() + timedelta(days=days), hours.ends, zone).replace(fold=fold).astimezone(UTC)
        for days in (0, 1)
        for fold in (0, 1)  # an hour that comes twice ends twice
    )
    return next(end for end in ends if end > at)


def _covers(hours: QuietHours, now: str) -> bool:
    if hours.begin < hours.end:
        return hours.begin <= now < hours.end
    return now >= hours.begin or now < hours.end

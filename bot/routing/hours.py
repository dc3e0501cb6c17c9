"""Quiet hours as people write them: `22-7`, `22:00 to 7:00`, `10 pm - 7 am`. Pure."""

from __future__ import annotations

import re

from bot.routing.refused import UnclearHours

_HOUR = r"(\d{1,2})(?::00)?\s*(am|pm|a\.m\.|p\.m\.|uhr|h)?"
_FROM_TO = re.compile(rf"\s*(?:from |von )?{_HOUR}\s*(?:-|–|—|to|till|until|bis)\s*{_HOUR}\s*", re.IGNORECASE)


def quiet_hours(typed: str) -> tuple[int, int] | None:
    """From which hour to which, of 0 to 23; None where nothing is typed. Raises UnclearHours."""
    if not typed.strip():
        return None
    found = _FROM_TO.fullmatch(typed)
    if found is None:
        raise UnclearHours(typed)
    begin, end = (_hour(number, half or "", typed) for number, half in (found.group(1, 2), found.group(3, 4)))
    if begin == end:
        raise UnclearHours(typed)
    return begin, end


def _hour(number: str, half: str, typed: str) -> int:
    hour, is_half = int(number), half.lower()[:1] in ("a", "p")
    if hour > 24 or (is_half and not 1 <= hour <= 12):
        raise UnclearHours(typed)
    return hour % 12 + (12 if half.lower().startswith("p") else 0) if is_half else hour % 24

"""Time zones by the names that people give them: `Europe/Berlin`, `berlin`, `UTC+2`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator
from rapidfuzz import fuzz, process

from bot.errors import Refused
from bot.problems import shown

_OFFSET = re.compile(r"(?:utc|gmt)\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
_MOST_HOURS = 14
_NEAR = 75
"""From this likeness on, of 100, a city is named to who has misspelt it."""


@dataclass
class UnknownZone(Refused):
    """What somebody typed names no time zone, or several; `hint` is what may be meant, or empty."""

    typed: str
    hint: str = ""


def zone(name: str) -> tzinfo:
    """The zone of a name that `found` has given. Raises UnknownZone where this machine does not know it (any more)."""
    if (offset := _OFFSET.fullmatch(name)) is not None:
        return _fixed(offset)
    if name not in _names():
        raise UnknownZone(name)
    return ZoneInfo(name)


def found(typed: str) -> str:
    """The full name of the zone that is meant: by its name, by its city, or as UTC and hours. Raises UnknownZone."""
    wanted = typed.strip()
    if (offset := _OFFSET.fullmatch(wanted)) is not None:
        if int(offset[2]) > _MOST_HOURS:
            raise UnknownZone(wanted)
        sign, hours, minutes = offset.groups(default="0")
        return f"UTC{sign}{int(hours):02}:{minutes:0>2}"
    folded = wanted.casefold().replace(" ", "_")
    names = sorted(_names())
    cities = [name.rpartition("/")[2] for name in names]
    for called in (names, cities):
        meant = [name for name, word in zip(names, called, strict=True) if word.casefold() == folded]
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise UnknownZone(wanted, meant[0])
    near = process.extractOne(folded, cities, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_NEAR)
    raise UnknownZone(wanted, names[near[2]] if near else "")


def _fixed(offset: re.Match[str]) -> tzinfo:
    sign, hours, minutes = offset.groups(default="0")
    ahead = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(ahead if sign == "+" else -ahead)


@cache
def _names() -> frozenset[str]:
    """Looking for them all reads hundreds of files."""
    return frozenset(available_timezones())


def _known_zone(name: str) -> str:
    try:
        return found(name)
    except UnknownZone as unknown:
        hint = f": did you mean `{unknown.hint}`?" if unknown.hint else ""
        raise ValueError(f"{shown(name)} is no time zone, such as `Europe/Berlin`{hint}") from None


TimeZone = Annotated[str, AfterValidator(_known_zone)]
"""A time zone in config.yaml, by its full name."""

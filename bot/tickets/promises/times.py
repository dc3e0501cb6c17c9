"""A time as people write it → a moment: `tomorrow 10:00`, `fri 14:00`, `in 2 h`, `2026-12-01 09:00`. Pure.

Strict: what is not understood to the last word is refused, with what was not. English and German words, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum, auto

from bot.errors import Refused

LONGEST = timedelta(days=366)
"""What lies further off is taken for a slip."""

EXAMPLES = ("tomorrow 10:00", "fri 14:00", "in 2 h")

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Unclear(Enum):
    """Why a text is no moment."""

    UNREAD = auto()
    """Some of it is not understood, or said twice."""

    NO_HOUR = auto()
    SKIPPED = auto()
    """The clocks are put forward over it."""

    PAST = auto()
    TOO_FAR = auto()


@dataclass
class UnclearTime(Refused):
    """`typed` is no moment ahead. `unread` is the part of it that is not understood, `day` the day that is."""

    typed: str
    why: Unclear
    unread: str = ""
    day: date | None = None


_DAYS = {"today": 0, "heute": 0, "tomorrow": 1, "morgen": 1, "übermorgen": 2}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday mo montag",
            "tue tues tuesday di dienstag",
            "wed wednesday mi mittwoch",
            "thu thur thurs thursday do donnerstag",
            "fri friday fr freitag",
            "sat saturday sa samstag sonnabend",
            "sun sunday so sonntag",
        )
    )
    for name in names.split()
}
_UNITS = {
    name: unit
    for unit, names in (
        (MINUTE, "m min mins minute minutes minuten"),
        (timedelta(hours=1), "h hr hrs hour hours std stunde stunden"),
        (DAY, "d day days tag tage tagen"),
        (timedelta(weeks=1), "w week weeks woche wochen"),
    )
    for name in names.split()
}
_NOON = frozenset({"noon", "mittag", "mittags"})
_FILLERS = frozenset({"at", "on", "um", "am", "uhr"})
_ONE = frozenset({"a", "an", "one", "ein", "eine", "einem", "einer"})

_SPAN = re.compile(r"(?:in\s+)?(?P<parts>(?:(?:\d{1,3}|[a-z]+)\s*[a-zäöü]+\s*(?:and|und)?\s*){1,2})")
_PART = re.compile(r"(\d{1,3}|[a-z]+)\s*([a-zäöü]+)\s*(?:and|und)?\s*")
_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?:t(?=\d))?"
    r"|(?P<date>\d{1,2}\.\d{1,2}\.(?:\d{4})?)(?!\d)"
    r"|(?P<hour>\d{1,2}):(?P<minute>\d{2})(?!\d)(?:\s*(?P<half>[ap]m)\b)?"
    r"|(?P<full>\d{1,2})\s*(?P<suffix>[ap]m|uhr)\b"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<other>\S+)"
)


def moment(typed: str, now: datetime, zone: tzinfo) -> datetime:
    """The moment, whole minutes in UTC, that somebody in this zone means now. Raises UnclearTime.

    A time without a day is the next one; a weekday is the next of its name, today included while its time is ahead; a
    date without a year is the next one. Of a time that the clocks show twice, the first that is ahead.
    """
    text = " ".join(typed.casefold().replace(",", " ").split())
    at = _after_a_span(text, now, zone) or _on_a_day(typed, text, now, zone)
    if at <= now:
        raise UnclearTime(typed, Unclear.PAST, day=at.astimezone(zone).date())
    if at > now + LONGEST:
        raise UnclearTime(typed, Unclear.TOO_FAR, day=at.astimezone(zone).date())
    return at


def local(at: datetime, zone: tzinfo) -> str:
    """The moment as it is read in this zone, and as `moment` reads it again."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _after_a_span(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """In so long: hours and minutes as they pass, days and weeks at the same time of day."""
    span = _SPAN.fullmatch(text)
    parts = _PART.findall(span["parts"]) if span else []
    if not parts or any(
        unit not in _UNITS or not (number.isdecimal() or number in _ONE) for number, unit in parts
    ):
        return None
    days = exactly = timedelta()
    for number, unit in parts:
        length = _UNITS[unit] * (int(number) if number.isdecimal() else 1)
        days, exactly = (days + length, exactly) if _UNITS[unit] >= DAY else (days, exactly + length)
    here = now.astimezone(zone)
    at = ((here + days).astimezone(UTC) if days else now.astimezone(UTC)) + exactly
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + MINUTE


def _on_a_day(typed: str, text: str, now: datetime, zone: tzinfo) -> datetime:
    here = now.astimezone(zone)
    days: list[Iterator[date]] = []
    hours: list[time] = []
    for token in _TOKEN.finditer(text):
        if token["word"] in _FILLERS:
            continue
        hour, possible = _hour(token), _days(token, here.date())
        if hour is not None and not hours:
            hours.append(hour)
        elif possible is not None and not days:
            days.append(possible)
        else:
            raise UnclearTime(typed, Unclear.UNREAD, unread=token[0])
    if not days and not hours:
        raise UnclearTime(typed, Unclear.UNREAD, unread=text)
    on = next(days[0]) if days else here.date()
    if not hours:
        raise UnclearTime(typed, Unclear.NO_HOUR, day=on)
    at = _in_utc(typed, on, hours[0], now, zone)
    later = next(days[0] if days else iter((on + DAY,)), None)
    return at if at > now or later is None else _in_utc(typed, later, hours[0], now, zone)


def _hour(token: re.Match[str]) -> time | None:
    if token["word"] in _NOON:
        return time(12)
    hour, half = token["hour"] or token["full"], token["half"] or token["suffix"]
    if hour is None:
        return None
    number, minute = int(hour), int(token["minute"] or 0)
    if half in ("am", "pm"):
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half == "pm" else 0)
    return time(number, minute) if number < 24 and minute < 60 else None


def _days(token: re.Match[str], today: date) -> Iterator[date] | None:
    """The days that are meant: of a second one only if the time is over on the first."""
    word = token["word"]
    if word in _DAYS:
        return iter((today + DAY * _DAYS[word],))
    if word in _WEEKDAYS:
        first = today + DAY * ((_WEEKDAYS[word] - today.weekday()) % 7)
        return iter((first, first + timedelta(weeks=1)))
    if token["iso"]:
        year, month, day = map(int, token["iso"].split("-"))
        return _dates((year,), month, day)
    if token["date"]:
        day_, month_, year_ = token["date"].split(".")
        years = (int(year_),) if year_ else (today.year, today.year + 1)
        return _dates(years, int(month_), int(day_))
    return None


def _dates(years: tuple[int, ...], month: int, day: int) -> Iterator[date] | None:
    """This day of these years, where there is one; None where there is none."""
    found = []
    for year in years:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return iter(found) if found else None


def _in_utc(typed: str, day: date, hour: time, now: datetime, zone: tzinfo) -> datetime:
    ahead = day - now.date()
    if abs(ahead) > 2 * LONGEST:  # also what no other zone has a date for
        raise UnclearTime(typed, Unclear.TOO_FAR if ahead > timedelta() else Unclear.PAST, day=day)
    at = datetime.combine(day, hour, zone)
    first, second = at.astimezone(UTC), at.replace(fold=1).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) != at.replace(tzinfo=None):
        raise UnclearTime(typed, Unclear.SKIPPED, day=day)
    return second if first <= now < second else first

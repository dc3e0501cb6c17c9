"""What unquoted text says in YAML, and how that differs from what is seen: words for both. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import TypeAlias

from bot.problems import shown

Data: TypeAlias = "str | int | float | bool | date | list[Data] | dict[str, Data]"
Place: TypeAlias = "tuple[str | int, ...]"
"""Where a value stands in a document: the keys and the positions (from 0) that lead to it."""

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,18})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_ODD_NUMBER = re.compile(
    r"""[-+]? (?: [0-9][0-9_]* \.? [0-9_]* (?: e[-+]?[0-9]+ )?      # 0123, 1_000, 1., 1e3, twenty digits
              | \. [0-9][0-9_]* (?: e[-+]?[0-9]+ )?                # .5
              | [0-9][0-9_]* (?: :[0-5]?[0-9] )+ (?: \.[0-9_]* )?  # 12:30, which is 750 in base sixty
              | 0[box][0-9a-f_]+                                   # 0x1F, 0b10, 0o17
              | \. (?: inf | nan ) )""",
    re.VERBOSE | re.IGNORECASE,
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_AND_TIME = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]| +)[0-9]{1,2}:[0-9]{2}.*")
_TRUE, _FALSE, _NOTHING, _NUMBER = "true", "false", "nothing", "a number"
_NO_DATE = "a date that is not in the calendar"
_WORDS = {
    "yes": _TRUE,
    "on": _TRUE,
    "true": _TRUE,
    "no": _FALSE,
    "off": _FALSE,
    "false": _FALSE,
    "null": _NOTHING,
    "~": _NOTHING,
    "": _NOTHING,
}
OTHERWISE = {
    _TRUE: ", or write `true`",
    _FALSE: ", or write `false`",
    _NUMBER: ", or write it in plain digits",
    _NO_DATE: ", or correct it",
    _NOTHING: ", or leave the line out",
}


def plain(text: str) -> tuple[Data, str | None]:
    """What unquoted `text` says; with it, where the two differ from what is seen, how YAML reads it.

    Stricter than YAML 1.1 and 1.2 together: a number in any notation that either of them knows, but that is not
    plain decimal, is refused, so that editors, other parsers and this one agree.
    """
    if text in (_TRUE, _FALSE):
        return text == _TRUE, None
    if reading := _WORDS.get(text.casefold()):
        return text, reading
    if _INTEGER.fullmatch(text):
        return int(text), None
    if _DECIMAL.fullmatch(text):
        return float(text), None
    if _ODD_NUMBER.fullmatch(text):
        return text, _NUMBER
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text), None
        except ValueError:
            return text, _NO_DATE
    return text, "a date and time" if _DATE_AND_TIME.fullmatch(text) else None


def reads_as_itself(text: str) -> bool:
    """Whether an unquoted value of these letters is this text, and not a number, date, truth or nothing."""
    return plain(text) == (text, None)


def subject_of(place: Place) -> str:
    """What a sentence about this place speaks of."""
    match place:
        case (_, *_, int(position)):
            return f"item {position + 1} of {subject_of(place[:-1])}"
        case (*_, str(key)):
            return shown(key)
        case _:
            return "this file"


def reading_of(value: Data) -> str:
    """What a value is, as a sentence calls it."""
    match value:
        case bool():
            return _TRUE if value else _FALSE
        case int() | float():
            return _NUMBER
        case date():
            return "a date"
        case list():
            return "a list"
        case dict():
            return "a group of settings"
        case str():
            return "text"


def put_in_quotes(text: str, reading: str) -> str:
    """What to do about text that YAML reads as something else."""
    return f"{shown(text)} is read as {reading} by YAML: put it in quotes"

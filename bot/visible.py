"""Which characters of a text nobody sees and no file should hold, where one of them is meant after all, which turn what
stands beside them, and which texts show nothing. Pure.
"""

from __future__ import annotations

import re

INVISIBLE = re.compile("[\0-\b\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""Control characters but tab and line feed, lone surrogates, and what is no character."""

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What makes all that follows it in its line run the other way. Marks of direction, which languages need, do not."""

ESC = "\x1b"

_BLANK = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0]*"
)
"""Spaces of all widths, and what takes no place: marks of direction, joiners, fillers, the empty Braille cell."""

_COLOURED = re.compile("(```ansi\n.*?```)", re.DOTALL | re.IGNORECASE)
"""A block of code that Discord shows in colours, which sequences that begin with ESC set."""


def visible(text: str, instead: str = "\N{REPLACEMENT CHARACTER}") -> str:
    """The text with `instead` for each invisible character, but for an ESC in an `ansi` block."""
    if not INVISIBLE.search(text):
        return text
    parts = _COLOURED.split(text)  # every second one is a block
    parts[::2] = [INVISIBLE.sub(instead, part) for part in parts[::2]]
    parts[1::2] = [INVISIBLE.sub(lambda it: ESC if it[0] == ESC else instead, part) for part in parts[1::2]]
    return "".join(parts)


def is_blank(text: str) -> bool:
    """Whether it shows nothing: who sends it has written nothing."""
    return _BLANK.fullmatch(text) is not None


def straight(text: str) -> str:
    """The text without what would turn the words of others beside it."""
    return _TURNING.sub("", text)

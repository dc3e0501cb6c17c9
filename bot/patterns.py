"""Patterns as the operator writes them: what is wrong with one, and whether a text is what it says. Pure.

They are those of Rust's crate `regex`, as pydantic has it: without look-around and references back, so that the time for a
text grows with its length only. How much it grows by is bounded here, by what a pattern weighs.
"""

from __future__ import annotations

import re
from functools import cache

from pydantic_core import SchemaError, SchemaValidator, core_schema

HEAVIEST = 500
"""At this weight 1000 characters are checked in well under 0.1 s, whatever they are."""

CLASS_WEIGHT = 10
"""Of what many characters of all alphabets fit: it is a small machine of its own."""

_TOKEN = re.compile(
    r"(?P<repeat>\{\s*(?P<least>\d*)\s*(?:,\s*(?P<most>\d*)\s*)?\})"
    r"|(?P<begin>\((?:\?(?:P?<\w+>|[a-zA-Z-]*:?))?)"
    r"|(?P<end>\))"
    r"|(?P<wide>\.|\\[pP](?:\{[^}]*\})?|\\[wWdDsS]|\[\^\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<class>\[\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<mark>[*+?|^$])"
    r"|\\[xu]\{[^}]*\}|\\.|.",
    re.DOTALL,
)
_SKIPS_SPACES = re.compile(r"\(\?[a-zA-Z]*x")
_WIDE_IN_CLASS = re.compile(r"\\[pPwWdDsS]")


def flaw(pattern: str) -> str | None:
    """What is wrong with a pattern, in a few words; None where nothing is."""
    if _SKIPS_SPACES.search(pattern):
        return "it must not have the flag `x`"
    if weight(pattern) > HEAVIEST:
        return "it repeats too much; how much text fits is said by `max_length`"
    try:
        _compiled(pattern)
    except SchemaError as error:
        last = str(error).strip().splitlines()[-1].strip()
        return last.removeprefix("SchemaError: ").removeprefix("error: ").rstrip(".")
    return None


def fits(pattern: str, text: str) -> bool:
    """Whether all of the text is what a pattern without a flaw says."""
    return _compiled(pattern).isinstance_python(text)


def weight(pattern: str) -> int:
    """How many characters, wide classes counted `CLASS_WEIGHT` times, it has once each `{n}` is written out."""
    totals, last = [0], 0
    for token in _TOKEN.finditer(pattern):
        match token.lastgroup:
            case "repeat":
                times = max(1, int(token["most"] or token["least"] or 0))
                totals[-1] += last * (times - 1)
                last *= times
            case "begin":
                totals.append(0)
            case "end" if len(totals) > 1:
                last = totals.pop()
                totals[-1] += last
            case "mark":
                continue
            case kind:
                is_wide = kind == "wide" or (kind == "class" and _WIDE_IN_CLASS.search(token[0]))
                last = CLASS_WEIGHT if is_wide else 1
                totals[-1] += last
    return sum(totals)


@cache
def _compiled(pattern: str) -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(pattern=rf"\A(?:{pattern})\z"))

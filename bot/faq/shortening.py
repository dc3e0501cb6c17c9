"""How much of an answer a channel shows, and when the rest waits behind a button. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.config import Show

LONG = 700
"""Characters; of a longer answer the first paragraph is shown, unless the operator says otherwise."""

SHORTEST = 80
"""Characters; a shorter first paragraph (`Welcome!`) is no answer without the second."""

_CODE = "```"
_POINT = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s")
_HEADING = re.compile(r"#{1,3} |-# |\*\*[^*]+\*\*$|__[^_]+__$")


def shortened(answer: str, show: Show | None) -> str:
    """What a channel shows of it: all, or its first paragraph, by the setting or, without one, by its length."""
    if show is Show.WHOLE or (show is None and len(answer) <= LONG):
        return answer
    return first_paragraph(answer)


def first_paragraph(answer: str) -> str:
    """The first paragraph with all that it needs to be understood; the answer as it is where that is all of it.

    A heading, a line that ends in a colon, a block of code in the first place and what is shorter than `SHORTEST` bring the next
    paragraph; a point of a list brings the others, also where empty lines stand between them. A block of code is never cut.
    """
    shown: list[str] = []
    for paragraph in _paragraphs(answer):
        if shown and not _needs(shown, paragraph):
            return "\n\n".join(shown)
        shown.append(paragraph)
    return answer


def _needs(shown: list[str], following: str) -> bool:
    last = shown[-1].strip()
    ending = last.rpartition("\n")[2].strip("*_ ")
    if ending.endswith((":", "：")) or ("\n" not in last and _HEADING.match(last)):
        return True
    if (shown[0].startswith(_CODE) and len(shown) == 1) or len("\n\n".join(shown)) < SHORTEST:
        return True
    is_list = shown[-1][0].isspace() or any(map(_POINT.match, last.split("\n")))
    return is_list and (following[0].isspace() or _POINT.match(following) is not None)


def _paragraphs(text: str) -> Iterator[str]:
    """What stands between empty lines; those within a block of code separate nothing."""
    lines: list[str] = []
    is_code = False
    for line in text.split("\n"):
        if line.strip() or is_code:
            lines.append(line)
        elif lines:
            yield "\n".join(lines)
            lines = []
        is_code ^= line.count(_CODE) % 2 == 1
    if lines:
        yield "\n".join(lines)

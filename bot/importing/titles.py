"""The words of a heading, without the marks of Markdown, anchors and numbers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LITERAL = re.compile(r"\\(?P<escaped>[!-/:-@\[-`{-~])|(?<!`)(?P<mark>`++)(?P<code>.+?)(?<!`)(?P=mark)(?!`)")
"""What holds no marks: a character behind a backslash, and code."""

_ANCHOR = re.compile(r"\{[:#.][^{}]*+\}\s*+$")  # {#anchor}, {: #anchor}
_TAG = re.compile(
    r"<!--(?:(?!<!--|-->).)*+-->|</?(?:a|abbr|b|big|br|center|code|del|details|div|em|font|h[1-6]|i|img|ins|kbd|li|mark|p|q|s|samp|small|span"
    r"|strike|strong|su[bp]|summary|tt|u)(?:\s[^<>]*+)?/?>",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[(?P<words>[^\[\]]*+)\](?:\([^()]*+\)|\[[^\[\]]*+\])")
_RUN = re.compile(r"\*++|_++")
_NUMBER = re.compile(r"\A\s*+(?:Q(?:uestion)?\s?\d*[:.)]|\d++(?:\.\d++)*+[.)])\s+", re.IGNORECASE)
_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#+$")
MOST_MARKS = 3  # side by side; more of them are a line to fill in

_BLANK = "\ufffc"
"""In the place of a character that is no mark and no letter."""


def title(text: str) -> str:
    """The words alone. Code, names in `<…>` that are no HTML, and what stands behind a backslash are words."""
    gone: set[int] = set()
    plain = [*text]
    for one in _LITERAL.finditer(text):
        inside = one.span("escaped" if one["escaped"] else "code")
        gone.update(range(one.start(), inside[0]), range(inside[1], one.end()))
        plain[one.start() : one.end()] = _BLANK * (one.end() - one.start())
    masked = "".join(plain)
    for pattern in (_ANCHOR, _TAG, _LINK, _LINK):  # a picture can stand in a link
        for one in pattern.finditer(masked):
            start, end = one.span("words") if pattern is _LINK else (one.end(), one.end())
            gone.update(range(one.start(), start), range(end, one.end()))
        masked = pattern.sub(_blanked, masked)
    gone.update(_emphasis(masked))
    words = "".join(char for at, char in enumerate(text) if at not in gone)
    return " ".join(_NUMBER.sub("", words).split()).strip(" :") or " ".join(text.split())


def without_closing(heading: str) -> str:
    """The text of a heading without the `##` that may close it."""
    return _CLOSING.sub("", heading.rstrip()).rstrip()


def _blanked(one: re.Match[str]) -> str:
    words = one.groupdict().get("words") or ""
    before = one.start("words") - one.start() if words else len(one[0])
    return _BLANK * before + words + _BLANK * (len(one[0]) - before - len(words))


def _emphasis(masked: str) -> Iterator[int]:
    """Where the marks of what is bold or in italics stand. A mark without its counterpart is a character."""
    opened: list[tuple[str, int, int]] = []
    still = {"*": 0, "_": 0}  # so many of them are open
    for one in _RUN.finditer(masked):
        mark, start, end = one[0][0], *one.span()
        before, after = masked[start - 1 : start], masked[end : end + 1]
        if end - start > MOST_MARKS:
            continue
        closes = not (after.isalnum() or after == "(" or (after == "." and masked[end + 1 : end + 2].isalnum()))
        if closes and before.strip():
            while start < end and still[mark]:
                found, first, last = opened.pop()
                still[found] -= 1
                if found == mark:
                    count = min(last - first, end - start)
                    yield from range(last - count, last)
                    yield from range(start, start + count)
                    start += count
                    if first < last - count:
                        opened.append((mark, first, last - count))
                        still[mark] += 1
        if start < end and after.strip() and not before.isalnum():
            opened.append((mark, start, end))
            still[mark] += 1

"""What stands in an answer's Markdown: its code, links and images, and which of them Discord shows as they are written. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CODE = re.compile(
    r"^ {0,3}(`{3,}+|~{3,}+).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)|(?<!`)(`++).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE
)
"""A block of code, to its end or that of the text, or code within a line."""

_LINK = re.compile(
    r"(?<![\w\])\\])(?P<image>!?)"
    r"\[(?P<words>(?:\\.|[^\[\]\\\n]|\[[^\[\]\n]*+\](?:\([^()\n]*+\))?+)*+)\]"
    r"\([ \t]*+<?(?P<target>(?:[^()\s<>]|\([^()\s<>]*+\))*+)>?(?:[ \t]++(?:\"[^\"\n]*+\"|'[^'\n]*+'))?+[ \t]*+\)"
)
"""`[words](target)`, or an image, which has `!` before it. A title behind the target belongs to neither."""

_CLICKABLE = re.compile("(?:https?|discord)://", re.IGNORECASE)


def is_clickable(target: str) -> bool:
    """Whether Discord makes a link of what leads there: it needs a whole address."""
    return bool(_CLICKABLE.match(target))


@dataclass(frozen=True, slots=True)
class Link:
    """`text[start:end]` is a link with these words, or an image."""

    start: int
    end: int
    words: str
    target: str
    is_image: bool


def without_code(text: str) -> str:
    """The text with a space for each character of code, so that what is found in it stands at the same place."""
    return _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)


def links(text: str) -> Iterator[Link]:
    """The links and images outside of code."""
    for found in _LINK.finditer(without_code(text)):
        words = text[found.start("words") : found.end("words")]
        yield Link(found.start(), found.end(), words, found["target"], bool(found["image"]))


def shown_raw(answer: str) -> Iterator[Link]:
    """The links and images that Discord shows in brackets, as they are written."""
    return (link for link in links(answer) if link.is_image or not is_clickable(link.target))

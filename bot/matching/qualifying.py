"""Which messages are enough of an answer to be awarded. Pure."""

from __future__ import annotations

import re

from bot.visible import is_blank

LEAST_CHARACTERS = 20
"""A message that shows no fewer may be an answer; shorter ones only by what they bring."""

_LINK = re.compile(r"https?://[^\s/.]+\.[^\s/.]+")
_CODE = re.compile(r"`([^`]+)`")
_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>")
_EMOJI = re.compile(r"<a?(:\w+:)\d+>")


def qualifies(text: str, *, has_file: bool = False) -> bool:
    """Whether a message may be awarded: at least `LEAST_CHARACTERS` of it are seen, or it brings code, a link, or a file.

    Spaces do not count, nor do the names of those whom it mentions.
    """
    if has_file or _LINK.search(text) or any(not is_blank(code[1]) for code in _CODE.finditer(text)):
        return True
    said = _EMOJI.sub("*", _MENTION.sub("", text))
    return sum(not is_blank(char) for char in said) >= LEAST_CHARACTERS

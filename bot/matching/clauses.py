"""What of a message its question is in: without greetings, asides, who asks for whom, and the device at hand. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.matching.words import normalise, prose, stem

_BETWEEN = re.compile(r"[.!?:;,…]+(?=\s|$)|[()\[\]\n]|\s[-–—]+\s")

_DEVICES = """
    phone iphone android smartphone mobile ipad tablet laptop notebook chromebook macbook mac macos pc computer desktop
    windows linux ubuntu debian fedora ios chrome firefox safari edge opera browser samsung pixel
    handy rechner computer
"""
DEVICE_STEMS = frozenset(map(stem, _DEVICES.split()))
"""What people use to get at a product. A knowledge base that says nothing of it means all of them."""


def clauses(text: str) -> list[list[str]]:
    """The words (`words.normalise`) of each clause: what stands between marks, brackets and lines."""
    found = [normalise(piece) for piece in _BETWEEN.split(prose(text))]
    return [words for words in found if words]


def to_the_point(
    found: Sequence[list[str]], is_topical: Callable[[str], bool], is_strange: Callable[[str], bool]
) -> list[str]:
    """The words without those clauses that hold a strange word and none with a topic that the knowledge base knows; all of
    them where no other clause is left.

    So `hi anna`, `(asking for mehmet)` and `greetings from lisbon` do not dilute a question.
    """
    telling = [words for words in found if any(map(is_topical, words)) or not any(map(is_strange, words))]
    if not any(is_topical(word) for words in telling for word in words):
        telling = list(found)
    return [word for words in telling for word in words]

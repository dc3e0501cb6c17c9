"""What of a message its question is in: without greetings, asides, who asks for whom, and the device at hand. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.matching.words import normalise, prose, stem

_BETWEEN = re.compile(r"[.!?:;,…]+(?=\s|$)|[()\[\]\n]|\s[-–—]+\s")

_DEVICES = """
    phone iphone android smartphone mobile ipad tablet laptop notebook chromebook macbook mac macos pc computer desktop
    windows linux ubuntu debian fedora ios chrome firefox safari edge opera browser samsung pixel
    handy rechner
"""
DEVICE_STEMS = frozenset(map(stem, _DEVICES.split()))
"""What people use to get at a product. A knowledge base that says nothing of it means all of them."""


_SAYS_LITTLE = """
    able about above according across actual actually advice ago ahead alone along already although amount
    anymore anything anytime anyway anyways anywhere apparently appreciate asap aside assume available aware
    badly basically believe certain certainly clearly come completely concerned confused considering correctly
    couple curious current currently decide decided definitely despite detail details difficult directly doubt
    due during earlier early easily easy else enough entire entirely especially etc eventually everyone
    everything exact exactly example except existing expect expected explain extra extremely fact fairly
    finally following forever former full fully further general generally given glad gladly guess happen
    happened happening happens hardly hear heard hence hopefully hoping idea immediately important instead
    interested issue issues itself kind kinda kindly lately later latter likely longer literally mainly manner
    meanwhile mention mentioned minutes moment mostly multiple myself nearly neither nevertheless nice nobody
    none normal normally notice noticed obviously occasionally often online onto otherwise ourselves overall
    particular perhaps plus possible possibly prefer pretty previous previously probably problem problems
    proper properly question questions quickly reason reasons recent recently regard regarding seeing seems
    seen several shortly simply slightly somehow sometime sometimes somewhat somewhere specific stuck
    successfully suddenly suggest suggestions suppose supposed surely thankful therefore thing things thinking
    though thought throughout told totally typically understand unfortunately unless unlike unsure upon useful
    usual usually via whatever whenever wherever whichever wish wondered wondering worried worse yeah yep
"""
"""English words that a question may hold without being about anything else."""

SAYS_LITTLE_STEMS = frozenset(map(stem, _SAYS_LITTLE.split()))


def clauses(text: str) -> list[list[str]]:
    """The words (`words.normalise`) of each clause: what stands between marks, brackets and lines."""
    found = [normalise(piece) for piece in _BETWEEN.split(prose(text)) if not piece.isspace()]
    return [words for words in found if words]


def to_the_point(
    found: Sequence[list[str]], is_topical: Callable[[str], bool], is_strange: Callable[[str], bool]
) -> tuple[list[str], list[str]]:
    """The words without clauses that hold a strange word and none with a topic that the knowledge base knows; and of
    these the words of clauses with such a topic. All of them where no clause has one.

    So `hi anna`, `(asking for a friend of mine)` and `greetings from lisbon` do not dilute a question, and `sorry if this was
    asked before` weighs nothing.
    """
    topical = [words for words in found if any(map(is_topical, words))]
    if not topical:
        topical = kept = list(found)
    else:
        kept = [words for words in found if words in topical or not any(map(is_strange, words))]
    return [word for words in kept for word in words], [word for words in topical for word in words]

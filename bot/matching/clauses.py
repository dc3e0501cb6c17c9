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


_SAYS_LITTLE = """
    able about above according across actual actually add additional advance advice afraid ago ahead allow allowed alone along
    already although amount annoying anymore anything anytime anyway anyways anywhere apparently appear appears appreciate
    asap aside assume available aware badly basically become becomes began begin behind believe below besides beyond bit
    bunch bring busy bother call called care case cause certain certainly chance check choose clear clearly close come
    common complete completely concern concerned confused considering consider correct correctly couple course current currently
    curious dear decide decided definitely despite detail details difference difficult directly doubt due during earlier early
    easier easiest easily easy else enough entire entirely especially etc eventually everyone everything exact exactly example
    except exist existing expect expected explain extra extremely fact fairly fast favorite favourite fine finally fix folks
    following forever former forth forward full fully further future general generally given glad gladly gone guess half
    handle happen happened happening happens hard hardly hate hear heard hence hope hopefully hoping huge idea immediately important
    impossible inform information instead interested involved issue issues itself kind kinda kindly large lately later latter likely
    literally live lots love luck main mainly managed manner matter meanwhile mention mentioned method mine minutes moment months
    mostly move multiple myself name near nearly necessary neither nevertheless nice nobody none normal normally notice noticed
    nowhere number obviously occasionally occur occurred often ones online onto open option options order original otherwise
    ourselves overall particular past per perfect perhaps personal personally planning plus point possible possibly potential
    prefer pretty previous previously probably problem problems proceed process proper properly provide purpose question
    questions quick quickly quit rate reach reason reasons recent recently regard regarding regular related rest result results
    return run safe second seconds seeing seems seen several short shortly side sign simple simply single situation slightly
    small somehow sometime sometimes somewhat somewhere sort specific start started starting stay step steps stopped straight strange
    stuck stuff successfully suddenly suggest suggestions suppose supposed surely thankful therefore thing things thinking thought
    though throughout till times together told totally toward towards trouble true truly turned type typical typically understand
    unfortunately unless unlike unsure upon useful usual usually various version via view wait waiting weird whatever whenever
    wherever whichever whole willing wish wondered wondering words worried worse worth yep yeah
"""
"""English words that a question may hold without being about anything else."""

SAYS_LITTLE_STEMS = frozenset(map(stem, _SAYS_LITTLE.split()))


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

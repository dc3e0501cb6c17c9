"""What a question wants done, and whether it wants it undone: the verb it turns on, and words of leaving and undoing. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import pairwise

from bot.matching.words import COMMON_STEMS, stem

_BEFORE = "i we you they to please and or let"
_BEFORE_AN_ACTION = frozenset(_BEFORE.split())
"""After one of these comes what somebody does, or wants done."""

_BEFORE_A_WISH = frozenset({"to", "please", "let"})

_HARDLY = """
    be is am are was were been have has had do does did can could would should will shall may might must
    want wants like need needs wish try tried trying keep keeps help able going go get got know knew understand
    please just also still really ever always already never not no how what where when why who which
    a an the my your our his her their this that these those it its some any all in on at of for from with
    possible wanna tell show wie warum wo kann konnen mochte will muss
"""
_GERMAN = frozenset({"ich", "wir", "man"})
"""With one of these in the sentence, what is done comes last."""

_HARDLY_ACTIONS = frozenset(map(stem, _HARDLY.split()))

_UNDOING = """
    stop cancel cancellation disable deactivate remove delete undo revert quit leave avoid prevent unsubscribe
    uninstall disconnect detach unlink unblock unlock unmute unban unhide unfreeze unarchive unpin unfollow decline reject
    revoke reverse terminate abort discard dismiss drop close erase wipe hide mute block ban decrypt
"""
_UNDOING_STEMS = frozenset(map(stem, _UNDOING.split()))
_IN_GERMAN = """
    deaktivieren deaktiviere deinstallieren deinstalliere abmelden abbestellen abschalten ausschalten entfernen entferne
    loschen losche kundigen kundige stornieren storniere trennen trenne sperren sperre
"""
_UNDOING_IN_GERMAN = frozenset(_IN_GERMAN.split())
"""Wherever they stand, for in German the verb may be second or last; what has been `gelöscht` is in none of these forms."""

_UNDOING_PHRASES = re.compile(
    r"\bhow (?:to|(?:do|can|could|should|would) (?:i|we|you)) (?:not|never)\b|\b(?:not|never) to\b"
    r"|\b(?:do not|not|never) (?:want|wish|like|need|have|going)(?: [a-z]+)? to\b"
    r"|^(?:please )?(?:do not|never) |\bnever [a-z]+(?: [a-z]+){0,6} again\b|\bdo not [a-z]+(?: [a-z]+){0,6} anymore\b"
    r"|\b(?:turn|switch|shut|sign|log|take|put)(?: [a-z]+){0,6} off\b|\bget out of\b|\btake (?:back|off|down)\b|\bopt(?:ing)? out\b|\bget rid\b|\bgetting rid of\b|\b(?:shut|turn) down\b|\b(?:sign|log|back) out\b|\bback to (?:how|what|the way) it was\b"
    r"|\b(?:no longer want|not want (?:[a-z]+ ){0,6}any ?more)\b|\binstead of [a-z]+ing\b|\bkeep (?:you|it|them|me|us|this|that) from\b"
    r"|\b(?:melde|bestelle|schalte|stelle|hake|trenne|klemme)(?: [a-z]+){1,8} (?:ab|aus)\b|\bwie (?:[a-z]+ ){1,3}keine?n?\b"
    r"|(?:^|\b(?:i|we|you|to|please) )end (?!up\b)|\bregret\b|\b(?:will|wollen|mochten?|sollen?)(?: [a-z]+){0,6} (?:nicht|keinen?)\b"
)
_UNDONE_PREFIXES = ("un", "dis", "de", "ent", "ab")
SHORTEST_UNDONE = 4


def actions_of(words: Sequence[str]) -> tuple[str, ...]:
    """The stems of what somebody does, or wants done: the verbs behind `I`, `to`, `please` …, and the first word of an order.

    Those that say little (`get`, `want`) are none, nor is what somebody tells that they did (`I removed`). In German it is the
    last word.
    """
    found = [
        stem(word)
        for before, word in pairwise(words)
        if before in _BEFORE_AN_ACTION and not (word.endswith("ed") and before not in _BEFORE_A_WISH)
    ]
    if words:
        found.insert(0, stem(words[0]))
    if not _GERMAN.isdisjoint(words):
        found.append(stem(words[-1]))
    saying = {one: one in _UNDOING_STEMS or one not in COMMON_STEMS for one in found}
    return tuple(one for one, says in saying.items() if says and one not in _HARDLY_ACTIONS)


def directions_of(words: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Each stem with a topic that stands one or two words behind `from` or `to`, and which of these it was."""
    return frozenset(
        (found, "from" if word == "from" else "to")
        for at, word in enumerate(words)
        if word in ("from", "to", "into")
        for found in map(stem, words[at + 1 : at + 3])
        if found not in COMMON_STEMS
    )


def is_undoing(stemmed: str) -> bool:
    """Whether this is the stem of a verb of leaving, undoing or switching off."""
    return stemmed in _UNDOING_STEMS


def undoes(words: Sequence[str], known: Set[str]) -> str:
    """What of these words asks for leaving, undoing or switching off, or else nothing; `known` are the stems of the knowledge
    base, of which `uninstall` undoes one.
    """
    asked = frozenset(actions_of(words)) & _UNDOING_STEMS
    if asked or not _UNDOING_IN_GERMAN.isdisjoint(words):
        return next(word for word in words if word in _UNDOING_IN_GERMAN or stem(word) in asked)
    if phrase := _UNDOING_PHRASES.search(" ".join(words)):
        return phrase[0].strip()
    return next(
        (
            word
            for word in words
            if word.startswith(_UNDONE_PREFIXES)
            for prefix in _UNDONE_PREFIXES
            if word.startswith(prefix) and (rest := word.removeprefix(prefix))
            if len(rest) >= SHORTEST_UNDONE and stem(rest) in known and stem(word) not in known
        ),
        "",
    )

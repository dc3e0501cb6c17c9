"""Words that turn a question round or elsewhere: negation, opposites, directions, and what tells entries apart. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from bot.matching.actions import actions_of, directions_of
from bot.matching.words import COMMON_STEMS, stem


class VetoKind(StrEnum):
    """Why an entry must not answer although it looks near."""

    NOT_FOR = "not_for"
    NEGATION = "negation"
    DISTINGUISHING = "distinguishing"


@dataclass(frozen=True, slots=True)
class Veto:
    """`words` are the `not_for` phrasing as written, or the words that turn the question round or elsewhere."""

    kind: VetoKind
    words: tuple[str, ...]


_THINGS = """
    windows | mac macos osx macbook | linux ubuntu debian fedora
    ios iphone ipad | android
    incoming | outgoing
    inbound | outbound
    monthly | yearly annual annually
    imap | pop pop3
    public | private
"""
"""A question with a word of one side is not asked by a phrasing with one of another side."""

_ACTIONS = """
    enable activate | disable deactivate
    add create insert | remove delete erase
    install | uninstall
    subscribe join enroll register enlist | unsubscribe unregister
    connect link pair attach | disconnect unlink unpair detach
    login | logout
    lock | unlock
    mute silence | unmute
    ban | unban
    block | unblock
    hide conceal | unhide reveal
    archive | unarchive
    freeze | unfreeze
    pin | unpin
    follow | unfollow
    publish | unpublish
    share | unshare
    assign | unassign
    select | deselect unselect
    check tick | uncheck untick
    upload | download
    import | export
    buy purchase | sell
    increase raise extend | decrease reduce lower shorten
    open | close shut
    start begin | stop
    continue resume | pause suspend
    send | receive
    lend | borrow
    deposit | withdraw
    encrypt | decrypt
    encode | decode
    compress zip | decompress extract unzip
    upgrade | downgrade
    accept approve | reject decline refuse
    allow permit | forbid deny prohibit
    include | exclude
    merge combine | split separate
    expand | collapse
    enter | exit
    arrive | depart
    push | pull
    load | unload
    backup | restore
    save | discard
    remember | forget
    win | lose
    hire | fire
    aktivieren einschalten | deaktivieren ausschalten abschalten
    installieren | deinstallieren
    anmelden einloggen | abmelden ausloggen
    abonnieren | abbestellen
    hinzufugen | entfernen loschen
    importieren | exportieren
"""
"""What a question wants done on one side is not what a phrasing wants done on another. Only there: a folder that
somebody *created* may well be deleted.
"""


def _sides(table: str) -> dict[str, tuple[int, int]]:
    """The line and the side of each word of a table."""
    return {
        word: (line, side)
        for line, text in enumerate(table.strip().splitlines())
        for side, words in enumerate(text.split("|"))
        for word in words.split()
    }


_SIDES_OF_THINGS = _sides(_THINGS)  # by word: `monthly` and `month` have one stem
_SIDES_OF_ACTIONS = {stem(word): side for word, side in _sides(_ACTIONS).items()}
_SIDED_THINGS, _SIDED_ACTIONS = frozenset(_SIDES_OF_THINGS), frozenset(_SIDES_OF_ACTIONS)
_OTHER_WAY = {"from": "to", "to": "from"}
_NEGATIONS = frozenset(map(stem, ("not", "no", "never", "without", "avoid", "prevent", "stop")))
_ENDINGS = frozenset(["without", "avoid", "prevent", "stop"])
MOST_ALIKE = 50  # phrasings that differ in one word; where there are more, the word is a blank to fill in


_TURNED_ROUND = re.compile(
    r"\bhow (?:to|(?:do|can|should) (?:i|we|you)) (not|never)\b|\b(not|never) to\b|\b(not) (?:want|wish|like) to\b"
    r"|^please (?:do (not)|(never)) |^do (not) (?:cancel|close|delete|remove|stop|disable)\b"
)
_IS = "am is are was were been be got"
_IS_WORDS = frozenset(_IS.split())
_DENIED = re.compile(rf"\b(?:{_IS.replace(' ', '|')}) not (?:yet |really |actually )?(?!able\b|sure\b)(\w+)")


def turned_round(words: Sequence[str]) -> str | None:
    """The word by which a question asks for something not to happen: `how do I not …`, `I do not want to …`.

    That something does not work, or cannot be done, is no such wish: `mail is not arriving`, `why can I not log in`.
    """
    found = _TURNED_ROUND.search(" ".join(words))
    return found[found.lastindex or 0] if found else None


def denied(words: Sequence[str]) -> frozenset[str]:
    """The stems of what a question says not to be so: `my mailbox is not full`."""
    return frozenset(map(stem, _DENIED.findall(" ".join(words))))


def _affirmed(words: Sequence[str]) -> Iterator[str]:
    """The stems of what a phrasing says to be so: `my mailbox is full`."""
    return (stem(word) for before, word in pairwise(words) if before in _IS_WORDS)


def _with_a_blank(entries: Sequence[Sequence[Sequence[str]]]) -> Iterator[tuple[str, frozenset[str], int]]:
    """Each content stem of each phrasing, the phrasing's others, and the number of its entry."""
    for number, phrasings in enumerate(entries):
        for stems in phrasings:
            content = frozenset(stems) - COMMON_STEMS - _NEGATIONS
            for found in content if len(content) > 1 else ():
                yield found, content - {found}, number


def _is_covered(phrasing: Sequence[str], asked: Set[str]) -> bool:
    content = frozenset(phrasing) - COMMON_STEMS
    return bool(content) and content <= asked


class Distinctions:
    """What tells the entries of a knowledge base apart, and the opposites that everybody knows. Immutable.

    Two words distinguish where two phrasings of different entries differ in them alone (`cancel my order`, `cancel
    my subscription`), and neither entry ever uses the other's word.
    """

    def __init__(self, words: Sequence[Sequence[Sequence[str]]], stems: Sequence[Sequence[Sequence[str]]]) -> None:
        """The words of each phrasing of each entry, and the same as different stems."""
        self._stems = stems
        actions = [[_SIDED_ACTIONS.intersection(actions_of(one)) for one in phrasings] for phrasings in words]
        things = [[_SIDED_THINGS.intersection(one) for one in phrasings] for phrasings in words]
        self._done = [_stood_on(_SIDES_OF_ACTIONS, phrasings) for phrasings in actions]
        self._about = [_stood_on(_SIDES_OF_THINGS, phrasings) for phrasings in things]
        self._actions, self._things = _some(actions), _some(things)
        self._directions = _some([[directions_of(one) for one in phrasings] for phrasings in words])
        self._mentioned = [frozenset[str]().union(*phrasings) for phrasings in stems]
        self._is_about_not = [
            any(turned_round(one) or not _ENDINGS.isdisjoint(one) for one in phrasings) for phrasings in words
        ]
        self._affirmed = [
            frozenset(found for one in phrasings for found in _affirmed(one)) - COMMON_STEMS - _NEGATIONS
            for phrasings in words
        ]
        blanks = Counter(hash(rest) for _, rest, _ in _with_a_blank(stems))
        alike: dict[Set[str], set[tuple[str, int]]] = defaultdict(set)
        for found, rest, number in _with_a_blank(stems):
            if blanks[hash(rest)] > 1:  # most stand alone, and would take much memory
                alike[rest].add((found, number))
        self._pairs = {
            (mine, theirs)
            for group in alike.values()
            if 1 < len(group) <= MOST_ALIKE
            for mine, here in group
            for theirs, there in group
            if mine not in self._mentioned[there] and theirs not in self._mentioned[here]
        }

    def veto(
        self, turned: str | None, typed: Sequence[str], asked: Set[str], actions: Set[str], entry: int, row: int
    ) -> Veto | None:
        """Why the entry of this number does not answer a question; None where nothing stands against it.

        `turned` is the word that turns the question round, `typed` are its words and `asked` their stems, `actions` those of
        what it wants done, and `row` is the place of the entry's nearest phrasing.
        """
        mentioned, said = self._mentioned[entry], frozenset(self._stems[entry][row])
        missing = said - asked - COMMON_STEMS
        if (
            turned
            and not self._is_about_not[entry]
            and any(_is_covered(phrasing, asked) for phrasing in self._stems[entry])
        ):
            return Veto(VetoKind.NEGATION, (turned,))
        if not_so := self._affirmed[entry] & denied(typed):
            return Veto(VetoKind.NEGATION, ("not", min(not_so)))
        words = frozenset(typed)
        things, done = self._things.get((entry, row)), self._actions.get((entry, row))
        if things and (
            pair := _excluded(_SIDES_OF_THINGS, words & _SIDED_THINGS - things, things - words, self._about[entry])
        ):
            return Veto(VetoKind.DISTINGUISHING, pair)
        if done and (
            pair := _excluded(_SIDES_OF_ACTIONS, actions & _SIDED_ACTIONS - done, done - asked, self._done[entry])
        ):
            return Veto(VetoKind.DISTINGUISHING, pair)
        if directions := self._directions.get((entry, row)):
            there = directions_of(typed)
            if crossed := sorted(one for one, way in there if (one, _OTHER_WAY[way]) in directions - there):
                return Veto(VetoKind.DISTINGUISHING, ("from", "to", crossed[0]))
        extra = asked - said - COMMON_STEMS
        if len(extra) == len(missing) == 1:
            pair = next(iter(extra)), next(iter(missing))
            if pair in self._pairs and pair[0] not in mentioned:
                return Veto(VetoKind.DISTINGUISHING, pair)
        return None


_Found = TypeVar("_Found", bound=Collection[object])


def _some(found: Sequence[Sequence[_Found]]) -> dict[tuple[int, int], _Found]:
    """By entry and row; most phrasings have none, and nothing is kept of those."""
    return {
        (number, row): one for number, phrasings in enumerate(found) for row, one in enumerate(phrasings) if one
    }


def _stood_on(sides: Mapping[str, tuple[int, int]], phrasings: Iterable[Set[str]]) -> frozenset[tuple[int, int]]:
    """The sides that some phrasing stands on without the other: to export and import is no exporting alone."""
    found = set()
    for phrasing in phrasings:
        here = {sides[word] for word in phrasing}
        found |= {
            (line, side) for line, side in here if not any(one == line and other != side for one, other in here)
        }
    return frozenset(found)


def _excluded(
    sides: Mapping[str, tuple[int, int]], found: Set[str], others: Set[str], stood_on: Set[tuple[int, int]]
) -> tuple[str, str] | None:
    """Of what was found in the question and of other words in the phrasing, two on different sides of a line, where the question
    does not stand on both, and no phrasing of the entry on the question's.
    """
    here = {sides[one] for one in found}
    for one in sorted(found):
        for other in sorted(others):
            if sides[one][0] == sides[other][0] and sides[other] not in here and sides[one] not in stood_on:
                return one, other
    return None

"""Words that turn a question round or elsewhere: negation, opposites, and what tells entries apart. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

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


_EXCLUSIVE = """
    windows | mac macos osx macbook | linux ubuntu debian fedora
    ios iphone ipad | android
    enable activate | disable deactivate
    add create | remove delete
    install | uninstall
    subscribe | unsubscribe
    connect | disconnect
    login | logout
    lock | unlock
    mute | unmute
    ban | unban
    block | unblock
    hide | unhide
    archive | unarchive
    incoming | outgoing
    inbound | outbound
    upload | download
    import | export
    buy | sell
    increase raise | decrease reduce lower
    monthly | yearly annual annually
    imap | pop pop3
    public | private
    encrypt | decrypt
"""
"""A question with a word of one side is not asked by a phrasing with one of another side."""

_SIDES: dict[str, tuple[int, int]] = {
    stem(word): (line, side)
    for line, text in enumerate(_EXCLUSIVE.strip().splitlines())
    for side, words in enumerate(text.split("|"))
    for word in words.split()
}
_SIDED = frozenset(_SIDES)
_NEGATIONS = frozenset(map(stem, ("not", "no", "never", "without", "avoid", "prevent", "stop")))
_ENDINGS = frozenset(["without", "avoid", "prevent", "stop"])
MOST_ALIKE = 50  # phrasings that differ in one word; where there are more, the word is a blank to fill in


_TURNED_ROUND = re.compile(
    r"\bhow (?:to|(?:do|can|should) (?:i|we|you)) (not|never)\b|\b(not|never) to\b|\b(not) (?:want|wish|like) to\b"
)


def turned_round(words: Sequence[str]) -> str | None:
    """The word by which a question asks for something not to happen: `how do I not …`, `I do not want to …`.

    That something does not work, or cannot be done, is no such wish: `mail is not arriving`, `why can I not log in`.
    """
    found = _TURNED_ROUND.search(" ".join(words))
    return found[found.lastindex or 0] if found else None


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
        self._mentioned = [frozenset[str]().union(*phrasings) for phrasings in stems]
        self._is_about_not = [
            any(turned_round(one) or not _ENDINGS.isdisjoint(one) for one in phrasings) for phrasings in words
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

    def veto(self, turned: str | None, asked: Set[str], said: Set[str], entry: int) -> Veto | None:
        """Why the entry of this number does not answer a question; None where nothing stands against it.

        `turned` is the word that turns the question round, `asked` are its stems, and `said` those of the entry's
        nearest phrasing.
        """
        mentioned = self._mentioned[entry]
        missing = said - asked - COMMON_STEMS
        if (
            turned
            and not self._is_about_not[entry]
            and any(_is_covered(phrasing, asked) for phrasing in self._stems[entry])
        ):
            return Veto(VetoKind.NEGATION, (turned,))
        if "without" in asked and "with" in said and "with" not in asked and "without" not in mentioned:
            return Veto(VetoKind.NEGATION, ("without",))
        if others := missing & _SIDED:  # mostly there are none
            for found in sorted((asked & _SIDED) - mentioned):
                for other in sorted(others):
                    if self._excludes(found, other, asked, mentioned):
                        return Veto(VetoKind.DISTINGUISHING, (found, other))
        extra = asked - said - COMMON_STEMS
        if len(extra) == len(missing) == 1:
            pair = next(iter(extra)), next(iter(missing))
            if pair in self._pairs and pair[0] not in mentioned:
                return Veto(VetoKind.DISTINGUISHING, pair)
        return None

    @staticmethod
    def _excludes(found: str, other: str, asked: Set[str], mentioned: Set[str]) -> bool:
        """The two are on different sides of a line, and neither question nor entry stands on both."""
        (line, here), (other_line, there) = _SIDES[found], _SIDES[other]
        return (
            line == other_line
            and here != there
            and not any(_SIDES.get(one) == (line, here) for one in mentioned)
            and not any(_SIDES.get(one) == (line, there) for one in asked)
        )

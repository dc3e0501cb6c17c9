"""What people find who look by themselves, also while they are still typing. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.knowledge.entry import Entry, Translation
from bot.matching.verdict import Match, Verdict

LETTERS_FOR_ANSWERS = 3
"""With fewer letters typed, the words of the answers are not looked at: almost any would do."""

WORTH_SHOWING = 0.05
"""With a lower score an entry is no match, not even to somebody who looks by themselves."""

_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_SPACELESS}]|[^\W{_SPACELESS}]+")
"""A word, or one character of a script that is written without spaces."""

Words = tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What somebody finds, best first and never nothing: the answer itself, which is one entry (ANSWER); entries of which
    one is likely (SUGGEST); or what comes nearest (SILENT). `score` is that of the first; None where it was not by the matcher.
    """

    verdict: Verdict
    entries: tuple[Entry, ...]
    score: float | None = None


def search(entries: Sequence[Entry], query: str, matches: Sequence[Match], *, sure_from: float) -> list[Entry]:
    """The entries that a query finds, each once, best first; for an empty query all, in their order.

    First comes an entry whose id or title is the query; then what the matcher finds with a score of `sure_from`;
    a keyword in the query; an id or title that begins with the query; titles and keywords in which a word begins
    with each word of the query, rare words first; what else the matcher finds; and last, the same for the words of
    the answers. Languages count alike.
    """
    asked, folded = _words(query), _folded(query)
    if not folded:
        return list(entries)
    known = {entry.id: entry for entry in entries}
    likely = [(known[one.entry_id], one.score) for one in matches if one.entry_id in known]
    uses = Counter(word for entry in entries for word in _read(entry).named)

    def those(fits: Callable[[_Read], bool]) -> Iterator[Entry]:
        return (entry for entry in entries if fits(_read(entry)))

    def with_keyword(read: _Read) -> bool:
        return any(set(keyword) <= set(asked) for keyword in read.keywords)

    def commonness(entry: Entry) -> int:
        """Of what the query may go on as, the rarest words are meant: `d` is DKIM before it is `do`."""
        words = _read(entry).named
        return sum(min(uses[word] for word in words if word.startswith(start)) for start in asked)

    def mentioned(read: _Read) -> bool:
        return len("".join(asked)) >= LETTERS_FOR_ANSWERS and _begin(asked, read.everything)

    ranked = [
        *those(lambda read: folded in read.names),
        *(entry for entry, score in likely if score >= sure_from),
        *those(with_keyword),
        *those(lambda read: any(name.startswith(folded) for name in read.names)),
        *sorted(those(lambda read: _begin(asked, read.named)), key=commonness),
        *(entry for entry, score in likely if score >= WORTH_SHOWING),
        *those(mentioned),
    ]
    return list({entry.id: entry for entry in ranked}.values())


def named(entries: Sequence[Entry], query: str) -> Entry | None:
    """The one entry whose id, title or keyword the query is; None where there is none, or several."""
    folded, asked = _folded(query), _words(query)
    by_name = [entry for entry in entries if folded in _read(entry).names]
    found = by_name or [entry for entry in entries if asked in _read(entry).keywords]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class _Read:
    """An entry as it is searched: its id and titles; each keyword; the words of all these; these and the answers'."""

    names: frozenset[str]
    keywords: frozenset[Words]
    named: frozenset[str]
    everything: frozenset[str]


@lru_cache(maxsize=20_000)
def _read_texts(names: Words, keywords: Words, answers: Words) -> _Read:
    named = frozenset(word for text in (*names, *keywords) for word in _words(text))
    return _Read(
        names=frozenset(map(_folded, names)),
        keywords=frozenset(filter(None, map(_words, keywords))),
        named=named,
        everything=named.union(*map(_words, answers)),
    )


def _read(entry: Entry) -> _Read:
    languages: tuple[Entry | Translation, ...] = (entry, *entry.translations.values())
    names = (entry.id, *(language.title for language in languages))
    return _read_texts(names, tuple(entry.keywords), tuple(language.answer for language in languages))


def _begin(asked: Words, words: Collection[str]) -> bool:
    """Whether each word that was asked begins one of these."""
    return bool(asked) and all(any(word.startswith(start) for word in words) for start in asked)


def _words(text: str) -> Words:
    return tuple(_WORD.findall(_folded(text)))


def _folded(text: str) -> str:
    """Without accents, and without what only differs in case, width or spaces."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if unicodedata.category(char) != "Mn")
    return " ".join(unicodedata.normalize("NFKC", plain).casefold().split())

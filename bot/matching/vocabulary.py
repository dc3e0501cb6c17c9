"""Which words the languages of a knowledge base have, and which language a text is in."""

from __future__ import annotations

import gzip
import importlib.metadata
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.matching.words import folded

ENGLISH = "en"
FREQUENT = Path(__file__).with_name("frequent_words.txt")
CLEAR_FROM = 2  # different frequent words that only another language has
USED_FROM = 0.01  # of the phrasings
_LISTED = re.compile(r'"([^"\\]+)"\s*:')


class Vocabulary:
    """The words of some languages, as a set to ask, and those of all languages that are written most. Immutable.

    Of each word four bytes are kept (its CRC-32): one in 20,000 strange words is taken for a real one.
    """

    def __init__(self, languages: Iterable[str]) -> None:
        """Reads the lists of these languages where there are some, which takes about 0.2 s each, once in a process."""
        self.languages = frozenset(languages)
        self._lists = [_real_words(language) for language in sorted(self.languages)]
        self._own = _among(self.languages)

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> Vocabulary:
        """That of a knowledge base whose phrasings have these words: English, and each language that at least one
        phrasing, and one in a hundred, is clearly in.
        """
        english = cls([ENGLISH])
        found = Counter(map(english.foreign_language, texts))
        return cls({ENGLISH, *(one for one, count in found.items() if one and count >= USED_FROM * len(texts))})

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str):
            return False
        key = np.uint32(_key(word))
        return any(
            at < len(words) and words[at] == key for words in self._lists for at in [words.searchsorted(key)]
        )

    def foreign_language(self, words: Iterable[str]) -> str | None:
        """The language that these words are clearly in, and which is none of the vocabulary's; None where it is, or that
        is not clear, as in a short or mixed text.

        It is clear where at least two different words are frequent in another language and in none of these, and fewer are
        words of these and not frequent there.
        """
        frequent = _frequent_words()
        asked = {word: frequent.get(word, 0) for word in words}
        theirs = [mask for mask in asked.values() if mask and not mask & self._own]
        if len(theirs) < CLEAR_FROM:
            return None
        hits = Counter(at for mask in theirs for at in range(mask.bit_length()) if mask >> at & 1)
        best, count = min(hits.items(), key=lambda hit: (-hit[1], hit[0]))
        if count < CLEAR_FROM:
            return None
        ours = sum(not mask >> best & 1 and bool(mask & self._own or word in self) for word, mask in asked.items())
        return _names()[best] if count > ours else None


def _key(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


@cache
def _real_words(language: str) -> NDArray[np.uint32]:
    """The CRC-32 of each word of a language, in order; none where pyspellchecker has no list of it.

    The lists are files of that package, which is not imported: it would take 40 MB for the English one.
    """
    package = importlib.metadata.distribution("pyspellchecker")
    file = Path(str(package.locate_file(f"spellchecker/resources/{language}.json.gz")))
    if not file.is_file():
        return np.empty(0, np.uint32)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        words = (found[1] for line in lines for found in _LISTED.finditer(line))
        keys = (_key(word if word.isascii() else folded(word)) for word in words)
        return np.sort(np.fromiter(keys, np.uint32))


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...]], ...]:
    lines = FREQUENT.read_text(encoding="utf-8").splitlines()
    return tuple((name, tuple(words)) for name, *words in map(str.split, lines))


@cache
def _names() -> tuple[str, ...]:
    return tuple(name for name, _ in _rows())


@cache
def _frequent_words() -> dict[str, int]:
    """The languages in which a word is frequent, as bits by their place in the file."""
    found: dict[str, int] = {}
    for at, (_, words) in enumerate(_rows()):
        for word in words:
            found[word] = found.get(word, 0) | 1 << at
    return found


def _among(languages: frozenset[str]) -> int:
    return sum(1 << at for at, name in enumerate(_names()) if name in languages)

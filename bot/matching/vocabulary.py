"""Which words the languages of a knowledge base have, and which language a text is in."""

from __future__ import annotations

import gzip
import importlib.metadata
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.matching.words import folded

ENGLISH = "en"
FREQUENT = Path(__file__).with_name("frequent_words.txt")
MORE_WORDS = Path(__file__).with_name("more_words.txt")
"""What is written often and is in none of pyspellchecker's lists: names of people, places and products, other spellings."""

CLEAR_FROM = 2  # different frequent words that only another language has
USED_FROM = 0.01  # of the phrasings
ALIKE_AT_MOST = 3  # languages; a word that is frequent in more tells nothing
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
        """That of a knowledge base whose phrasings have these words: English, and each other language that at least one
        phrasing, and one in a hundred, is likely in. Of languages that are as likely as each other all are.
        """
        english = cls([ENGLISH])
        found: Counter[str] = Counter()
        for words in texts:
            likely = english.foreign_languages(words, hits=1)
            found.update(likely if len(likely) <= ALIKE_AT_MOST else ())
        return cls({ENGLISH, *(one for one, count in found.items() if count >= USED_FROM * len(texts))})

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str):
            return False
        key = np.uint32(_key(word))
        return any(
            at < len(words) and words[at] == key for words in self._lists for at in [words.searchsorted(key)]
        )

    def is_frequent(self, word: str) -> bool:
        """Whether it is one of those that one of these languages writes most."""
        return bool(_frequent_words().get(word, 0) & self._own)

    def is_foreign(self, words: Iterable[str]) -> bool:
        """Whether these words are clearly in a language that is none of the vocabulary's: false for a short or mixed text."""
        return bool(self.foreign_languages(words, hits=CLEAR_FROM))

    def foreign_languages(self, words: Iterable[str], *, hits: int) -> list[str]:
        """The languages, none of the vocabulary's, that these words are in; all that are as likely, and mostly none.

        At least `hits` different words must be frequent in one and in none of the vocabulary's, and fewer be words of
        these and not frequent there.
        """
        frequent = _frequent_words()
        asked = {word: frequent.get(word, 0) for word in words}
        theirs = [mask for mask in asked.values() if mask and not mask & self._own]
        if len(theirs) < hits:
            return []
        counts = Counter(at for mask in theirs for at in range(mask.bit_length()) if mask >> at & 1)
        most = max(counts.values())
        likely = [at for at, count in counts.items() if count == most >= hits]
        return [_names()[at] for at in likely if most > self._not_of(at, asked)]

    def _not_of(self, language: int, asked: Mapping[str, int]) -> int:
        """How many words are of the vocabulary's languages, and not frequent in this one."""
        return sum(
            not mask >> language & 1 and bool(mask & self._own or word in self) for word, mask in asked.items()
        )


def _key(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


@cache
def _real_words(language: str) -> NDArray[np.uint32]:
    """The CRC-32 of each word of a language, in order, with those that its list lacks; none where pyspellchecker has no list.

    The lists are files of that package, which is not imported: it would take 40 MB for the English one.
    """
    package = importlib.metadata.distribution("pyspellchecker")
    file = Path(str(package.locate_file(f"spellchecker/resources/{language}.json.gz")))
    if not file.is_file():
        return np.empty(0, np.uint32)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        listed = (found[1] for line in lines for found in _LISTED.finditer(line))
        words = chain(listed, dict(_rows(MORE_WORDS)).get(language, ()))
        keys = (_key(word if word.isascii() else folded(word)) for word in words)
        return np.sort(np.fromiter(keys, np.uint32))


@cache
def _rows(file: Path = FREQUENT) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The words of each language, in the order of the file."""
    lines = file.read_text(encoding="utf-8").splitlines()
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

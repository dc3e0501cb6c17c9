"""Phrasings whose key word is replaced by another English word that looks like it: `contact` and `contract`."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator
from functools import cache

import wordfreq
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bench.hard.labelled import Base, Hard, Known, Part, evenly, in_random_order, is_one_sentence, listed
from bot.matching.words import COMMON_STEMS, stem

LEAST_ZIPF = 3.0  # one in a million words
SHORTEST = 4
TWO_EDITS_FROM = 6  # letters; of a shorter word, two edits leave too little
LONGEST = 12  # words of a phrasing; the rest of a longer one says enough without its key word
LOANED = 1.0  # zipf: ten times as frequent
EACH = 3  # replacements tried for a phrasing

_ENDINGS = frozenset(
    listed(
        "s es ed d er r ers rs or ors ing y ly ally al ial ic ical ion ation ment ness able ful less n en e age ie ies ist t in an ian"
    )
)
_SPELT_TWO_WAYS = (
    ("our", "or"),
    ("ise", "ize"),
    ("isa", "iza"),
    ("yse", "yze"),
    ("tre", "ter"),
    ("ogue", "og"),
    ("ll", "l"),
)


_IRREGULAR = [
    frozenset(forms.split("/"))
    for forms in listed("""
        begin/began/begun send/sent spend/spent lend/lent sing/sang/sung/song forget/forgot/forgotten pay/paid buy/bought
        lose/lost/loss choose/chose/chosen/choice write/wrote/written steal/stole/stolen say/said find/found hold/held
        live/life/lives/lived man/men woman/women foot/feet build/built think/thought leave/left drive/drove/driven
        give/gave/given take/took/taken come/came know/knew/known grow/grew/grown run/ran ring/rang/rung drink/drank
        speak/spoke/spoken break/broke/broken wake/woke sell/sold tell/told mean/meant feel/felt keep/kept sleep/slept
        advice/advise licence/license practice/practise cheque/check/checks enquiry/inquiry
    """)
]
"""Forms of one word that no ending tells."""


def lookalikes(base: Base, part: Part, rng: random.Random, n: int) -> list[Hard]:
    """At most `n` questions that no entry answers. A word of the list belongs to one part, by its checksum."""
    known = Known(base)
    words = _words(part)

    def made() -> Iterator[Hard]:
        for entry, text in in_random_order(base, rng):
            key = known.key(entry, text)
            if key is None or not is_one_sentence(text, LONGEST) or known.is_said_without(key, entry, text):
                continue
            near = [word for word in _near(key, words) if not known.has_word(word)]
            for word in rng.sample(near, min(EACH, len(near))):
                changed = re.sub(rf"\b{key}\b", word, text, flags=re.IGNORECASE)
                if changed != text:
                    edits = OSA.distance(key, word)
                    yield Hard(changed, None, f"{edits} edit{'s' if edits > 1 else ''}", text, entry)

    return evenly(made(), n)


@cache
def _words(part: Part) -> tuple[str, ...]:
    parity = 0 if part == "fit" else 1
    return tuple(
        word
        for word, frequency in wordfreq.get_frequency_dict("en", wordlist="small").items()
        if wordfreq.freq_to_zipf(frequency) >= LEAST_ZIPF
        and len(word) >= SHORTEST
        and word.isascii()
        and word.isalpha()
        and stem(word) not in COMMON_STEMS
        and zlib.crc32(word.encode()) % 2 == parity
        and not _is_loaned(word)
    )


def _is_loaned(word: str) -> bool:
    """Whether the word is much more frequent in a neighbouring language: the list holds what English texts quote."""
    own = wordfreq.zipf_frequency(word, "en", wordlist="small")
    return any(
        wordfreq.zipf_frequency(word, other, wordlist="small") > own + LOANED for other in ("de", "fr", "es")
    )


@cache
def _near(key: str, words: tuple[str, ...]) -> list[str]:
    edits = 1 if len(key) < TWO_EDITS_FROM else 2
    found = process.extract(key, words, scorer=OSA.distance, score_cutoff=edits, limit=None)
    return sorted(word for word, _, _ in found if not _are_one_word(key, word))


def _are_one_word(one: str, other: str) -> bool:
    """Whether the words are forms, derivations or spellings of the same word."""
    if any(one in forms and other in forms for forms in _IRREGULAR) or f"re{one}" == other or f"re{other}" == one:
        return True
    if stem(one) == stem(other) or _evened(one) == _evened(other):
        return True
    for left, right in ((one, other), (other, one)):
        for root in {left, left.removesuffix("e"), left.removesuffix("y"), stem(left)}:
            if len(root) >= 3 and right.startswith(root) and right.removeprefix(root) in _ENDINGS:
                return True
    return False


def _evened(word: str) -> str:
    for british, american in _SPELT_TWO_WAYS:
        word = word.replace(british, american)
    return str(stem(word))

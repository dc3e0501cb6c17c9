"""Text as it is searched: terms of letters and digits alone, so that nothing that people type can be a query. Pure.

The stems of the matcher's words, and pairs of characters of scripts without spaces. So either database needs only tell
words apart at spaces: of SQLite's own tokenizers, `unicode61` takes a Chinese sentence for one word, and `trigram` finds
no word of two characters, as most are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.matching.words import COMMON_STEMS, normalise, stem
from bot.tickets.ticket import ORIGIN, Detail

LONGEST = 40
"""Characters of a term; what is longer is cut."""

MOST = 1000
"""Terms of one text that are kept: the first ones. A form has at most some thousand words."""

MOST_ASKED = 24
"""Different terms for which is looked."""

_MARKS = str.maketrans(dict.fromkeys("`<>@:/\\", " "))
"""What the matcher takes for code, links and mentions, which are searched like anything else."""


def of_ticket(summary: str, details: Sequence[Detail]) -> str:
    """What is kept of a ticket: its summary, its answers, and what was quoted or added."""
    return kept(written_in(summary, details))


def written_in(summary: str, details: Sequence[Detail]) -> list[str]:
    """The texts of which that is kept."""
    return [summary, *(detail.text for detail in details if detail.field_id != ORIGIN)]


def kept(texts: Iterable[str]) -> str:
    """The terms of these texts, in their order, with spaces between them."""
    return of_words([word for text in texts for word in words_of(text)])


def of_words(words: Sequence[str]) -> str:
    """The same of words."""
    return " ".join(map(of_word, words[:MOST]))


def asked(text: str) -> tuple[str, ...]:
    """The terms by which what somebody typed is looked for."""
    return topical(of_text(text))


def topical(terms: Iterable[str]) -> tuple[str, ...]:
    """The first different ones of these, without those that carry no topic unless there are no others."""
    found = tuple(dict.fromkeys(terms))
    return (tuple(term for term in found if term not in COMMON_STEMS) or found)[:MOST_ASKED]


def of_text(text: str) -> list[str]:
    """All terms of a text, in their order."""
    return [of_word(word) for word in words_of(text)]


def words_of(text: str) -> list[str]:
    """The words whose terms these are, as they are spelt."""
    return normalise(text.translate(_MARKS))


def of_word(word: str) -> str:
    """The term of a word."""
    return stem(word)[:LONGEST]

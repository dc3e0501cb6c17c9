"""Which texts hold what is looked for, which tickets come first for it, and what of a text is shown. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.tickets.finding.wanted import Source
from bot.tickets.search.terms import of_text

PREFIX = 3
"""Letters from which a term finds the words that begin with it, too: `print` finds the printer."""

EXCERPT = 160
"""Characters that are shown of a text."""

BEFORE = 30
"""Of these, so many before the first word that was found."""

_PIECE = re.compile(r"\S{1,40}")

Sought: TypeAlias = "tuple[tuple[str, ...], ...]"
"""What is looked for: of each of these, one has to be there, see `looked_for`."""


@dataclass(frozen=True)
class Text:
    """The terms of what is written in one place of a ticket. `source_id` is its id there."""

    ticket_id: int
    source: Source
    source_id: int
    terms: str


def looked_for(term: str, *, is_frequent: bool = False) -> str:
    """The term as it is sought: with a space behind it, for itself alone; without, for all words that begin with it.

    A word that is frequent is found often enough, and all that begins with it would take long to put together.
    """
    return f"{term} " if is_frequent or len(term) < PREFIX else term


def ranked(texts: Iterable[Text], sought: Sought) -> list[Text]:
    """Of each ticket the text that holds most of what is sought; all of it stands in the ticket, wherever.

    First those where one text holds all, then those that were opened last.
    """
    best: dict[int, tuple[tuple[int, bool, int], Text]] = {}
    for text in texts:
        worth = (len(_held(text.terms.split(), sought)), text.source is Source.TICKET, text.source_id)
        if text.ticket_id not in best or worth > best[text.ticket_id][0]:
            best[text.ticket_id] = worth, text
    order = sorted(best, key=lambda one: (best[one][0][0], one), reverse=True)
    return [best[one][1] for one in order]


def excerpt(texts: Sequence[str], sought: Sought) -> str:
    """Of the first of these texts that hold most of what is sought, the part in which it stands; from its beginning where
    that is not told apart any more. With an ellipsis where it is cut, and each space once.
    """
    looked_through = [(_hits(text, sought), text) for text in texts if text.strip()]
    if not looked_through:
        return ""
    hits, text = max(looked_through, key=lambda one: len(set[int]().union(*one[0].values())))
    begin = max(hits, key=lambda at: (len(_within(hits, at)), -at), default=0)
    begin = _word_begin(text, max(0, begin - BEFORE))
    shown = text[begin : begin + EXCERPT]
    after = "…" if begin + EXCERPT < len(text) else ""
    return ("…" if begin else "") + " ".join(shown.split()) + after


def _held(words: Collection[str], sought: Sought) -> set[int]:
    """The places in what is sought of which one is among these words."""
    return {place for place, one in enumerate(sought) if any(_stands(term, words) for term in one)}


def _stands(term: str, words: Collection[str]) -> bool:
    return term[:-1] in words if term.endswith(" ") else any(word.startswith(term) for word in words)


def _hits(text: str, sought: Sought) -> dict[int, set[int]]:
    """Where in the text what of it begins."""
    found = {piece.start(): _held(of_text(piece[0]), sought) for piece in _PIECE.finditer(text)}
    return {at: places for at, places in found.items() if places}


def _within(hits: dict[int, set[int]], begin: int) -> set[int]:
    """What of it would be shown from here."""
    return set[int]().union(*(places for at, places in hits.items() if begin <= at < begin + EXCERPT - BEFORE))


def _word_begin(text: str, at: int) -> int:
    """The beginning of a word at or after this place, if one is near."""
    if at == 0 or text[at - 1].isspace():
        return at
    space = re.compile(r"\s").search(text, at, at + BEFORE)
    return space.end() if space else at

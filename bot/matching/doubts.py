"""What in the entries may stand there, and yet is not as its writer will have meant it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.knowledge.entry import Entry
from bot.knowledge.markup import shown_raw
from bot.matching.phrasings import Phrasings
from bot.matching.words import normalise
from bot.problems import shown

ENOUGH = 3
"""Phrasings of an entry, its title included. With them nearly twice as many questions are answered as with one: of the
example knowledge base's own phrasings, asked of entries without them, 22 % and 12 %.
"""


def doubts(entries: Sequence[Entry], positions: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """`file:line: …` for each image, link to no whole address, and phrasing without a word, in the order of the entries.

    `positions` are those of the library.
    """
    for entry in entries:
        for answer in dict.fromkeys((entry.answer, *(it.answer for it in entry.translations.values()))):
            where = positions[entry.id, answer]
            for link in shown_raw(answer):
                what = "an image" if link.is_image else "a link that is no whole web address"
                advice = "write a link" if link.is_image else "begin it with https://"
                yield f"{where}: {shown(answer[link.start : link.end])} is {what}, which Discord shows as it is written: {advice}"
        asked = Phrasings.of(entry)
        for phrasing in dict.fromkeys((*asked.questions, *asked.not_for)):
            if not normalise(phrasing):
                where = positions[entry.id, phrasing]
                yield f"{where}: {shown(phrasing)} has no word that a question could have, so it never matches"


def with_few(entries: Sequence[Phrasings]) -> list[str]:
    """The ids of the entries that have fewer phrasings than are `ENOUGH`."""
    return [entry.entry_id for entry in entries if len(set(entry.questions)) < ENOUGH]

"""What was found → an entry that the files can hold, or why it is none. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.drafts.draft import MOST_PHRASINGS, PHRASING_LENGTH, TITLE_LENGTH, one_line, slug, tidied
from bot.importing.found import Found
from bot.knowledge.entry import Entry, shortest
from bot.problems import shown
from bot.visible import INVISIBLE, visible

ANSWER_LENGTH, MOST_KEYWORDS = 3500, 20

_HIDDEN = re.compile("[\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Soft hyphens, spaces of no width, and what turns the direction of a text. Joiners belong to emoji and to some scripts."""

_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


@dataclass
class Known:
    """The ids that are given away, and where each phrasing stands already, by its words in small letters."""

    ids: set[str] = field(default_factory=set)
    phrasings: dict[str, str] = field(default_factory=dict)

    def add(self, entry: Entry, where: str) -> None:
        """From now on, the entry's are known too."""
        self.ids.add(entry.id)
        asked = [entry.title, *entry.questions]
        for translation in entry.translations.values():
            asked += [translation.title, *translation.questions]
        for phrasing in asked:
            self.phrasings.setdefault(_words(phrasing), where)


@dataclass(frozen=True)
class Fitted:
    """An entry and what was done to make it fit. With `reasons` it is none, but what there is of it."""

    found: Found
    entry: Entry
    notes: tuple[str, ...]
    reasons: tuple[str, ...] = ()


def fit(found: Found, known: Known) -> Fitted:
    """The entry that was meant, with nothing in it that does not stand in the file.

    A title that is too long is cut, and whole among the phrasings; one that is too short gives way to another way to
    ask. Ways to ask that are too short for a phrasing become keywords, those of another entry are left out.
    """
    notes, reasons = list(found.notes), []
    if unseen := sum(map(_unseen, (found.title, found.answer, *found.asked)), Counter[str]()):
        those = ", ".join(f"U+{ord(char):04X} ({count})" for char, count in unseen.items())
        notes.append(f"characters that nobody sees were left out: {those}")
    title, answer = one_line(_HIDDEN.sub("", found.title)), tidied(_HIDDEN.sub("", found.answer))
    every = [one_line(_HIDDEN.sub("", text)) for text in found.asked]
    asked = list({_words(text): text for text in reversed(every) if text}.values())[::-1]
    keywords: list[str] = []
    if len(title) > TITLE_LENGTH:
        notes.append(
            f"its title has {len(title)} characters, of which {TITLE_LENGTH} fit: cut, and whole in `questions`"
        )
        asked.insert(0, title)
        title = f"{title[: TITLE_LENGTH - 1].rpartition(' ')[0] or title[: TITLE_LENGTH - 1]}…"
    elif title and len(title) < shortest(title):
        other = next((one for one in asked if shortest(one) <= len(one) <= TITLE_LENGTH), None)
        if other is None:
            reasons.append(f"its title {shown(title)} must have at least {shortest(title)} characters")
        else:
            notes.append(
                f"its title {shown(title)} is too short for one, so it is a keyword, and {shown(other)} the title"
            )
            asked = [one for one in asked if one != other]
            keywords, title = [title], other
    if not title:
        reasons.append("it has no title")
    if not answer:
        reasons.append("it has no text")
    if len(answer) > ANSWER_LENGTH:
        reasons.append(
            f"its text has {len(answer)} characters, of which {ANSWER_LENGTH} fit: shorten it, or make it two"
        )
    if elsewhere := known.phrasings.get(_words(title)):
        reasons.append(f"{shown(title)} is asked in {elsewhere} already")
    asked = [one for one in asked if _words(one) != _words(title)]
    phrasings = list(_phrasings(asked, known, keywords, notes))
    entry_id = slug(title, known.ids)
    if (plain := slug(title, ())) != entry_id:
        notes.append(f"the id `{plain}` is taken, so it is `{entry_id}`")
    data = {
        "id": entry_id,
        "title": title,
        "questions": phrasings,
        "answer": answer,
        "keywords": list(_first(MOST_KEYWORDS, "keywords", dict.fromkeys(keywords), notes)),
    }
    entry = Entry.model_construct(None, **data) if reasons else Entry.model_validate(data)
    return Fitted(found, entry, tuple(notes), tuple(reasons))


def _phrasings(asked: list[str], known: Known, keywords: list[str], notes: list[str]) -> Iterable[str]:
    """Those that can be phrasings. What is too short for one is added to the keywords."""
    kept = []
    for one in asked:
        if len(one) > PHRASING_LENGTH:
            notes.append(f"left out, since a phrasing has at most {PHRASING_LENGTH} characters: {shown(one)}")
        elif elsewhere := known.phrasings.get(_words(one)):
            notes.append(f"left out, since it is asked in {elsewhere} already: {shown(one)}")
        elif len(one) < shortest(one):
            keywords.append(one)
        else:
            kept.append(one)
    return _first(MOST_PHRASINGS, "phrasings", kept, notes)


def _first(most: int, what: str, texts: Iterable[str], notes: list[str]) -> Iterable[str]:
    every = list(texts)
    if len(every) > most:
        notes.append(f"{len(every)} {what}, of which {most} fit: left out {', '.join(map(shown, every[most:]))}")
    return every[:most]


def _unseen(text: str) -> Counter[str]:
    """How often what nobody sees stands in a text without belonging there."""
    kept = Counter((*INVISIBLE.findall(visible(text, "")), *_LINE_ENDS.findall(text)))
    return Counter((*INVISIBLE.findall(text), *_HIDDEN.findall(text))) - kept


def _words(phrasing: str) -> str:
    """As the files tell whether two phrasings are the same."""
    return " ".join(phrasing.casefold().split())

"""Whether an entry that comes back under an id is the one that was known by it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.knowledge.entry import Entry


@dataclass(frozen=True)
class Life:
    """What is known of an entry: how it was worded when it was last seen, and from when on facts are about it.

    `since_at` is None where there was nothing under its id before; `ended_at` once it is gone from the files.
    `phrasings` are compared without case and spacing, in all languages, its titles among them.
    """

    entry_id: str
    title: str
    phrasings: frozenset[str]
    since_at: datetime | None = None
    ended_at: datetime | None = None


def changed(known: Iterable[Life], entries: Iterable[Entry], now: datetime) -> list[Life]:
    """The lives that are others now, with these entries in the files; nothing for those that just go on.

    An entry under a new id begins a life of its own, since no facts are about anything else; but where nothing is
    known at all, everything has been there before anybody looked. Moves between files, and edits of what never left,
    change no life; what comes back goes on with its title, or one of its phrasings.
    """
    before = {life.entry_id: life for life in known}
    found = []
    for entry in entries:
        life = before.get(entry.id)
        seen = Life(entry.id, entry.title, _phrasings(entry), since_at=life.since_at if life else None)
        if life is None:
            seen = replace(seen, since_at=now) if before else seen
        elif life.ended_at is not None and not _goes_on(life, seen):
            seen = replace(seen, since_at=now)
        if seen != life:
            found.append(seen)
    here = {entry.id for entry in entries}
    found += [
        replace(life, ended_at=now)
        for life in before.values()
        if life.entry_id not in here and life.ended_at is None
    ]
    return found


def _goes_on(before: Life, now: Life) -> bool:
    return before.title == now.title or not before.phrasings.isdisjoint(now.phrasings)


def _phrasings(entry: Entry) -> frozenset[str]:
    said = [entry.title, *entry.questions]
    for translation in entry.translations.values():
        said += [translation.title, *translation.questions]
    return frozenset(" ".join(phrasing.casefold().split()) for phrasing in said)

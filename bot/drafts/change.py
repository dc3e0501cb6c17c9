"""What the draft of a change makes of an entry: it keeps what was put into the file since it was proposed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.entry import Entry

PARTS = ("title", "questions", "answer", "keywords")
"""What of an entry can be proposed; a change leaves the rest as it is."""

_TEXTS, _LISTS = ("title", "answer"), ("questions", "keywords")


def changed_parts(base: Entry, new: Entry) -> list[str]:
    """What a proposal says otherwise than its `base`, the entry as it was then."""
    return [part for part in PARTS if getattr(base, part) != getattr(new, part)]


def changed(there: Entry, base: Entry, new: Entry) -> Entry:
    """The entry that stands `there` by now, with what the proposal has changed of its `base`, and nothing else.

    Of a list the texts that it has added come and those that it has taken out go. Done a second time, it changes nothing more.
    """
    parts = {part: getattr(new, part) for part in _TEXTS if getattr(new, part) != getattr(base, part)}
    lists = {part: _changed(getattr(there, part), getattr(base, part), getattr(new, part)) for part in _LISTS}
    return there.model_copy(update=parts | lists)


def overwritten(there: Entry, base: Entry, new: Entry) -> list[str]:
    """The texts that somebody has changed there since, in another way than the proposal, which would undo that."""
    return [
        part
        for part in _TEXTS
        if getattr(new, part) != getattr(base, part)
        and getattr(there, part) not in (getattr(base, part), getattr(new, part))
    ]


def _changed(there: Sequence[str], base: Sequence[str], new: Sequence[str]) -> list[str]:
    if there == base:
        return [*new]
    kept = [one for one in there if one in new or one not in base]
    return kept + [one for one in new if one not in base and one not in there]

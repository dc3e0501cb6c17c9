"""Which entries somebody should look at again, and why. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.insights.deflection import Tally
from bot.knowledge.entry import Entry

JUDGED_AT_LEAST = 5
"""Answers of which it is known whether they helped; fewer prove nothing."""

HELPS_AT_LEAST = 0.5
"""The share of them that must have been deflected, or the entry is failing."""


@dataclass(frozen=True)
class Suspicion:
    """Somebody marked the entry as wrong. Where it was answered is None once that question is gone."""

    entry_id: str
    marked_by: int
    marked_at: datetime
    channel_id: int | None = None
    message_id: int | None = None


@dataclass(frozen=True)
class Stale:
    """What needs somebody: what is wrong first, then what fails, what is overdue, and what nobody needs.

    `unused` is None while the bot has not been watching for long enough to say so.
    """

    suspect: tuple[tuple[Suspicion, Entry | None], ...]
    failing: tuple[tuple[Entry, Tally], ...]
    overdue: tuple[Entry, ...]
    unused: tuple[Entry, ...] | None

    @property
    def needs_somebody(self) -> bool:
        """An entry that is merely not asked for does not."""
        return bool(self.suspect or self.failing or self.overdue)


def find_stale(
    entries: Sequence[Entry],
    suspicions: Iterable[Suspicion],
    tallies: Mapping[str, Tally],
    used: Collection[str] | None,
    today: date,
) -> Stale:
    """`tallies` are the answers of late by entry id; `used` the entries that were served at all, if that is known."""
    known = {entry.id: entry for entry in entries}
    failing = [(entry, tallies[entry.id]) for entry in entries if entry.id in tallies and fails(tallies[entry.id])]
    overdue = [entry for entry in entries if entry.review_by is not None and entry.review_by < today]
    return Stale(
        suspect=tuple((one, known.get(one.entry_id)) for one in suspicions),
        failing=tuple(sorted(failing, key=lambda one: one[1].deflected / one[1].judged)),
        overdue=tuple(sorted(overdue, key=lambda entry: entry.review_by or today)),
        unused=None if used is None else tuple(entry for entry in entries if entry.id not in used),
    )


def fails(counted: Tally) -> bool:
    """Whether enough answers are judged, and less than `HELPS_AT_LEAST` of these were deflected."""
    return counted.judged >= JUDGED_AT_LEAST and counted.deflected < HELPS_AT_LEAST * counted.judged

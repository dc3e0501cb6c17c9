"""What the matcher takes of an entry: the ways people ask for it, and where. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.entry import Entry


@dataclass(frozen=True, slots=True)
class Phrasings:
    """The ways people ask for one entry, in all its languages, and those it must never answer.

    `channels` are those that it is for, by name or id; without them it is for all. `lint` goes by them; the matcher
    is told which entries may be meant.
    """

    entry_id: str
    questions: tuple[str, ...]
    not_for: tuple[str, ...] = ()
    channels: frozenset[str | int] = frozenset()

    @classmethod
    def of(cls, entry: Entry) -> Phrasings:
        """What the matcher needs to know of an entry. A title is a phrasing too: the writer's own."""
        asked = [*entry.questions, entry.title]
        for translation in entry.translations.values():
            asked += [*translation.questions, translation.title]
        return cls(entry.id, tuple(asked), tuple(entry.not_for), frozenset(entry.channels))

    def meets(self, other: Phrasings) -> bool:
        """Whether there may be a channel that both are for."""
        return not self.channels or not other.channels or not self.channels.isdisjoint(other.channels)

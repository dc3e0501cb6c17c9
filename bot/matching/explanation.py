"""What became of a question: how it was read, and each entry that was looked at closely. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.matching.verdict import Match
from bot.matching.vetoes import Veto


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that was looked at closely: its match, what was measured (see `confidence`), its veto, and what else speaks
    against it (see `costs`).
    """

    match: Match
    features: Mapping[str, float]
    veto: Veto | None = None
    costs: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a question was read (corrections by the word as typed) and each candidate, best first.

    `strangers` are its words with a topic that no entry has. `is_by_meaning` says that its meaning was compared too,
    and not its words alone.
    """

    words: tuple[str, ...]
    corrections: Mapping[str, str]
    candidates: tuple[Candidate, ...]
    is_by_meaning: bool = False
    strangers: tuple[str, ...] = ()

    @property
    def matches(self) -> list[Match]:
        """What is left after the vetoes."""
        return [candidate.match for candidate in self.candidates if candidate.veto is None]

"""What became of a question: how it was read, and each entry that was looked at closely. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.matching.calibration import UNCHANGED, Calibration
from bot.matching.reading import Reading
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
    and not its words alone. `is_foreign`: it is clearly in a language of no phrasing. `undoes` is what of it asks for undoing.
    `is_exact`: it is a phrasing word by word. `about` is what `confidence.ABOUT_QUESTION` names. `calibration` is what the
    scores were corrected by; `UNCHANGED` itself where the knowledge base has not been asked of itself.
    """

    words: tuple[str, ...]
    corrections: Mapping[str, str]
    candidates: tuple[Candidate, ...]
    is_by_meaning: bool = False
    strangers: tuple[str, ...] = ()
    is_foreign: bool = False
    undoes: str = ""
    is_exact: bool = False
    about: tuple[float, ...] = ()
    calibration: Calibration = UNCHANGED

    @classmethod
    def of(cls, reading: Reading, candidates: Iterable[Candidate] = (), **more: Any) -> Explanation:
        """What became of this question; `more` are fields that its reading does not tell."""
        return cls(
            reading.typed,
            reading.corrections,
            tuple(candidates),
            strangers=reading.strangers,
            is_foreign=reading.is_foreign,
            undoes=reading.undoes,
            **more,
        )

    @property
    def matches(self) -> list[Match]:
        """What is left after the vetoes."""
        return [candidate.match for candidate in self.candidates if candidate.veto is None]

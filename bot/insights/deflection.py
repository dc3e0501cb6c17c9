"""Did an answer settle its question? The rule, and the counts that follow from it. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

SILENCE = timedelta(hours=24)
"""An asker who says nothing for this long is taken to be helped."""

K = TypeVar("K", bound=Hashable)


class Deflection(StrEnum):
    """What is known about an answer; each is in exactly one, by the first of these lines that holds.

    unhelped    the asker's latest word is that it did not help
    retracted   the asker came back within `RETRACTED_WITHIN` of the answer: by a follow-up; by a ticket on it, or one
                without a question but of the type that the entry leads to; or by another question whose best
                entry is the same
    confirmed   the asker's latest word is that it helped
    overtaken   a person answered before `SILENCE` was over, staff or helpers withdrew the answer, it was taken
                to the community, or the question or the answer was deleted
    assumed     `SILENCE` has passed
    open        it has not

    Only confirmed and assumed ones are deflected. The database decides (`store.answers`): it has the facts.
    """

    CONFIRMED = "confirmed"
    ASSUMED = "assumed"
    RETRACTED = "retracted"
    UNHELPED = "unhelped"
    OVERTAKEN = "overtaken"
    OPEN = "open"


@dataclass(frozen=True)
class Counted:
    """So many answers of one kind, of which staff and helpers said last that they are right, wrong, or nothing."""

    state: Deflection
    is_right: bool | None
    count: int


@dataclass(frozen=True)
class Tally:
    """How many answers there were, and how many of each kind; what staff and helpers say of them stands apart."""

    counts: Mapping[Deflection, int]
    staff_right: int = 0
    staff_wrong: int = 0

    def __getitem__(self, state: Deflection) -> int:
        return self.counts.get(state, 0)

    @property
    def answers(self) -> int:
        return sum(self.counts.values())

    @property
    def deflected(self) -> int:
        """Confirmed or assumed."""
        return self[Deflection.CONFIRMED] + self[Deflection.ASSUMED]

    @property
    def judged(self) -> int:
        """Those of which it is known whether they helped."""
        return self.deflected + self[Deflection.RETRACTED] + self[Deflection.UNHELPED]


def tally(parts: Iterable[Counted]) -> Tally:
    """Counted together. What staff press is their opinion, and *FAQ wrong* is one too."""
    counts: dict[Deflection, int] = {}
    right = wrong = 0
    for part in parts:
        counts[part.state] = counts.get(part.state, 0) + part.count
        right += part.count if part.is_right is True else 0
        wrong += part.count if part.is_right is False else 0
    return Tally(counts, right, wrong)


def tallies(parts: Mapping[K, Iterable[Counted]]) -> list[tuple[K, Tally]]:
    """Counted by entry or by place, the most served first."""
    counted = [(name, tally(part)) for name, part in parts.items()]
    return sorted(counted, key=lambda one: (-one[1].answers, str(one[0])))

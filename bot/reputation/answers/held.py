"""What the pot of a problem has gone to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reputation.line import Line
from bot.reputation.question import QuestionRef


@dataclass(frozen=True)
class Held:
    """What a problem's pot has gone to: who answered and who helped beside, and which of these lines are held.

    Questions that were answered before they became one problem were two: each keeps its own pot, known as `of`, and
    nothing more is awarded. Then `others` have answered, too.
    """

    line: Line
    assists: list[Line]
    held_ids: frozenset[int]
    of: tuple[QuestionRef, ...]
    others: list[Line]

    @property
    def is_held(self) -> bool:
        """Whether staff look at what answered."""
        return self.line.id in self.held_ids


def of_member(found: Sequence[Line], member_id: int) -> list[Line]:
    """Those of these awards that one member has."""
    return [one for one in found if one.member_id == member_id]

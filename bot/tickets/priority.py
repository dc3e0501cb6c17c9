"""How urgent a ticket is: what its type says, raised by the facts that the requester gives, never by their wish. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.ticket_types import TicketType
from bot.ticket_urgency import Priority


class Impact(StrEnum):
    """How many people are hit, as the requester sees it."""

    ONE = "one"
    SEVERAL = "several"
    ALL = "all"


@dataclass(frozen=True)
class Grounds:
    """What a ticket's priority rests on: the answers of its form, None where it was not asked; and who of staff set another.

    `is_capped` says that by the answers it would be more urgent than its type allows. `note` is why staff set it.
    """

    impact: Impact | None = None
    has_workaround: bool | None = None
    is_capped: bool = False
    set_by: int | None = None
    note: str | None = None


_RAISED_BY = {
    # an impact: where they cannot help themselves meanwhile (or that was not asked), and where they can
    Impact.ONE: (0, 0),
    Impact.SEVERAL: (1, 0),
    Impact.ALL: (2, 1),
}


def rule(kind: TicketType, impact: Impact | None, has_workaround: bool | None) -> tuple[Priority, Grounds]:
    """The type's priority raised by 0, 1 or 2 steps, and what that rests on (an impact/urgency matrix as ITIL has it).

    Never less urgent than the type's priority, and never more than its highest. What the type does not ask (any more) does
    not count.
    """
    impact = impact if kind.ask_impact else None
    has_workaround = has_workaround if kind.ask_workaround else None
    steps = list(Priority)
    without, with_one = _RAISED_BY[impact or Impact.ONE]
    raised = steps[max(steps.index(kind.priority) - (with_one if has_workaround else without), 0)]
    ruled = max(raised, kind.highest_priority)
    return ruled, Grounds(impact, has_workaround, is_capped=ruled != raised)

"""How urgent a ticket is: the type's least priority, raised by how many people it hits. Pure."""

from __future__ import annotations

from enum import StrEnum

from bot.ticket_types import Priority


class Impact(StrEnum):
    """How many people are hit, as the requester sees it."""

    ONE = "one"
    SEVERAL = "several"
    ALL = "all"


_RAISED_BY = {Impact.ONE: 0, Impact.SEVERAL: 1, Impact.ALL: 2}


def priority(least: Priority, impact: Impact | None) -> Priority:
    """The least priority raised by 0, 1 or 2 steps, P1 at most (an impact/urgency matrix as ITIL has it)."""
    steps = list(Priority)
    return steps[max(steps.index(least) - _RAISED_BY.get(impact or Impact.ONE, 0), 0)]

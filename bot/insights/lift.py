"""What answering changes, measured against the askers whose answer was withheld by lot. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.proportion import wilson

ENOUGH = 30
"""Askers in each group; with fewer the interval is too wide to act on."""


@dataclass(frozen=True)
class Share:
    """Askers of a group, and how many of them opened a ticket."""

    ticketed: int
    askers: int

    @property
    def part(self) -> float | None:
        return self.ticketed / self.askers if self.askers else None


@dataclass(frozen=True)
class Lift:
    """Two groups made by lot. `difference` is how much smaller the share of tickets is where the FAQ answered,
    with its 95 % interval; None where there are fewer than `ENOUGH` in either group.
    """

    answered: Share
    held_out: Share
    difference: tuple[float, float, float] | None


def lift(answered: Share, held_out: Share) -> Lift:
    """The two groups compared: of those who were answered or held out, how many opened any ticket in time."""
    is_enough = min(answered.askers, held_out.askers) >= ENOUGH
    return Lift(answered, held_out, difference(held_out, answered) if is_enough else None)


def difference(first: Share, second: Share) -> tuple[float, float, float]:
    """The first share less the second, with its 95 % interval. Neither group may be empty.

    Newcombe's hybrid score interval: Statistics in Medicine 17 (1998) 873–890, method 10.
    """
    p1, p2 = first.ticketed / first.askers, second.ticketed / second.askers
    low1, high1 = wilson(first.ticketed, first.askers)
    low2, high2 = wilson(second.ticketed, second.askers)
    low = p1 - p2 - math.hypot(p1 - low1, high2 - p2)
    high = p1 - p2 + math.hypot(high1 - p1, p2 - low2)
    return p1 - p2, low, high

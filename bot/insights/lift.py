"""What answering changes, measured against the askers whose answer was withheld by lot. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.faq.question import RETRACTED_WITHIN
from bot.faq.speaking import Rule
from bot.insights.deflection import Named, Opened
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


def lift(questions: Iterable[Named], tickets: Iterable[Opened], now: datetime) -> Lift | None:
    """Of those who were answered or held out, how many opened any ticket within `RETRACTED_WITHIN`. None without hold-out.

    Each asker counts once, by the first question for which a lot was drawn and that is at least `RETRACTED_WITHIN` old:
    what follows depends on that lot. Questions before the first and after the last one that was held out do
    not count, as there may have been no lot then. Answers count whether or not they were delivered in the end,
    for nothing is known of what would have become of those held out (intention to treat).
    """
    drawn = sorted(
        (
            one
            for one in questions
            if one.rule in (Rule.SURE, Rule.HELD_OUT) and now - one.asked_at >= RETRACTED_WITHIN
        ),
        key=lambda one: (one.asked_at, one.id),
    )
    held_at = [one.asked_at for one in drawn if one.rule is Rule.HELD_OUT]
    if not held_at:
        return None
    opened: dict[int, list[datetime]] = defaultdict(list)
    for ticket in tickets:
        opened[ticket.requester_id].append(ticket.opened_at)
    first: dict[int, Named] = {}
    for one in drawn:
        if held_at[0] <= one.asked_at <= held_at[-1]:
            first.setdefault(one.asker_id, one)
    answered = _share([one for one in first.values() if one.rule is Rule.SURE], opened)
    held_out = _share([one for one in first.values() if one.rule is Rule.HELD_OUT], opened)
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


def _share(questions: Sequence[Named], opened: dict[int, list[datetime]]) -> Share:
    ticketed = sum(
        any(one.asked_at <= at <= one.asked_at + RETRACTED_WITHIN for at in opened.get(one.asker_id, ()))
        for one in questions
    )
    return Share(ticketed, len(questions))

"""The queue, a page at a time. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.tickets.ticket import Ticket

PAGE = 15
"""Tickets on a page: more would not fit an embed."""


@dataclass(frozen=True)
class Queue:
    """The tickets of one page, the most urgent first, then the longest waiting; `page` counts from 1.

    `waiting` is how many live tickets there are altogether.
    """

    tickets: Sequence[Ticket]
    waiting: int
    page: int

    @property
    def pages(self) -> int:
        """At least one, also where nobody waits."""
        return pages(self.waiting)


def pages(waiting: int) -> int:
    """How many pages so many tickets fill; one where there is none."""
    return max(1, -(-waiting // PAGE))


def part(page: int) -> tuple[int, int]:
    """How many tickets stand before this page, and how many may stand on it."""
    return (page - 1) * PAGE, PAGE


def nearest(page: int, waiting: int) -> int:
    """This page, or the one nearest to it that there is: the queue may have become shorter."""
    return min(max(1, page), pages(waiting))

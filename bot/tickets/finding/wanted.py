"""What somebody looks for among tickets, and what is found: values. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.tickets.ticket import LIVE, Status, Ticket

PAGE = 5
"""Tickets on a page, each with what was found in it."""


class State(StrEnum):
    """How the tickets stand. `closed`: in whatever way they ended but by being resolved."""

    LIVE = "live"
    RESOLVED = "resolved"
    CLOSED = "closed"

    @property
    def statuses(self) -> frozenset[Status]:
        """What of a ticket is called so."""
        match self:
            case State.LIVE:
                return LIVE
            case State.RESOLVED:
                return frozenset({Status.RESOLVED})
            case State.CLOSED:
                return frozenset(Status) - LIVE - {Status.RESOLVED}


class Source(StrEnum):
    """Where it stands: in the ticket itself, in a note, in what was said in its thread, or said below its card."""

    TICKET = "ticket"
    NOTE = "note"
    MESSAGE = "message"
    ASIDE = "aside"


@dataclass(frozen=True)
class Wanted:
    """The words, and which tickets they may stand in: None for any. `days` are those since they were opened."""

    words: str
    type_id: str | None = None
    state: State | None = None
    requester_id: int | None = None
    days: int | None = None


@dataclass(frozen=True)
class Words:
    """What was written in one place, as it is now, and for notes and messages by whom, when, and in which thread."""

    texts: tuple[str, ...]
    author_id: int | None = None
    at: datetime | None = None
    thread_id: int | None = None
    message_id: int | None = None


@dataclass(frozen=True)
class Found:
    """A ticket, and the part of what stands in it in which most of the words do."""

    ticket: Ticket
    source: Source
    words: Words
    excerpt: str


@dataclass(frozen=True)
class Page:
    """`found` are those of one page, in their order; `page` counts from 1, and `total` is how many tickets were found.

    `is_cut`: so many texts hold the words that only the newest were looked at. `is_nearest`: none holds them, and some were
    taken for misspelt.
    """

    found: Sequence[Found]
    total: int
    page: int
    wanted: Wanted
    is_cut: bool = False
    is_nearest: bool = False

    @property
    def pages(self) -> int:
        """At least one."""
        return max(1, -(-self.total // PAGE))

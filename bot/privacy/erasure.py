"""What was erased, and what a member is told of that: values. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.choices.choice import Choice
from bot.errors import Refused
from bot.privacy.register import Room

OF_A_MEMBER = "member"
"""What one member wrote in a ticket that is somebody else's; without a ticket, all that they wished to be erased."""


@dataclass(frozen=True)
class Erasure:
    """A fact: `what` is a `Part` of a ticket, or `OF_A_MEMBER`. Without a `member_id` its time was over."""

    id: int
    guild_id: int
    ticket_id: int | None
    member_id: int | None
    what: str
    at: datetime


class Spoken(NamedTuple):
    """A message of a ticket."""

    id: int
    ticket_id: int
    author_id: int


@dataclass(frozen=True)
class Ended:
    """A ticket that is closed, and since when."""

    ticket_id: int
    guild_id: int
    type_id: str
    closed_at: datetime


@dataclass(frozen=True)
class Shown:
    """What is kept about a member: how many rows of each sort, how many of their questions with their words, and what they
    have chosen.
    """

    counts: Mapping[Room, int]
    questions_with_words: int
    choices: frozenset[Choice]


@dataclass(frozen=True)
class Deleted:
    """What became of a wish to erase everything: how many tickets of theirs, and the numbers of the open tickets of
    others in which they write, and whose words wait until those are closed.
    """

    tickets: int
    left: Sequence[int]


@dataclass
class TicketsOpen(Refused):
    """Somebody waits in these tickets of theirs, by their numbers: first they are closed."""

    numbers: tuple[int, ...]


@dataclass
class TooMuch(Refused):
    """An export of so many bytes, which Discord does not take."""

    size: int
    most: int

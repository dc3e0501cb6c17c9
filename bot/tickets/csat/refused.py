"""What is said no to about ratings and follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import Refused


@dataclass
class NotTheCustomer(Refused):
    """Only whose ticket it is, or whose goes on in it, says how it was resolved."""

    number: int


@dataclass
class RatingOver(Refused):
    """A resolution is rated for 14 days; they ended then."""

    ended_at: datetime


@dataclass
class RatingNotAsked(Refused):
    """The operator does not ask for it any more."""


@dataclass
class NotRated(Refused):
    """Words belong to a score, which they have not given."""


@dataclass
class UnknownFollowUp(Refused):
    """Nobody is to follow up on this ticket."""

    number: int


@dataclass
class NotForYou(Refused):
    """Neither who had the ticket follows up on it nor who rated it."""

    number: int
    is_handler: bool


@dataclass
class FollowUpTaken(Refused):
    """Somebody follows up already."""

    number: int
    member_id: int


@dataclass
class FollowUpDone(Refused):
    """Somebody has followed up."""

    number: int
    member_id: int

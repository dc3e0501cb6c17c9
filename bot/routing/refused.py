"""What is said no to about helping, and about taking questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import Refused


@dataclass
class NotOpenToYou(Refused):
    """Only members with a role of helpers may say that they help."""


@dataclass
class NoHelper(Refused):
    """They have not said that they help."""


@dataclass
class NothingChosen(Refused):
    """A helper wants to be told of something: of some topics, or of all."""


@dataclass
class UnclearHours(Refused):
    """What was typed are no two hours of a day."""

    typed: str


@dataclass
class RouteOver(Refused):
    """Nobody waits for an answer to this question any more."""


@dataclass
class AlreadyTaken(Refused):
    """Somebody else has taken this question, until then."""

    member_id: int
    until: datetime


@dataclass
class HadBefore(Refused):
    """They have taken this question once already, and it is the turn of others."""


@dataclass
class OwnQuestion(Refused):
    """Nobody takes their own question."""


@dataclass
class NotTakenByYou(Refused):
    """They have not taken this question, or not any more."""

"""What is said no to about leaderboards, standings and simulations."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import Refused


@dataclass
class StandingHidden(Refused):
    """This member is not named on the leaderboard, and so only they and staff see what they have."""

    member_id: int


@dataclass
class UnknownTopic(Refused):
    """No award is about this, or none is chosen where one is needed."""

    topics: list[str]


@dataclass
class SimulationRunning(Refused):
    """Somebody replays the ledger right now: one after the other."""


@dataclass
class WrongNumbers(Refused):
    """These lines of a form name no number of reputation, or one that it cannot be."""

    lines: list[str]

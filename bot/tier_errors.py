"""What is refused of tiers: it is understood, and not allowed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import Refused
from bot.ticket_tiers import Tier


@dataclass
class NoTiers(Refused):
    """The operator has no tiers (any more), so no ticket is passed on or returned."""


@dataclass
class UnknownTier(Refused):
    """The operator has no tier of this id (any more)."""

    tier_id: str


@dataclass
class LastTier(Refused):
    """The ticket is at this tier, and there is none to which it could be passed on."""

    number: int
    tier: Tier


@dataclass
class FirstTier(Refused):
    """The ticket is at this tier, and there is none to which it could be returned."""

    number: int
    tier: Tier


@dataclass
class NotOfTier(Refused):
    """Only who has the ticket, or staff of this tier, at which it is, can return it."""

    number: int
    tier: Tier


@dataclass
class TierChanged(Refused):
    """Somebody has passed the ticket on or returned it meanwhile, or it was moved: it is at this tier by now."""

    number: int
    tier: Tier


@dataclass
class TitleMissing(Refused):
    """A draft of an entry needs a title, as customers would ask: it is what they find it by."""


@dataclass
class WordsMissing(Refused):
    """A ticket is passed on or returned only with all that the form asks: who gets it goes by that."""

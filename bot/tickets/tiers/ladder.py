"""At which tier a ticket is, and what is above and below that. Pure.

Only what was passed on or returned says so of itself. Of the others, and of those at a tier that the operator has removed
since, the type says where they begin: so tiers can be added, removed and put into another order, and no ticket is stuck.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.ticket_tiers import Tier
from bot.ticket_types import Tickets
from bot.tickets.queue import AtTiers
from bot.tickets.ticket import Ticket


@dataclass(frozen=True)
class Ladder:
    """The tiers from the first to the last, none where there are no tiers; and the types that do not begin at the first,
    each with the id of the tier at which it does.
    """

    tiers: tuple[Tier, ...] = ()
    begins: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, settings: Tickets) -> Ladder:
        """As the operator has it now."""
        begins = tuple((kind.id, kind.tier) for kind in settings.types if kind.tier is not None)
        return cls(tuple(settings.tiers), begins if settings.tiers else ())

    def tier(self, tier_id: str | None) -> Tier | None:
        """The tier of this id; None where there is none (any more)."""
        return next((tier for tier in self.tiers if tier.id == tier_id), None)

    def at(self, ticket: Ticket) -> Tier | None:
        """Where the ticket is; None where there are no tiers."""
        begins = dict(self.begins).get(ticket.type_id)
        return self.tier(ticket.tier) or self.tier(begins) or next(iter(self.tiers), None)

    def above(self, tier: Tier) -> Tier | None:
        """The next one; None for the last."""
        return next(iter(self.tiers[self.tiers.index(tier) + 1 :]), None)

    def below(self, tier: Tier) -> Tier | None:
        """The one before; None for the first."""
        return next(iter(self.tiers[: self.tiers.index(tier)][::-1]), None)

    def own(self, held: Collection[str]) -> tuple[Tier, ...]:
        """The tiers of somebody of staff by the ids of those whose roles they have: who has none takes what is at the
        first.
        """
        return tuple(tier for tier in self.tiers if tier.id in held) or self.tiers[:1]

    def tickets_at(self, tiers: Collection[Tier]) -> AtTiers:
        """Which tickets are at these."""
        ids = tuple(tier.id for tier in tiers)
        is_first = bool(self.tiers) and self.tiers[0].id in ids
        types = tuple(type_id for type_id, tier_id in self.begins if (tier_id in ids) is not is_first)
        return AtTiers(ids, tuple(tier.id for tier in self.tiers), types, all_but=is_first)

"""At which tier a ticket is, and what is above and below that. Pure.

The tiers of a type are those whose role reads it: where some of staff do, the others are passed over. Only what was passed
on or returned says so of itself. Of the others, and of those at a tier that the operator has removed since, or that does not
read the type any more, the type says where they begin: so tiers can be added, removed and put into another order, and no
ticket is stuck.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.ticket_settings import Tickets
from bot.ticket_tiers import Tier, tiers_reading
from bot.tickets.queue import AtTiers
from bot.tickets.ticket import Ticket


@dataclass(frozen=True)
class Ladder:
    """The tiers from the first to the last, none where there are no tiers; the types that do not begin at the first, each
    with the id of the tier at which it does; and those that only some of staff read, each with the ids of its tiers.
    """

    tiers: tuple[Tier, ...] = ()
    begins: tuple[tuple[str, str], ...] = ()
    reading: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, settings: Tickets) -> Ladder:
        """As the operator has it now."""
        if not settings.tiers:
            return cls()
        begins = tuple((kind.id, kind.tier) for kind in settings.types if kind.tier is not None)
        reading = tuple(
            (kind.id, tuple(tiers_reading(settings.tiers, kind.staff))) for kind in settings.types if kind.staff
        )
        return cls(tuple(settings.tiers), begins, reading)

    def of_type(self, type_id: str) -> Ladder:
        """The tiers between which its tickets go up and down."""
        ids = dict(self.reading).get(type_id)
        return self if ids is None else replace(self, tiers=tuple(one for one in self.tiers if one.id in ids))

    def tier(self, tier_id: str | None) -> Tier | None:
        """The tier of this id; None where there is none (any more)."""
        return next((tier for tier in self.tiers if tier.id == tier_id), None)

    def at(self, ticket: Ticket) -> Tier | None:
        """Where the ticket is; None where there are no tiers."""
        return self.place(ticket.type_id, ticket.tier)

    def place(self, type_id: str, tier_id: str | None) -> Tier | None:
        """The same of a ticket of this type that was passed on or returned to this tier, or never."""
        own = self.of_type(type_id)
        return own.tier(tier_id) or own._begin(type_id)

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
        some = tuple((type_id, known, self._begins_at(type_id, ids)) for type_id, known in self.reading)
        return AtTiers(ids, tuple(tier.id for tier in self.tiers), types, all_but=is_first, some=some)

    def _begin(self, type_id: str) -> Tier | None:
        return self.tier(dict(self.begins).get(type_id)) or next(iter(self.tiers), None)

    def _begins_at(self, type_id: str, ids: Collection[str]) -> bool:
        tier = self.of_type(type_id)._begin(type_id)
        return tier is not None and tier.id in ids

"""Who acts, as far as rules care. Cogs make it from a Discord member; nothing here knows Discord."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A member by id, whether the operator counts them as staff or as a helper, and the server in which they act.

    `tiers` are the ids of the tiers whose roles they have. What is in another server is none of their business: services refuse it like what is not there.
    """

    id: int
    is_staff: bool = False
    is_helper: bool = False
    guild_id: int = 0
    tiers: frozenset[str] = frozenset()

"""Who acts, as far as rules care. Cogs make it from a Discord member; nothing here knows Discord."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Actor:
    """A member by id, whether the operator counts them as staff or as a helper, and the server in which they act.

    What is in another server is none of their business: services refuse it like what is not there. `tiers` are the ids of
    the tiers whose roles they have, and `barred` those of the ticket types of which they, though staff, read no tickets,
    each with the ids of the roles that do. Leads are those of staff who see how each of them is rated.
    """

    id: int
    is_staff: bool = False
    is_helper: bool = False
    guild_id: int = 0
    tiers: frozenset[str] = frozenset()
    barred: Mapping[str, tuple[int, ...]] = field(default_factory=dict, hash=False)
    is_lead: bool = False

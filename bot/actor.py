"""Who acts, as far as rules care. Cogs make it from a Discord member; nothing here knows Discord."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A member by id, and whether the operator counts them as staff or as a helper."""

    id: int
    is_staff: bool = False
    is_helper: bool = False

"""Who acts, as far as rules care. Cogs make it from a Discord member; nothing here knows Discord."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A member by id, and whether the operator counts them as staff."""

    id: int
    is_staff: bool = False

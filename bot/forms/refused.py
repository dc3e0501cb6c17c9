"""A form that was refused, with all that was typed into it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RefusedForm:
    """Which form it was, as its custom_id says, who sent it, and what was typed or chosen, by the names of its fields."""

    id: int
    guild_id: int
    member_id: int
    action: str
    subject: str
    values: Mapping[str, str]

"""A form that was refused, with all that was typed into it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class RefusedForm:
    """Which form it was, as its custom_id says, who sent it, and what stood in it, by the names of its fields: in most of them one thing."""

    id: int
    guild_id: int
    member_id: int
    action: str
    subject: str
    values: Mapping[str, Sequence[str]]

"""A direct message channel in which somebody wrote to us, and how far we know what was written. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """`seen_id` is their last message that we have heard of."""

    channel_id: int
    member_id: int
    seen_id: int

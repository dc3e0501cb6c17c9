"""A message for which something stands in the ledger. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AwardedMessage:
    """Where it stands, and whose it is."""

    channel_id: int
    message_id: int
    author_id: int

"""What staff note about a ticket: a value. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Note:
    """For staff alone: it stands in the thread of the ticket's card. `number` counts within the ticket, from 1."""

    id: int
    number: int
    author_id: int
    text: str
    at: datetime

"""What staff should know of what went before a ticket. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.tickets.ticket import Ticket


@dataclass(frozen=True)
class Past:
    """`lapsed_from` is who had it until `lapsed_at`, where nobody has had it since their claim lapsed.

    Of the requester's other tickets, as far as all who see its card read them: how many came `before`, how many are `live` now, and the `last` one before this.
    """

    lapsed_from: int | None = None
    lapsed_at: datetime | None = None
    before: int = 0
    live: int = 0
    last: Ticket | None = None

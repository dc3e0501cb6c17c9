"""Tells staff what went before a ticket."""

from __future__ import annotations

from bot.database import Database, Reader
from bot.ticket_settings import Tickets
from bot.tickets.past import store
from bot.tickets.past.past import Past
from bot.tickets.ticket import Ticket
from bot.use_cases import reads


class Pasts:
    """For cards and whoever looks at a ticket."""

    def __init__(self, database: Database, settings: Tickets) -> None:
        self._database = database
        self._settings = settings

    @reads
    def of(self, reader: Reader, ticket: Ticket) -> Past:
        """What is known now; of tickets that not all who see its card read, nothing."""
        hidden = sorted(self._settings.hidden_beside(ticket.type_id))
        lapsed_from, lapsed_at = store.lapsed(reader, ticket.id) or (None, None)
        return Past(
            lapsed_from,
            lapsed_at,
            before=store.count_before(reader, ticket, hidden),
            live=store.count_live(reader, ticket, hidden),
            last=store.last_before(reader, ticket, hidden),
        )

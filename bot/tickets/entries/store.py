"""The `sent_entries` table."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select

from bot.database import Reader, Transaction
from bot.ticket_tables import sent_entries
from bot.tickets.ticket import Ticket


def is_sent(reader: Reader, ticket_id: int, entry_id: str) -> bool:
    """Whether this entry is in the ticket already."""
    sent = select(sent_entries.c.sent_at).where(
        sent_entries.c.ticket_id == ticket_id, sent_entries.c.entry_id == entry_id
    )
    return reader.execute(sent).first() is not None


def of_ticket(reader: Reader, ticket_id: int) -> set[str]:
    """The entries that are in the ticket already."""
    return set(
        reader.execute(select(sent_entries.c.entry_id).where(sent_entries.c.ticket_id == ticket_id)).scalars()
    )


def add(tx: Transaction, ticket: Ticket, entry_id: str, by: int, at: datetime) -> None:
    """It was sent into the ticket."""
    tx.execute(
        insert(sent_entries).values(
            ticket_id=ticket.id, entry_id=entry_id, guild_id=ticket.guild_id, sent_by=by, sent_at=at
        )
    )

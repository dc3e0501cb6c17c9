"""The `sent_entries` table."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select

from bot.database import Reader, Transaction
from bot.ticket_tables import sent_entries
from bot.tickets.ticket import Ticket


class Sent(NamedTuple):
    """Who sent an entry into a ticket last, and when."""

    by: int
    at: datetime


def of_ticket(reader: Reader, ticket_id: int) -> set[str]:
    """The entries that are in the ticket already."""
    return set(
        reader.execute(select(sent_entries.c.entry_id).where(sent_entries.c.ticket_id == ticket_id)).scalars()
    )


def last_sent(reader: Reader, ticket_id: int, entry_id: str) -> Sent | None:
    """None where this entry is not in the ticket."""
    row = reader.execute(
        select(sent_entries.c.sent_by, sent_entries.c.sent_at).where(*_is(ticket_id, entry_id))
    ).one_or_none()
    return None if row is None else Sent(*row)


def save(tx: Transaction, ticket: Ticket, entry_id: str, by: int, at: datetime) -> None:
    """It was sent into the ticket, perhaps once more."""
    tx.execute(delete(sent_entries).where(*_is(ticket.id, entry_id)))
    tx.execute(
        insert(sent_entries).values(
            ticket_id=ticket.id, entry_id=entry_id, guild_id=ticket.guild_id, sent_by=by, sent_at=at
        )
    )


def _is(ticket_id: int, entry_id: str) -> tuple[ColumnElement[bool], ...]:
    return sent_entries.c.ticket_id == ticket_id, sent_entries.c.entry_id == entry_id

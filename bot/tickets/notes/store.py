"""The `ticket_notes` table, append-only, and the receipts of what stands in the threads of the cards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select

from bot.database import Reader, Transaction
from bot.ticket_tables import ticket_note_threads, ticket_notes
from bot.tickets.note import Note
from bot.tickets.search import store as search
from bot.tickets.ticket import Ticket

_OF_TICKET = (
    select(ticket_notes).where(ticket_notes.c.ticket_id == bindparam("ticket_id")).order_by(ticket_notes.c.id)
)
_COUNT = select(func.count(ticket_notes.c.id)).where(ticket_notes.c.ticket_id == bindparam("ticket_id"))
_TOLD = select(ticket_note_threads).where(ticket_note_threads.c.ticket_id == bindparam("ticket_id"))


def add(tx: Transaction, ticket: Ticket, text: str, interaction_id: int, *, by: int, at: datetime) -> bool:
    """Whether it was not there before: a submission that comes twice is one note."""
    row = {
        "guild_id": ticket.guild_id,
        "ticket_id": ticket.id,
        "author_id": by,
        "at": at,
        "text": text,
        "interaction_id": interaction_id,
    }
    note_id = tx.insert_once(ticket_notes, row)
    if note_id is not None:
        search.add_note(tx, ticket.guild_id, ticket.id, note_id, text)
    return note_id is not None


def of_ticket(reader: Reader, ticket_id: int) -> list[Note]:
    """The oldest first."""
    rows = reader.execute(_OF_TICKET, {"ticket_id": ticket_id})
    return [Note(row.id, number, row.author_id, row.text, row.at) for number, row in enumerate(rows, 1)]


def count(reader: Reader, ticket_id: int) -> int:
    """How many there are."""
    return int(reader.execute(_COUNT, {"ticket_id": ticket_id}).scalar_one())


def untold(reader: Reader, ticket: Ticket) -> list[Note]:
    """What does not stand in the thread of the card that the ticket has now, as far as the receipt tells."""
    told = reader.execute(_TOLD, {"ticket_id": ticket.id}).one_or_none()
    is_here = told is not None and told.thread_id == ticket.receipts.card_message_id
    last = told.note_id if told is not None and is_here else 0
    return [note for note in of_ticket(reader, ticket.id) if note.id > last]


def save_told(tx: Transaction, ticket: Ticket, thread_id: int, note_id: int) -> None:
    """Everything up to this note stands in this thread; 0 for nothing."""
    tx.execute(delete(ticket_note_threads).where(ticket_note_threads.c.ticket_id == ticket.id))
    tx.execute(
        insert(ticket_note_threads).values(
            ticket_id=ticket.id, guild_id=ticket.guild_id, thread_id=thread_id, note_id=note_id
        )
    )

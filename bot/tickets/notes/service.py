"""Staff note something about a ticket, where no customer reads it."""

from __future__ import annotations

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.ticket_errors import EmptyNote
from bot.tickets import store
from bot.tickets.note import Note
from bot.tickets.notes import store as notes
from bot.tickets.owed import owe
from bot.tickets.reading import require_reader
from bot.tickets.ticket import Ticket
from bot.tickets.views import View
from bot.use_cases import reads, writes


class Notes:
    """Each method is one use case and one transaction."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs

    @writes
    def write(self, tx: Transaction, ticket_id: int, text: str, interaction_id: int, *, by: Actor) -> Ticket:
        """In whatever state the ticket is; the same submission twice is one note.

        Raises UnknownTicket, NotStaff, NotReader, EmptyNote.
        """
        ticket = store.known_in(tx, ticket_id, by.guild_id)
        require_reader(ticket, by)
        if not text.strip():
            raise EmptyNote
        now = self._clock()
        if notes.add(tx, ticket, text.strip(), interaction_id, by=by.id, at=now):
            owe(self._jobs, tx, ticket, (View.CARD, View.NOTES), now, run_now=True)
        return ticket

    @reads
    def untold(self, reader: Reader, ticket: Ticket) -> list[Note]:
        """The notes that do not stand in the thread of the ticket's card yet, the oldest first."""
        return notes.untold(reader, ticket)

    @writes
    def told(self, tx: Transaction, ticket_id: int, thread_id: int, note_id: int = 0) -> None:
        """Everything up to this note stands in the thread; without one, that is new and nothing stands there."""
        notes.save_told(tx, store.known(tx, ticket_id), thread_id, note_id)

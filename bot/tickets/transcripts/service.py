"""Makes the transcript of a ticket out of what is kept, whenever somebody asks for it: none lies about that could grow stale."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader
from bot.tickets import store
from bot.tickets.notes import store as notes
from bot.tickets.parties import NOBODY, require_owner
from bot.tickets.reading import reads as is_reader
from bot.tickets.record import store as record
from bot.tickets.record.service import Recording
from bot.tickets.ticket import Event, Ticket
from bot.tickets.transcripts.page import Answer, Labels
from bot.tickets.transcripts.transcript import Transcript, for_customer
from bot.tickets.transcripts.writing import Writer, Written
from bot.use_cases import reads


class Transcripts:
    """Who may read a ticket has its transcript; each is asked for anew, and so is the permission."""

    def __init__(self, database: Database, clock: Clock, zone: tzinfo, recording: Recording) -> None:
        self._database = database
        self._clock = clock
        self._recording = recording
        self._writer = Writer(zone, recording.path_of)
        self._writing = asyncio.Lock()

    @property
    def is_on(self) -> bool:
        """Whether what is said in tickets is kept, so that there is more than the form."""
        return self._recording.is_on

    @reads
    def of(self, reader: Reader, ticket_id: int, *, by: Actor) -> Transcript:
        """For its requester as it stands in the thread; for staff who read its type with notes, and what was deleted.

        Raises UnknownTicket, NotYourTicket, NotReader.
        """
        ticket, now = store.known_in(reader, ticket_id, by.guild_id), self._clock()
        require_owner(ticket, by, NOBODY)
        if is_reader(ticket, by) and by.id != ticket.requester_id:
            return whole(reader, ticket, now)
        said = record.of_ticket(reader, ticket.id, with_notes=False)
        return for_customer(ticket, _events(reader, ticket), said, now)

    async def write(
        self, transcript: Transcript, labels: Labels, answers: Sequence[Answer], most_bytes: int
    ) -> list[Written]:
        """`Writer.write`, off the loop, and one transcript at a time."""
        async with self._writing:
            return await asyncio.to_thread(self._writer.write, transcript, labels, answers, most_bytes)


def whole(reader: Reader, ticket: Ticket, now: datetime) -> Transcript:
    """All of it, for staff."""
    said = record.of_ticket(reader, ticket.id, with_notes=True)
    noted = notes.of_ticket(reader, ticket.id)
    return Transcript(ticket, tuple(_events(reader, ticket)), tuple(said), now, tuple(noted), for_staff=True)


def _events(reader: Reader, ticket: Ticket) -> list[Event]:
    return [stored.event for stored in store.events_after(reader, ticket.id, 0)]

"""Makes the transcript of a ticket out of what is kept, whenever somebody asks for it: none lies about that could grow stale."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader
from bot.tickets import store
from bot.tickets.notes import store as notes
from bot.tickets.parties import NOBODY, require_owner
from bot.tickets.reading import reads as is_reader
from bot.tickets.record import store as record
from bot.tickets.record.service import Recording
from bot.tickets.transcripts import as_json
from bot.tickets.transcripts.page import Answer, Labels, page
from bot.tickets.transcripts.transcript import Transcript, fitting, for_customer
from bot.use_cases import reads


@dataclass(frozen=True)
class Written:
    """A file of a transcript."""

    name: str
    content: bytes


class Transcripts:
    """Who may read a ticket has its transcript; each is asked for anew, and so is the permission."""

    def __init__(self, database: Database, clock: Clock, zone: tzinfo, recording: Recording) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self._recording = recording
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
        for_staff = is_reader(ticket, by) and by.id != ticket.requester_id
        events = [stored.event for stored in store.events_after(reader, ticket.id, 0)]
        said = record.of_ticket(reader, ticket.id, with_notes=for_staff)
        if not for_staff:
            return for_customer(ticket, events, said, now)
        noted = notes.of_ticket(reader, ticket.id)
        return Transcript(ticket, tuple(events), tuple(said), now, tuple(noted), for_staff=True)

    async def write(
        self, transcript: Transcript, labels: Labels, answers: Sequence[Answer], most_bytes: int
    ) -> list[Written]:
        """The page and its JSON, none larger than so many bytes: where they are, one zip of both; nothing where that is, too.

        Files of the ticket are in the page as far as they fit. Off the loop, and one transcript at a time.
        """
        async with self._writing:
            return await asyncio.to_thread(self._write, transcript, labels, answers, most_bytes)

    def _write(
        self, transcript: Transcript, labels: Labels, answers: Sequence[Answer], most_bytes: int
    ) -> list[Written]:
        name = f"ticket-{transcript.ticket.number}"
        beside = Written(f"{name}.json", as_json.as_text(transcript).encode(errors="replace"))
        contents = self._contents(fitting(transcript.files, most_bytes // 2))  # base64 makes a third more of it
        html = page(transcript, labels, answers, self._zone, contents).encode(errors="replace")
        if contents and len(html) > most_bytes:
            html = page(transcript, labels, answers, self._zone, {}).encode(errors="replace")
        both = [Written(f"{name}.html", html), beside]
        if _fit(both, most_bytes):
            return both
        packed = [Written(f"{name}.zip", _zipped(both))]
        return packed if _fit(packed, most_bytes) else []

    def _contents(self, hashes: Iterable[str]) -> Mapping[str, bytes]:
        """As far as they are on the disk, which others look after, too."""
        paths = {hash: self._recording.path_of(hash) for hash in hashes}
        return {hash: path.read_bytes() for hash, path in paths.items() if path.is_file()}


def _fit(files: Iterable[Written], most_bytes: int) -> bool:
    return all(len(file.content) <= most_bytes for file in files)


def _zipped(files: Iterable[Written]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(file.name, file.content)
    return packed.getvalue()

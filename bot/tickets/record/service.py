"""Keeps what is said in the threads of tickets as it comes, and the files that come with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.ids import snowflake
from bot.jobs.obstacle import Hindered, Obstacle, ObstacleKind
from bot.jobs.runner import JobRunner
from bot.ticket_record import Record
from bot.tickets.record import store
from bot.tickets.record.message import FileState, Kept, KeptFile, Said
from bot.tickets.record.shelf import FOLDER, Shelf, hash_of
from bot.tickets.record.store import Room
from bot.tickets.ticket import Ticket
from bot.use_cases import reads, writes

FILE_JOB = "record.file"
"""Saves a file before Discord's link to it dies. Subject: our row of the file."""

DROP_JOB = "privacy.file"
"""Takes a file from our disk that no row refers to: one that was erased, or that was being saved when we died. Subject: our
row of the file; data: its `hash`.
"""

UNSETTLED_FOR = timedelta(hours=1)
"""After so long a file that was being saved is dropped unless it was."""

READ_AGAIN = 50
"""Messages at the end of a thread that are read once more at a start: what was edited or deleted meanwhile is seen there."""

MOST_KNOWN = 20_000
"""Threads that are remembered to be those of tickets."""


class Recording:
    """Each method is one use case and one transaction, but for `keep`, which is part of one."""

    def __init__(self, database: Database, clock: Clock, settings: Record, jobs: JobRunner, shelf: Shelf) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._jobs = jobs
        self._shelf = shelf
        self._saving = asyncio.Lock()
        self._known: set[int] = set()
        self._whole: set[int] = set()
        self._doubted: set[int] = set()
        self._heard_from: int | None = None

    @property
    def is_on(self) -> bool:
        """Whether the operator wants it."""
        return self._settings.kept

    def knows(self, thread_id: int) -> bool:
        """Whether this was seen to be the thread of a ticket, or of its card. What was not may be one all the same."""
        return thread_id in self._known

    def connected(self) -> None:
        """From now on Discord tells of all that is said. What was said before may be missing until a thread was read up."""
        self._heard_from = snowflake(self._clock(), 0)
        self._whole.clear()
        self._doubted.clear()

    def missed(self, thread_id: int) -> None:
        """Something that was said there could not be kept: the next start reads it up."""
        self._doubted.add(thread_id)

    def misses(self, thread_id: int) -> bool:
        """Whether something may be missing that was said in this thread up to now."""
        return not self._is_joined(thread_id)

    @reads
    def is_tickets(self, reader: Reader, thread_id: int) -> bool:
        """Whether this is or was the thread of a ticket, or of its card."""
        return store.room(reader, thread_id) is not None

    @reads
    def note_threads(self, reader: Reader, ticket: Ticket) -> list[int]:
        """Where staff may have written below a card of this ticket: there need not be such a thread."""
        card_id = ticket.receipts.card_message_id
        found = {card_id, *store.note_threads(reader, ticket.id)}
        return sorted(one for one in found if one is not None)

    def keep(self, tx: Transaction, said: Said) -> None:
        """Somebody has said this; in the thread of no ticket it is let go. What is kept already stays as it is."""
        room = store.room(tx, said.thread_id)
        if room is None or room.guild_id != said.guild_id or store.is_kept(tx, said.id):
            return
        self._add(tx, room, said, is_joined=self._is_joined(said.thread_id))
        if said.thread_id not in self._known:
            tx.after_commit(partial(self._know, said.thread_id))

    @writes
    def heard(self, tx: Transaction, said: Said) -> None:
        """`keep`, of what is only kept: by a bot, us too, or by Discord."""
        self.keep(tx, said)

    @writes
    def edited(self, tx: Transaction, said: Said, *, in_place: bool) -> None:
        """A message says this now. Ours are brought up to date `in_place`; of others each version is kept."""
        room = store.room(tx, said.thread_id)
        if room is None or room.guild_id != said.guild_id:
            return
        if not store.is_kept(tx, said.id):
            self._add(tx, room, said, is_joined=False)
            return
        store.save_edit(tx, room, said, in_place=in_place)
        self._owe(tx, room, store.add_files(tx, room, said, self._settings.most_bytes))

    async def deleted(self, message_ids: Collection[int]) -> None:
        """These messages are gone, says Discord, and not by whom. What they said is kept."""
        kept = await self._database.read(lambda reader: [one for one in message_ids if store.is_kept(reader, one)])
        if kept:  # of most messages nothing is: no need to keep the writer from others
            now = self._clock()
            await self._database.tx(lambda tx: store.mark_deleted(tx, kept, now))

    @writes
    def reacted(self, tx: Transaction, message_id: int, emoji: str, by: int) -> None:
        """So many more have reacted like this, or fewer."""
        counted = store.reactions(tx, message_id)
        if counted is not None:
            counted[emoji] = counted.get(emoji, 0) + by
            store.save_reactions(tx, message_id, counted.items())

    @writes
    def reactions_cleared(self, tx: Transaction, message_id: int, emoji: str | None) -> None:
        """Nobody has reacted (like this) any more."""
        counted = store.reactions(tx, message_id)
        if counted is not None:
            left = [] if emoji is None else [one for one in counted.items() if one[0] != emoji]
            store.save_reactions(tx, message_id, left)

    @reads
    def of_ticket(self, reader: Reader, ticket_id: int, *, with_notes: bool) -> list[Kept]:
        """All that was said in a ticket, the oldest first; what staff said below its card only where it is asked for."""
        return store.of_ticket(reader, ticket_id, with_notes=with_notes)

    def path_of(self, hash: str) -> Path:
        """Where the file of this hash is on our disk, if it is there."""
        return self._shelf.path(hash)

    @reads
    def written_since(self, reader: Reader, thread_id: int, since: datetime, limit: int) -> list[Said]:
        """What people have written in a thread since then and not deleted, the newest first."""
        return store.written_since(reader, thread_id, snowflake(since, -1), limit)

    @reads
    def read_from(self, reader: Reader, thread_id: int) -> int:
        """After which message to read a thread up; 0 for all of it."""
        return store.joined_since(reader, thread_id, READ_AGAIN)

    @writes
    def read_up(
        self, tx: Transaction, thread_id: int, page: Sequence[Said], after: int, ours: int, *, is_last: bool
    ) -> None:
        """This stands in the thread after this message, the oldest first, up to the last of it or to the end of the thread.

        To be called under `Listening.in_order`. An empty page says nothing: so Discord answers, too, who may not read it.
        What `ours` (our id at Discord) wrote is brought up to date in place.
        """
        room = store.room(tx, thread_id)
        if room is None or not page:
            return
        for said in page:
            if store.is_kept(tx, said.id):
                store.save_edit(tx, room, said, in_place=said.author.id == ours)
                store.save_reactions(tx, said.id, said.reactions)
            else:
                self._add(tx, room, said, is_joined=True)
        there, until = {said.id for said in page}, None if is_last else page[-1].id
        store.mark_missing(tx, thread_id, there, after=after, until=until, at=self._clock())
        if is_last:
            tx.after_commit(partial(self._is_whole, thread_id))

    @reads
    def owed_file(self, reader: Reader, file_id: int) -> KeptFile | None:
        """The file that is to be saved; None where that is done, or not to be done any more."""
        found = store.file(reader, file_id)
        return found if found is not None and found.state is FileState.OWED else None

    async def save_file(self, file: KeptFile, content: bytes) -> None:
        """On our disk first, then in the database: who dies between the two writes the same once more, and where it was erased
        meanwhile, the job that was put before takes it from the disk.

        Raises Hindered where the disk takes no more.
        """
        if len(content) > self._settings.most_bytes:
            await self._settle(file.id, FileState.TOO_LARGE)
            return
        async with self._on_disk():
            hash = await asyncio.to_thread(hash_of, content)
            await self._about_to_save(file.id, hash)
            await asyncio.to_thread(self._shelf.keep, content)
            if not await self._settle(file.id, FileState.KEPT, hash):  # erased meanwhile
                await self._drop(hash)

    async def drop_file(self, hash: str) -> None:
        """No row refers to it any more, or another does still: then it stays. Raises Hindered."""
        async with self._on_disk():
            await self._drop(hash)

    async def _drop(self, hash: str) -> None:
        if not await self._database.read(lambda reader: store.is_held(reader, hash)):
            await asyncio.to_thread(self._shelf.drop, hash)

    @asynccontextmanager
    async def _on_disk(self) -> AsyncIterator[None]:
        """One at a time, with its row: what one saves no other drops."""
        try:
            async with self._saving:
                yield
        except OSError as error:
            raise Hindered(Obstacle(ObstacleKind.DISK, FOLDER)) from error

    async def file_gone(self, file: KeptFile) -> None:
        """Discord has it no more."""
        await self._settle(file.id, FileState.GONE)

    @writes
    def _about_to_save(self, tx: Transaction, file_id: int, hash: str) -> None:
        owe_dropping(self._jobs, tx, file_id, hash, self._clock() + UNSETTLED_FOR)

    @writes
    def _settle(self, tx: Transaction, file_id: int, state: FileState, hash: str | None = None) -> bool:
        if hash is not None:
            self._jobs.cancel(tx, DROP_JOB, file_id)
        return store.settle_file(tx, file_id, state, hash)

    def _add(self, tx: Transaction, room: Room, said: Said, *, is_joined: bool) -> None:
        store.add(tx, room, said, is_joined=is_joined)
        self._owe(tx, room, store.add_files(tx, room, said, self._settings.most_bytes))

    def _owe(self, tx: Transaction, room: Room, file_ids: Sequence[int]) -> None:
        for file_id in file_ids:
            self._jobs.put(tx, guild_id=room.guild_id, kind=FILE_JOB, subject_id=file_id, due_at=self._clock())

    def _is_joined(self, thread_id: int) -> bool:
        """Whether nothing is missing that was said in this thread up to now."""
        is_new = self._heard_from is not None and thread_id > self._heard_from
        return thread_id not in self._doubted and (is_new or thread_id in self._whole)

    def _is_whole(self, thread_id: int) -> None:
        self._doubted.discard(thread_id)
        self._whole.add(thread_id)
        self._know(thread_id)

    def _know(self, thread_id: int) -> None:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known.add(thread_id)


def owe_dropping(jobs: JobRunner, tx: Transaction, file_id: int, hash: str, at: datetime) -> None:
    """It needs no Discord: so also where we are in the server no more."""
    jobs.put(tx, guild_id=0, kind=DROP_JOB, subject_id=file_id, due_at=at, data={"hash": hash})

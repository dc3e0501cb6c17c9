"""The tables of what was said in tickets: messages as they came, their later versions, and their files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, insert, or_, select, update

from bot.database import Reader, Transaction
from bot.record_tables import ticket_files, ticket_message_versions, ticket_messages
from bot.ticket_tables import tickets
from bot.tickets.record import as_json
from bot.tickets.record.message import (
    BY_PEOPLE,
    Author,
    File,
    FileState,
    Kept,
    KeptFile,
    Kind,
    Said,
    Version,
    Words,
)
from bot.tickets.search import store as search


@dataclass(frozen=True)
class Room:
    """A thread of a ticket."""

    ticket_id: int
    guild_id: int
    kind: Kind


# What runs for every line is built once, as in the store of tickets.

_ROOM = (
    select(tickets.c.id, tickets.c.guild_id, tickets.c.thread_id)
    .where(or_(tickets.c.thread_id == bindparam("thread_id"), tickets.c.card_message_id == bindparam("thread_id")))
    .limit(1)
)
_EARLIER_ROOM = (
    select(ticket_messages.c.ticket_id, ticket_messages.c.guild_id, ticket_messages.c.kind)
    .where(ticket_messages.c.thread_id == bindparam("thread_id"))
    .limit(1)
)
_NOTE_THREADS = select(ticket_messages.c.thread_id).where(
    ticket_messages.c.ticket_id == bindparam("ticket_id"), ticket_messages.c.kind == Kind.NOTE.value
)
_IS_KEPT = select(ticket_messages.c.id).where(ticket_messages.c.id == bindparam("message_id"))
_ADD = insert(ticket_messages)
_ADD_VERSION = insert(ticket_message_versions)
_ADD_FILE = insert(ticket_files).returning(ticket_files.c.id)
_MESSAGE = select(ticket_messages).where(ticket_messages.c.id == bindparam("message_id"))
_REACTIONS = select(ticket_messages.c.reactions).where(ticket_messages.c.id == bindparam("message_id"))
_LAST_VERSION = (
    select(ticket_message_versions)
    .where(ticket_message_versions.c.message_id == bindparam("message_id"))
    .order_by(ticket_message_versions.c.at.desc())
    .limit(1)
)
_SAVE = update(ticket_messages).where(ticket_messages.c.id == bindparam("which"))
_SAVE_VERSION = update(ticket_message_versions).where(ticket_message_versions.c.id == bindparam("which"))
_FILE_IDS = select(ticket_files.c.file_id).where(ticket_files.c.message_id == bindparam("message_id"))
_FILES: Select[Any] = select(ticket_files, ticket_messages.c.thread_id).join(
    ticket_messages, ticket_messages.c.id == ticket_files.c.message_id
)


def room(reader: Reader, thread_id: int) -> Room | None:
    """Whose thread this is, or was: of an earlier card, say, below which staff can still write; None for a thread of
    something else.
    """
    row = reader.execute(_ROOM, {"thread_id": thread_id}).one_or_none()
    if row is None:
        earlier = reader.execute(_EARLIER_ROOM, {"thread_id": thread_id}).one_or_none()
        return None if earlier is None else Room(earlier.ticket_id, earlier.guild_id, Kind(earlier.kind))
    return Room(row.id, row.guild_id, Kind.MESSAGE if row.thread_id == thread_id else Kind.NOTE)


def note_threads(reader: Reader, ticket_id: int) -> set[int]:
    """The threads of cards, this ticket's now or before, in which something was said."""
    return set(reader.execute(_NOTE_THREADS, {"ticket_id": ticket_id}).scalars())


def is_kept(reader: Reader, message_id: int) -> bool:
    """Whether the message is there."""
    return reader.execute(_IS_KEPT, {"message_id": message_id}).first() is not None


def add(tx: Transaction, room: Room, said: Said, *, is_joined: bool) -> None:
    """A message that is not there yet, without its files. `is_joined`: nothing that was said before it in its thread is missing."""
    tx.execute(
        _ADD,
        {
            "id": said.id,
            "guild_id": room.guild_id,
            "ticket_id": room.ticket_id,
            "thread_id": said.thread_id,
            "kind": room.kind.value,
            "author_id": said.author.id,
            "author_name": said.author.name,
            "is_bot": said.author.is_bot,
            "type": said.type,
            "at": said.at,
            "text": said.words.text,
            "more": as_json.of_words(said.words),
            "reply_to": said.reply_to,
            "edited_at": said.edited_at,
            "deleted_at": None,
            "reactions": _of_reactions(said.reactions),
            "is_joined": is_joined,
        },
    )
    if _is_by_people(said.type, is_bot=said.author.is_bot):
        search.add_said(tx, room.guild_id, room.ticket_id, said.id, room.kind, said.words.texts)


def add_files(tx: Transaction, room: Room, said: Said, most_bytes: int) -> list[int]:
    """The files that came with it, as far as they are not there yet; the ids of those that are to be fetched: no larger."""
    if not said.files:
        return []
    known = set(tx.execute(_FILE_IDS, {"message_id": said.id}).scalars())
    owed = []
    for file in said.files:
        if file.id in known:
            continue
        known.add(file.id)
        state = FileState.OWED if file.size <= most_bytes else FileState.TOO_LARGE
        row = tx.execute(
            _ADD_FILE,
            {
                "guild_id": room.guild_id,
                "ticket_id": room.ticket_id,
                "message_id": said.id,
                "file_id": file.id,
                "name": file.name,
                "size": file.size,
                "url": file.url,
                "content_type": file.content_type,
                "state": state.value,
                "hash": None,
            },
        )
        file_id = int(row.scalar_one())
        if state is FileState.OWED:
            owed.append(file_id)
    return owed


def save_edit(tx: Transaction, room: Room, said: Said, *, in_place: bool) -> None:
    """It says this now: a further version, unless nothing is said anew, the version is known, or it is to be stored in place
    of what it said. What Discord adds by itself, such as the preview of a link, is no version. What was erased
    does not come back.
    """
    row = tx.execute(_MESSAGE, {"message_id": said.id}).one()
    if row.erased_at is not None:
        return
    last = tx.execute(_LAST_VERSION, {"message_id": said.id}).one_or_none()
    before = _words(row if last is None else last)
    if said.words == before:
        return
    values = {"text": said.words.text, "more": as_json.of_words(said.words)}
    edited_at = row.edited_at if last is None else last.at
    is_older = said.edited_at is not None and edited_at is not None and said.edited_at < edited_at
    if is_older:
        return
    if in_place or said.edited_at is None or said.edited_at == edited_at:
        if last is None:
            tx.execute(_SAVE, {"which": said.id, **values})
        else:
            tx.execute(_SAVE_VERSION, {"which": last.id, **values})
    else:
        tx.execute(
            _ADD_VERSION,
            {
                "guild_id": room.guild_id,
                "ticket_id": room.ticket_id,
                "message_id": said.id,
                "at": said.edited_at,
                **values,
            },
        )
    if row.deleted_at is None and _is_by_people(row.type, is_bot=row.is_bot):
        search.drop_said(tx, [said.id])
        search.add_said(tx, room.guild_id, room.ticket_id, said.id, row.kind, said.words.texts)


def mark_deleted(tx: Transaction, message_ids: Collection[int], at: datetime) -> int:
    """These are gone, as far as they are kept, since this time; how many of them were there until then."""
    done = tx.execute(
        update(ticket_messages)
        .where(ticket_messages.c.id.in_(message_ids), ticket_messages.c.deleted_at.is_(None))
        .values(deleted_at=at)
    )
    search.drop_said(tx, message_ids)
    return done.rowcount


def mark_missing(
    tx: Transaction, thread_id: int, there: Collection[int], *, after: int, until: int | None, at: datetime
) -> None:
    """Of what was said in this thread after this id, up to the other or to the end, only these are there (any more)."""
    kept = select(ticket_messages.c.id).where(
        ticket_messages.c.thread_id == thread_id,
        ticket_messages.c.id > after,
        ticket_messages.c.deleted_at.is_(None),
    )
    if until is not None:
        kept = kept.where(ticket_messages.c.id <= until)
    gone = set(tx.execute(kept).scalars()).difference(there)
    if gone:
        mark_deleted(tx, gone, at)


def reactions(reader: Reader, message_id: int) -> dict[str, int] | None:
    """How many have reacted how; None for a message that is not kept."""
    row = reader.execute(_REACTIONS, {"message_id": message_id}).one_or_none()
    return None if row is None else dict(row.reactions)


def save_reactions(tx: Transaction, message_id: int, counted: Iterable[tuple[str, int]]) -> None:
    """How many have reacted how, from now on."""
    tx.execute(_SAVE, {"which": message_id, "reactions": _of_reactions(counted)})


def joined_since(reader: Reader, thread_id: int, before_last: int) -> int:
    """After which id to read a thread, to see all that may be missing and so many of what is there; 0 for all of it."""
    newest = (
        select(ticket_messages.c.id)
        .where(ticket_messages.c.thread_id == thread_id, ticket_messages.c.is_joined)
        .order_by(ticket_messages.c.id.desc())
        .offset(before_last)
        .limit(1)
    )
    return int(reader.execute(newest).scalar_one_or_none() or 0)


def written_since(reader: Reader, thread_id: int, after: int, limit: int) -> list[Said]:
    """What people have written in a thread after this id and not deleted, the newest first; without the files."""
    query = (
        select(ticket_messages)
        .where(
            ticket_messages.c.thread_id == thread_id,
            ticket_messages.c.id > after,
            ticket_messages.c.is_bot.is_(False),
            ticket_messages.c.type.in_(BY_PEOPLE),
            ticket_messages.c.deleted_at.is_(None),
        )
        .order_by(ticket_messages.c.id.desc())
        .limit(limit)
    )
    return [_kept(row, (), ()).said for row in reader.execute(query)]


def of_ticket(reader: Reader, ticket_id: int, *, with_notes: bool) -> list[Kept]:
    """All that was said in a ticket, the oldest first; what staff said below its card only where it is asked for."""
    query = select(ticket_messages).where(ticket_messages.c.ticket_id == ticket_id).order_by(ticket_messages.c.id)
    if not with_notes:
        query = query.where(ticket_messages.c.kind == Kind.MESSAGE.value)
    rows = reader.execute(query).all()
    versions: dict[int, list[Version]] = {}
    found = select(ticket_message_versions).where(ticket_message_versions.c.ticket_id == ticket_id)
    for row in reader.execute(found.order_by(ticket_message_versions.c.id)):
        versions.setdefault(row.message_id, []).append(Version(row.at, _words(row)))
    files: dict[int, list[KeptFile]] = {}
    for row in reader.execute(_FILES.where(ticket_files.c.ticket_id == ticket_id).order_by(ticket_files.c.id)):
        files.setdefault(row.message_id, []).append(_file(row))
    return [_kept(row, versions.get(row.id, ()), files.get(row.id, ())) for row in rows]


def file(reader: Reader, file_id: int) -> KeptFile | None:
    """By our id; None where its message was erased."""
    row = reader.execute(_FILES.where(ticket_files.c.id == file_id)).one_or_none()
    return None if row is None else _file(row)


def settle_file(tx: Transaction, file_id: int, state: FileState, hash: str | None = None) -> bool:
    """What has become of it; False where that is known already: it was saved, or erased."""
    is_owed = and_(ticket_files.c.id == file_id, ticket_files.c.state == FileState.OWED.value)
    return tx.execute(update(ticket_files).where(is_owed).values(state=state.value, hash=hash)).rowcount > 0


def is_held(reader: Reader, hash: str) -> bool:
    """Whether a file with this hash is still somebody's."""
    return (
        reader.execute(select(ticket_files.c.id).where(ticket_files.c.hash == hash).limit(1)).first() is not None
    )


def _is_by_people(type: str, *, is_bot: bool) -> bool:
    """Whether it is looked for: what we and Discord say repeats what is known."""
    return not is_bot and type in BY_PEOPLE


def _of_reactions(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    return {emoji: count for emoji, count in counted if count > 0}


def _words(row: Row[Any]) -> Words:
    return as_json.words_of(row.text, row.more)


def _file(row: Row[Any]) -> KeptFile:
    return KeptFile(
        id=row.id,
        message_id=row.message_id,
        guild_id=row.guild_id,
        thread_id=row.thread_id,
        file=_told(row),
        # The table keeps no state of its own for it: Discord has told an address of every file, and only erasing empties that.
        state=FileState(row.state) if row.url else FileState.ERASED,
        hash=row.hash,
    )


def _told(row: Row[Any]) -> File:
    return File(row.file_id, row.name, row.size, row.url, row.content_type)


def _kept(row: Row[Any], versions: Sequence[Version], files: Sequence[KeptFile]) -> Kept:
    said = Said(
        id=row.id,
        guild_id=row.guild_id,
        thread_id=row.thread_id,
        author=Author(row.author_id, row.author_name, row.is_bot),
        at=row.at,
        words=_words(row),
        type=row.type,
        files=tuple(one.file for one in files),
        reply_to=row.reply_to,
        edited_at=row.edited_at,
        reactions=tuple(row.reactions.items()),
    )
    return Kept(said, Kind(row.kind), tuple(versions), tuple(files), row.deleted_at, row.erased_at)

"""What a ticket came to, for one reader: values, and what a customer reads of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.ids import LARGEST
from bot.tickets.note import Note
from bot.tickets.record.message import BY_PEOPLE, FileState, Kept, KeptFile, Kind, Words
from bot.tickets.ticket import Event, EventKind, Ticket

FOR_CUSTOMERS = frozenset(
    {
        EventKind.OPENED,
        EventKind.CLAIMED,
        EventKind.RELEASED,
        EventKind.RESPONDED,
        EventKind.RESOLVED,
        EventKind.CLOSED,
        EventKind.REOPENED,
        EventKind.PRIORITISED,
        EventKind.ASSIGNED,
        EventKind.ADDED,
        EventKind.GUEST_ADDED,
        EventKind.GUEST_REMOVED,
        EventKind.MOVED,
        EventKind.REPLIED,
        EventKind.REMINDED,
        EventKind.FELL_SILENT,
        EventKind.ASKED_TO_CLOSE,
        EventKind.OBJECTED,
    }
)
"""What the thread is told, so that who is in it knows of it anyway."""

_MEMBER = re.compile(r"<@!?(\d{1,19})>")


@dataclass(frozen=True)
class Transcript:
    """All that is known of a ticket at this time. `said` is in order, and holds what staff said below the card only where it
    is `for_staff`; so are the notes, which have tables of their own, and whatever was deleted or edited since. `others` are the
    names of those whom no message knows, by their ids.
    """

    ticket: Ticket
    events: tuple[Event, ...]
    said: tuple[Kept, ...]
    made_at: datetime
    notes: tuple[Note, ...] = ()
    for_staff: bool = False
    others: Mapping[int, str] = field(default_factory=dict)

    @property
    def files(self) -> list[KeptFile]:
        """Those that came with what was said, in its order."""
        return [file for kept in self.said for file in kept.files]

    @property
    def unnamed(self) -> list[int]:
        """Who has a part in it, or is mentioned, and has no name here; those of whom it was erased do have none."""
        ticket, known = self.ticket, names_in(self)
        parties = [ticket.requester_id, ticket.assignee_id, *(note.author_id for note in self.notes)]
        mentioned = [int(id_) for text in _texts(self) for id_ in _MEMBER.findall(text)]
        wanted = dict.fromkeys(one for one in (*parties, *mentioned) if one is not None)
        return [one for one in wanted if one <= LARGEST and f"<@{one}>" not in known]


def names_in(transcript: Transcript) -> dict[str, str]:
    """Who everybody is who is known, by how a mention of them is written; by the name they had last."""
    found = {f"<@{id_}>": name for id_, name in transcript.others.items()}
    for kept in transcript.said:
        found |= dict(kept.said.words.names)
        for version in kept.versions:
            found |= dict(version.words.names)
        if kept.erased_at is None:
            found[f"<@{kept.said.author.id}>"] = kept.said.author.name
    return found


def _texts(transcript: Transcript) -> Iterator[str]:
    """In which somebody may be mentioned."""
    yield from (detail.text for detail in transcript.ticket.details)
    yield from (note.text or "" for note in transcript.notes)
    for kept in transcript.said:
        for words in (kept.said.words, *(version.words for version in kept.versions)):
            yield from _texts_of(words)


def _texts_of(words: Words) -> Iterator[str]:
    yield words.text or ""
    yield from map(str, words.embeds)
    for one in words.forwarded:
        yield from (one.text, *map(str, one.embeds))


def for_customer(ticket: Ticket, events: Iterable[Event], said: Sequence[Kept], made_at: datetime) -> Transcript:
    """As it stands in the thread: what somebody has deleted, or written otherwise since, they have taken back."""
    told = (event for event in events if event.kind in FOR_CUSTOMERS)
    bare = (Event(event.kind, event.actor_id, event.at) for event in told)
    standing = (_as_it_stands(kept) for kept in said if kept.kind is Kind.MESSAGE)
    return Transcript(ticket, tuple(bare), tuple(standing), made_at)


def fitting(files: Iterable[KeptFile], most_bytes: int) -> dict[str, int]:
    """The kept files that go into the page, each once, by their hashes, with their sizes: the first that fit together."""
    found: dict[str, int] = {}
    left = most_bytes
    for file in files:
        size = file.file.size
        if file.state is FileState.KEPT and file.hash is not None and file.hash not in found and size <= left:
            found[file.hash] = size
            left -= size
    return found


def without(transcript: Transcript, lost: Collection[str]) -> Transcript:
    """The same, where what was kept under these hashes is not there any more."""

    def as_it_is(file: KeptFile) -> KeptFile:
        return replace(file, state=FileState.LOST) if file.hash in lost else file

    said = (replace(kept, files=tuple(map(as_it_is, kept.files))) for kept in transcript.said)
    return replace(transcript, said=tuple(said)) if lost else transcript


def is_shown(kept: Kept) -> bool:
    """Whether it stands on the page: notes that were written in a form stand there themselves, and not as the bot told them."""
    return kept.kind is Kind.MESSAGE or not kept.said.author.is_bot


def is_of_people(kept: Kept) -> bool:
    """Whether somebody wrote it: else Discord did, such as that somebody was added."""
    return kept.said.type in BY_PEOPLE or kept.said.author.is_bot


def _as_it_stands(kept: Kept) -> Kept:
    words = kept.words
    if kept.deleted_at is not None:
        words = replace(words, text="", embeds=(), stickers=(), poll=None, forwarded=(), names=(), file_ids=())
    edited_at = kept.versions[-1].at if kept.versions else kept.said.edited_at
    there = {*words.file_ids, *(id_ for one in words.forwarded for id_ in one.file_ids)}
    files = tuple(file for file in kept.files if file.file.id in there)
    reactions = () if kept.deleted_at else kept.said.reactions
    said = replace(
        kept.said,
        words=words,
        edited_at=edited_at,
        files=tuple(file.file for file in files),
        reactions=reactions,
    )
    return replace(kept, said=said, versions=(), files=files)

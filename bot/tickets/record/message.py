"""What was said in the threads of a ticket, as it is kept: values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Where it was said: `message` in the thread with the requester, `note` in the thread of the card, for staff alone."""

    MESSAGE = "message"
    NOTE = "note"


class FileState(StrEnum):
    """What has become of a file. `owed`: Discord has it, and we are to fetch it. `gone`: Discord had it no more. `erased`: it
    was kept or not, and nothing but its size is known any more.
    """

    OWED = "owed"
    KEPT = "kept"
    LOST = "lost"
    """It was kept, and is not on our disk: found so by who looks there, and never stored."""
    TOO_LARGE = "too_large"
    GONE = "gone"
    ERASED = "erased"


@dataclass(frozen=True)
class Author:
    """Who said it, by the name that the others saw at that time; a bot or a webhook counts as a bot."""

    id: int
    name: str
    is_bot: bool = False


@dataclass(frozen=True)
class File:
    """A file that came with a message. `name` is as Discord tells it, `size` in bytes; Discord keeps it at `url` for a day or so."""

    id: int
    name: str
    size: int
    url: str
    content_type: str | None = None


@dataclass(frozen=True)
class Poll:
    """A poll: each answer with its votes as far as they were known when it was last read."""

    question: str
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Forwarded:
    """What was written elsewhere and forwarded; by whom, Discord does not tell. `file_ids` name files of the message."""

    text: str
    at: datetime
    embeds: tuple[Mapping[str, Any], ...] = ()
    file_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Words:
    """What one version of a message says.

    `text` is None where Discord does not tell it, without the message content intent, and where it was erased: then nothing
    is known of embeds and files either. `embeds` are as Discord has them, `stickers` by their names. `names` says what mentions in it meant at
    that time, by how they are written: `<@5>`, `<@&6>`, `<#7>`. In a message that Discord wrote, such as that somebody was
    added, they name whom it is about. `file_ids` are the files that this version has, without the forwarded ones.
    """

    text: str | None = ""
    embeds: tuple[Mapping[str, Any], ...] = ()
    stickers: tuple[str, ...] = ()
    poll: Poll | None = None
    forwarded: tuple[Forwarded, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    file_ids: tuple[int, ...] = ()

    @property
    def alone(self) -> str:
        """The text where nothing came with it that says more, else nothing: what a picture says, nobody knows."""
        return "" if self.file_ids or self.stickers or self.forwarded or self.poll else self.text or ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is written in it: its text, and what was forwarded with it."""
        return (self.text or "", *(one.text for one in self.forwarded))


BY_PEOPLE = ("default", "reply")
"""The types of messages that people write; the others Discord writes."""


@dataclass(frozen=True)
class Said:
    """A message as Discord tells of it. `type` is Discord's name of its type: `default`, `reply`, `recipient_add`, `pins_add`,
    `channel_name_change` and so on.

    `files` are those of forwarded messages, too. `edited_at` is when it was last edited, None where it never was.
    `reactions` are counted by their emoji: itself, or `<:name:id>`.
    """

    id: int
    guild_id: int
    thread_id: int
    author: Author
    at: datetime
    words: Words
    type: str = "default"
    files: tuple[File, ...] = ()
    reply_to: int | None = None
    edited_at: datetime | None = None
    reactions: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Version:
    """What an edited message has said since then."""

    at: datetime
    words: Words


@dataclass(frozen=True)
class KeptFile:
    """A file and what has become of it. `hash` is the SHA-256 by which it is called on our disk, once it is kept."""

    id: int
    message_id: int
    guild_id: int
    thread_id: int
    file: File
    state: FileState
    hash: str | None = None


@dataclass(frozen=True)
class Kept:
    """A message as it is kept: `said` is how it was first seen, and where that has `edited_at`, nobody saw what it said before.

    `versions` are the edits since, the oldest first. `deleted_at` is when we heard, or found, that it was deleted; by whom,
    Discord does not tell. The text is kept all the same, until it is erased: then nothing of its words is there.
    """

    said: Said
    kind: Kind
    versions: tuple[Version, ...] = ()
    files: tuple[KeptFile, ...] = ()
    deleted_at: datetime | None = None
    erased_at: datetime | None = None

    @property
    def words(self) -> Words:
        """What it says, or said last."""
        return self.versions[-1].words if self.versions else self.said.words

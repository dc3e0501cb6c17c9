"""A transcript as JSON, for programs: docs/transcripts.md says what stands where. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.tickets.record import as_json
from bot.tickets.record.message import Kept, KeptFile, Version
from bot.tickets.ticket import Detail, Event
from bot.tickets.transcripts.transcript import Transcript

FORMAT = 1
"""Grows where something is taken out or means another thing, and not where something is added."""


def as_text(transcript: Transcript) -> str:
    """All of it, with times in UTC, a message a line. Ids are strings: they are larger than what some programs take for whole
    numbers.
    """
    head = _dumped(_of(transcript)).removesuffix("}")
    # One by one: the encoder lets nobody else run until it is through with what it was given.
    messages = ",\n".join(_dumped(_message(one)) for one in transcript.said)
    return f'{head}, "messages": [\n{messages}\n]}}'


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _of(transcript: Transcript) -> dict[str, Any]:
    """Without the messages."""
    ticket = transcript.ticket
    return {
        "format": FORMAT,
        "made_at": _at(transcript.made_at),
        "for_staff": transcript.for_staff,
        "ticket": {
            "number": ticket.number,
            "server_id": str(ticket.guild_id),
            "thread_id": _id(ticket.receipts.thread_id),
            "type": ticket.type_id,
            "status": ticket.status.value,
            "priority": ticket.priority.value,
            "requester_id": str(ticket.requester_id),
            "assignee_id": _id(ticket.assignee_id),
            "merged_into": ticket.merged_into,
            "summary": ticket.summary,
            "opened_at": _at(ticket.opened_at),
        },
        "form": [_detail(one) for one in ticket.details],
        "notes": [
            {"number": one.number, "author_id": str(one.author_id), "at": _at(one.at), "text": one.text}
            for one in transcript.notes
        ],
        "events": [_event(one) for one in transcript.events],
    }


def _detail(detail: Detail) -> dict[str, Any]:
    files = [{"name": one.name, "size": one.size} for one in detail.uploads]
    return {"field": detail.field_id, "label": detail.label, "text": detail.text, "files": files}


def _message(kept: Kept) -> dict[str, Any]:
    said = kept.said
    return {
        "id": str(said.id),
        "kind": kept.kind.value,
        "type": said.type,
        "author": {"id": str(said.author.id), "name": said.author.name, "is_bot": said.author.is_bot},
        "at": _at(said.at),
        "edited_at": _at(said.edited_at),
        "deleted_at": _at(kept.deleted_at),
        "erased_at": _at(kept.erased_at),
        "reply_to": _id(said.reply_to),
        "text": said.words.text,
        **_more(as_json.of_words(said.words)),
        "reactions": dict(said.reactions),
        "files": [_file(one) for one in kept.files],
        "versions": [_version(one) for one in kept.versions],
    }


def _version(version: Version) -> dict[str, Any]:
    return {"at": _at(version.at), "text": version.words.text, **_more(as_json.of_words(version.words))}


def _more(said: dict[str, Any]) -> dict[str, Any]:
    """What is there beside the text; the ids of its files as strings, too."""
    for one in (said, *said.get("forwarded", ())):
        if "file_ids" in one:
            one["file_ids"] = list(map(str, one["file_ids"]))
    return said


def _file(kept: KeptFile) -> dict[str, Any]:
    return {
        "id": str(kept.file.id),
        "name": kept.file.name,
        "size": kept.file.size,
        "content_type": kept.file.content_type,
        "state": kept.state.value,
        "sha256": kept.hash,
    }


def _event(event: Event) -> dict[str, Any]:
    """What few events say is left out where they do not say it."""
    more = {
        "member_id": _id(event.member_id),
        "note": event.note,
        "words": _or_none(event.words),
        "priority": event.priority and event.priority.value,
        "waiting_on": event.waiting_on and event.waiting_on.value,
        "until": _at(event.until),
        "number": event.number,
        "type": event.type_id,
        "tier": event.tier,
        "clock": event.clock,
    }
    said = {name: value for name, value in more.items() if value is not None}
    return {"kind": event.kind.value, "at": _at(event.at), "actor_id": _id(event.actor_id), **said}


def _at(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _id(id_: int | None) -> str | None:
    return None if id_ is None else str(id_)


def _or_none(words: Iterable[str]) -> list[str] | None:
    return list(words) or None

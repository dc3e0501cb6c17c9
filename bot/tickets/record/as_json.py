"""What a message says, beside its text, as JSON and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.moments import moment
from bot.tickets.record.message import Forwarded, Poll, Words


def of_words(words: Words) -> dict[str, Any]:
    """All but the text; what is empty is left out, and most of it is."""
    said: dict[str, Any] = {
        "embeds": [dict(one) for one in words.embeds],
        "stickers": list(words.stickers),
        "poll": words.poll
        and {"question": words.poll.question, "answers": [list(one) for one in words.poll.answers]},
        "forwarded": [_of_forwarded(one) for one in words.forwarded],
        "names": [list(one) for one in words.names],
        "file_ids": list(words.file_ids),
    }
    return {key: value for key, value in said.items() if value}


def words_of(text: str | None, item: Mapping[str, Any]) -> Words:
    """What is stored as this text and this JSON."""
    poll = item.get("poll")
    return Words(
        text=text,
        embeds=tuple(item.get("embeds", ())),
        stickers=tuple(item.get("stickers", ())),
        poll=poll and Poll(poll["question"], tuple((answer, votes) for answer, votes in poll["answers"])),
        forwarded=tuple(map(_forwarded_of, item.get("forwarded", ()))),
        names=tuple((written, name) for written, name in item.get("names", ())),
        file_ids=tuple(item.get("file_ids", ())),
    )


def _of_forwarded(one: Forwarded) -> dict[str, Any]:
    return {
        "text": one.text,
        "at": one.at.isoformat(),
        "embeds": [dict(embed) for embed in one.embeds],
        "file_ids": list(one.file_ids),
    }


def _forwarded_of(item: Mapping[str, Any]) -> Forwarded:
    return Forwarded(item["text"], moment(item["at"]), tuple(item["embeds"]), tuple(item["file_ids"]))

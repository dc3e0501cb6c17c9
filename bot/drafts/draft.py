"""A draft: an entry as it was proposed, tidied up so that a file can hold it, and checked like the file. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.actor import Actor
from bot.errors import (
    DraftChanged,
    DraftDecided,
    Flaw,
    FlawKind,
    InvalidProposal,
    NotAnAuthor,
    NotStaff,
    NotYourDraft,
)
from bot.knowledge.entry import Entry, shortest
from bot.visible import visible

SLUG_LENGTH = 40
TITLE_LENGTH, PHRASING_LENGTH = 100, 300
"""As long as a title and a phrasing may be."""

MOST_PHRASINGS = 50
"""As many as an entry may have beside its title."""

NAMELESS = "entry"
"""The id of an entry whose title has no letter that an id can hold."""

_BLANK = "[\\s\u200b\u2060\u2800\u3164\ufeff]+"
"""What shows nothing."""

_ENDS = re.compile(rf"\A{_BLANK}|{_BLANK}\Z")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_FLAWS = {
    "string_too_short": (FlawKind.TOO_SHORT, "min_length"),
    "string_too_long": (FlawKind.TOO_LONG, "max_length"),
    "too_long": (FlawKind.TOO_MANY, "max_length"),
}
"""pydantic's names of what can be wrong with a text or a list, and where it says the limit."""

_KEYWORD = re.compile(r'\s*"((?:[^"]|"")*)"\s*(?:,|\Z)|([^,]+)')
"""One of several between commas, in quotation marks or not."""

_NAMED = re.compile(r"<(?:@[!&]?|a?:\w+:)\d+>")
"""People, roles and a server's own emoji, which a title shows as numbers."""


class Status(StrEnum):
    """Where a draft is on its way."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Proposal:
    """What somebody wrote, as they typed it."""

    category: str
    title: str
    phrasings: str | None
    """One a line; None where they stay as they are: a form cannot hold all that an entry may have."""
    answer: str
    keywords: str = ""
    """Commas or lines between them; one with a comma stands in straight quotation marks."""


@dataclass(frozen=True)
class Origin:
    """Where a draft was proposed, and whose message it was made of, if it was."""

    channel_id: int
    message_id: int | None = None
    author_id: int | None = None
    """Who is credited; None for bots, for what was forwarded, and for what was written for the purpose."""


@dataclass(frozen=True)
class Answer:
    """A message that a draft is to be made of, and what it answers, as far as the place tells."""

    channel_id: int
    message_id: int
    author_id: int
    text: str
    title: str = ""
    question: str = ""
    is_nobodys: bool = False
    """Written by a bot, or by somebody else than who forwarded it."""


@dataclass(frozen=True)
class Draft:
    """A proposed entry. `version` counts its edits; who approves says which one they have read."""

    id: int
    guild_id: int
    status: Status
    category: str
    entry: Entry
    version: int
    proposed_by: int
    proposed_at: datetime
    origin: Origin
    decided_by: int | None
    decided_at: datetime | None
    note: str | None
    """Why it was rejected, for who proposed it."""
    told_at: datetime | None
    card_channel_id: int | None
    card_message_id: int | None
    language: str | None = None
    """That of who proposed it, as Discord names it; None where it is not known."""
    base: Entry | None = None
    """The entry of its id as it was when its change was proposed; None for a draft that adds one."""

    @property
    def is_change(self) -> bool:
        return self.base is not None

    @property
    def is_open(self) -> bool:
        return self.status is Status.OPEN


def made_of(answer: Answer, *, requester_id: int | None) -> tuple[Origin, Proposal]:
    """Where a draft of this answer comes from, and what its form is filled in with.

    `requester_id` is who opened the ticket in whose thread the answer stands; None elsewhere. What a customer wrote
    to staff alone is for nobody else to read: of a ticket neither the question is taken, nor anything of theirs.
    """
    is_private = answer.author_id == requester_id
    author_id = None if answer.is_nobodys or is_private else answer.author_id
    title, question = (answer.title, answer.question) if requester_id is None else ("", "")
    phrasing = fitting(question, PHRASING_LENGTH)
    return (
        Origin(answer.channel_id, answer.message_id, author_id),
        Proposal("", fitting(title, TITLE_LENGTH), phrasing, "" if is_private else tidied(answer.text)),
    )


def fitting(text: str, most: int) -> str:
    """What of a text may be a title or a phrasing: on one line, of at most so many characters, cut between words; nothing
    where it is too short.
    """
    line = one_line(_NAMED.sub("", text))
    if len(line) > most:
        line = f"{line[: most - 1].rpartition(' ')[0] or line[: most - 1]}…"
    return line if len(line) >= shortest(line) else ""


def require_author(by: Actor) -> None:
    """Raises NotAnAuthor for anybody but staff and helpers."""
    if not (by.is_staff or by.is_helper):
        raise NotAnAuthor


def require_editor(draft: Draft, by: Actor, version: int | None = None) -> None:
    """Raises NotYourDraft, or what `require_open` raises."""
    if not by.is_staff and by.id != draft.proposed_by:
        raise NotYourDraft(draft.proposed_by)
    require_open(draft, version)


def require_judge(draft: Draft, by: Actor, version: int | None = None) -> None:
    """Raises NotStaff, or what `require_open` raises."""
    if not by.is_staff:
        raise NotStaff
    require_open(draft, version)


def require_open(draft: Draft, version: int | None) -> None:
    """Raises DraftDecided, or DraftChanged where `version` is not the newest."""
    if draft.decided_by is not None and draft.decided_at is not None:
        raise DraftDecided(draft.decided_by, draft.decided_at)
    if version is not None and version != draft.version:
        raise DraftChanged


def entry_of(proposal: Proposal, entry_id: str, categories: Collection[str], before: Entry | None = None) -> Entry:
    """The entry that was meant, for one of these categories. What the form was filled in with of the entry `before` and was sent
    unchanged is to the letter what it was. Raises InvalidProposal with all that keeps it from being one.
    """
    flaws: list[Flaw] = []
    if proposal.category not in categories:
        kind = FlawKind.UNKNOWN if proposal.category else FlawKind.EMPTY
        flaws.append(Flaw("category", kind, 1, 0, proposal.category or None))
    parts = _parts(proposal)
    if before is not None:
        shown = _parts(proposed_as(before, proposal.category))
        same = [part for part in shown if parts[part] == shown[part]]
        same += ["questions"] if proposal.phrasings is None else []
        parts |= {part: getattr(before, part) for part in same}
    try:
        entry = Entry.model_validate({"id": entry_id, **parts})
    except ValidationError as invalid:
        flaws += map(_flaw, invalid.errors(include_url=False))
        raise InvalidProposal(tuple(flaws)) from invalid
    if flaws:
        raise InvalidProposal(tuple(flaws))
    return entry


def proposal_of(draft: Draft) -> Proposal:
    """A draft as it is edited."""
    return proposed_as(draft.entry, draft.category)


def proposed_as(entry: Entry, category: str) -> Proposal:
    """An entry as it is edited."""
    phrasings, keywords = map(one_line, entry.questions), map(_quoted, map(one_line, entry.keywords))
    return Proposal(category, entry.title, "\n".join(phrasings), entry.answer, ", ".join(keywords))


def tidied(text: str) -> str:
    """Text as a FAQ file can hold it: plain line ends, spaces for tabs, nothing invisible, no space at the ends."""
    lines = _LINE_ENDS.sub("\n", text).expandtabs(4).split("\n")
    return _ENDS.sub("", "\n".join(line.rstrip() for line in visible("\n".join(lines), "").split("\n")))


def one_line(text: str) -> str:
    """Tidied, and all on one line."""
    return " ".join(tidied(" ".join(text.split())).split())


def slug(title: str, taken: Collection[str]) -> str:
    """An id made of the title's letters and digits, at most 40 characters; `-2`, `-3` … where it is taken."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    words = re.findall("[a-z0-9]+", plain.replace("'", "")) or [NAMELESS]
    base = _cut("-".join(words), SLUG_LENGTH)
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{_cut(base, SLUG_LENGTH - len(f'-{number}'))}-{number}"
    return found


def _parts(proposal: Proposal) -> dict[str, Any]:
    """What was typed, as an entry says it."""
    phrasings: dict[str, str] = {}
    for phrasing in _lines(proposal.phrasings or ""):
        phrasings.setdefault(phrasing.casefold(), phrasing)
    keywords = [keyword for line in _lines(proposal.keywords) for keyword in _keywords(line)]
    return {
        "title": one_line(proposal.title),
        "questions": [*phrasings.values()],
        "answer": tidied(proposal.answer),
        "keywords": [*dict.fromkeys(filter(None, keywords))],
    }


def _keywords(line: str) -> list[str]:
    found = (one[1].replace('""', '"') if one[1] is not None else one[2] for one in _KEYWORD.finditer(line))
    return [*map(str.strip, found)]


def _quoted(keyword: str) -> str:
    """As `_keywords` reads it."""
    if "," not in keyword and not keyword.startswith('"'):
        return keyword
    return '"' + keyword.replace('"', '""') + '"'


def _lines(text: str) -> list[str]:
    return [line for line in map(one_line, tidied(text).split("\n")) if line]


def _flaw(error: ErrorDetails) -> Flaw:
    """Raises KeyError for what no text that was typed can have."""
    part, *place = error["loc"]
    kind, limit = _FLAWS[error["type"]]
    text = error["input"] if place else None
    found = len(error["input"])
    if kind is FlawKind.TOO_SHORT and not found:
        kind = FlawKind.EMPTY
    return Flaw(str(part), kind, error["ctx"][limit], found, text)


def _cut(text: str, length: int) -> str:
    """At most so many characters, and whole words if there are several."""
    if len(text) <= length:
        return text
    whole = text[: length + 1].rpartition("-")[0]
    return whole or text[:length]

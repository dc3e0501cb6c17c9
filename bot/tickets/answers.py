"""What the answers of a filled-in form come to: which cannot be, how the ticket is known and how urgent it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.ticket_fields import WRITTEN, TicketField
from bot.ticket_types import TicketType
from bot.tickets.priority import rule
from bot.tickets.request import Request, Ruling
from bot.tickets.ticket import ADDED, ORIGIN, QUOTED, Detail
from bot.visible import is_blank, straight

SUMMARY_LENGTH = 90
"""Characters; a summary stands in lists and thread names, which Discord cuts at 100."""


def wrong(kind: TicketType, details: Sequence[Detail], *, on_behalf: bool) -> tuple[TicketField, ...]:
    """The fields whose answers are not what they ask for, or are missing, in their order.

    That a required one is there, Discord sees to itself, but for boxes that have to be ticked, for spaces, and for what the
    operator asks only since the form was shown.
    """
    given = {detail.field_id: detail.text for detail in details}
    found = []
    for field in kind.fields:
        answer = given.get(field.id)
        if not field.takes(answer) if answer else kind.requires(field, on_behalf=on_behalf):
            found.append(field)
    return tuple(found)


def summary(kind: TicketType, details: Sequence[Detail]) -> str:
    """One line: what was written into the field that names the ticket, or into the next that can; else the type's name."""
    given = {
        detail.field_id: " ".join(straight(detail.text).split()) for detail in details if not is_blank(detail.text)
    }
    text = next((given[field.id] for field in kind.titles if given.get(field.id)), kind.label)
    return text if len(text) <= SUMMARY_LENGTH else text[: SUMMARY_LENGTH - 1].rstrip() + "…"


def ruling(kind: TicketType, request: Request) -> Ruling:
    """What the type makes of a request."""
    priority, grounds = rule(kind, request.impact, request.has_workaround)
    return Ruling(summary(kind, request.details), priority, grounds)


def written(kind: TicketType, details: Sequence[Detail]) -> list[str]:
    """What was written in words of their own, a text a field."""
    fields = {field.id for field in kind.fields if field.kind in WRITTEN}
    return [detail.text for detail in details if detail.field_id in fields]


def unsaid(lines: Sequence[Detail], details: Sequence[Detail]) -> list[Detail]:
    """Of these lines those that do not stand in what was added to a ticket before; a file is known by its name and size."""
    added = [detail for detail in details if detail.field_id == ADDED]
    said = "\n".join(["", *(detail.text for detail in added), ""])
    files = {(upload.name, upload.size) for detail in added for upload in detail.uploads}
    found = []
    for line in lines:
        text = "" if f"\n{line.text}\n" in said else line.text
        uploads = tuple(upload for upload in line.uploads if (upload.name, upload.size) not in files)
        if text or uploads:
            found.append(replace(line, text=text, uploads=uploads))
    return found


def as_added(details: Sequence[Detail]) -> Detail:
    """A form, or a question, as it is added to a ticket that is there: all of its words below one another, and all files."""
    texts = [
        detail.text if detail.field_id in (ORIGIN, QUOTED) else f"**{detail.label}**\n{detail.text}"
        for detail in details
        if detail.text
    ]
    uploads = tuple(upload for detail in details for upload in detail.uploads)
    return Detail("", "\n\n".join(texts), uploads, ADDED)

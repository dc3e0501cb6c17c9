"""What a ticket says beyond its opening message, cut into messages that Discord takes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.tickets.ticket import HAS_MESSAGES, ORIGIN, Detail, Upload

FIELD = 1024
"""Characters of one detail that the opening message shows; where there are more, the last one is an ellipsis."""

SHOWN = 5
"""Answers that the opening message shows, as many as a form asks for; a ticket that was moved may have more."""

PART = 2000
"""Characters of one further message."""

QUOTE = "> "
"""What Discord takes for a line that somebody else wrote."""

FILES = 10
"""Files of one message, the opening message too."""


@dataclass(frozen=True)
class Part:
    """One further message: a piece of text, or some files."""

    text: str = ""
    uploads: tuple[Upload, ...] = ()


def shown(details: Sequence[Detail]) -> list[Detail]:
    """The details that the opening message shows."""
    return [detail for detail, is_late in _in_turn(details) if detail.field_id not in HAS_MESSAGES and not is_late]


def files_of_opening(details: Iterable[Detail]) -> tuple[Upload, ...]:
    """The files that the opening message holds: those of the form, as far as one message takes them."""
    return _of_form(details)[:FILES]


def without(details: Iterable[Detail], gone: Collection[Upload]) -> tuple[Detail, ...]:
    """The details with only the names of these files."""

    def left(upload: Upload) -> Upload:
        return replace(upload, url="") if upload in gone else upload

    return tuple(replace(detail, uploads=tuple(map(left, detail.uploads))) for detail in details)


def parts(details: Sequence[Detail]) -> tuple[Part, ...]:
    """What the opening message leaves out, in the order of the details.

    More details at the end leave the parts before them as they were.
    """
    found = [Part(uploads=group) for group in _groups(_of_form(details)[FILES:])]
    for detail, is_late in _in_turn(details):
        if is_late:
            found += [Part(piece) for piece in pieces(f"**{detail.label}**\n{detail.text}")]
        elif detail.field_id in HAS_MESSAGES:
            found += [Part(piece) for piece in pieces(detail.text)]
            found += [Part(uploads=group) for group in _groups(detail.uploads)]
        elif len(detail.text) > FIELD:
            found += [Part(piece) for piece in pieces(detail.text[FIELD - 1 :])]
    return tuple(found)


def pieces(text: str) -> list[str]:
    """The text in pieces of at most `PART` characters, cut after a line or a word where that is not far off.

    A quoted line that is cut stays quoted: else what follows could pass for a line of somebody else.
    """
    found = []
    while len(text) > PART:
        cut = max(text.rfind("\n", PART // 2, PART), text.rfind(" ", PART * 3 // 4, PART)) + 1 or PART
        found.append(text[:cut])
        is_quoted = text[cut - 1] != "\n" and text.startswith(QUOTE, text.rfind("\n", 0, cut) + 1)
        text = f"{QUOTE}{text[cut:]}" if is_quoted else text[cut:]
    return [*found, text] if text else found


def _in_turn(details: Iterable[Detail]) -> Iterator[tuple[Detail, bool]]:
    """Each detail, and whether it is an answer that came when the opening message had as many as it shows."""
    answers = 0
    for detail in details:
        is_answer = detail.field_id != ORIGIN and detail.field_id not in HAS_MESSAGES
        answers += is_answer
        yield detail, is_answer and answers > SHOWN


def _of_form(details: Iterable[Detail]) -> tuple[Upload, ...]:
    return tuple(upload for detail in details if detail.field_id not in HAS_MESSAGES for upload in detail.uploads)


def _groups(uploads: tuple[Upload, ...]) -> list[tuple[Upload, ...]]:
    return [uploads[at : at + FILES] for at in range(0, len(uploads), FILES)]

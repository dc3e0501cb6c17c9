"""What a ticket says beyond its opening message, cut into messages that Discord takes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.tickets.ticket import HAS_MESSAGES, Detail, Upload

FIELD = 1024
"""Characters of one detail that the opening message shows; where there are more, the last one is an ellipsis."""

PART = 2000
"""Characters of one further message."""

FILES = 10
"""Files of one message, the opening message too."""


@dataclass(frozen=True)
class Part:
    """One further message: a piece of text, or some files."""

    text: str = ""
    uploads: tuple[Upload, ...] = ()


def files_of_opening(details: Iterable[Detail]) -> tuple[Upload, ...]:
    """The files that the opening message holds: those of the form, as far as one message takes them."""
    return _of_form(details)[:FILES]


def parts(details: Sequence[Detail]) -> tuple[Part, ...]:
    """What the opening message leaves out, in the order of the details.

    More details at the end leave the parts before them as they were.
    """
    found = [Part(uploads=group) for group in _groups(_of_form(details)[FILES:])]
    for detail in details:
        if detail.field_id in HAS_MESSAGES:
            found += [Part(piece) for piece in pieces(detail.text)]
            found += [Part(uploads=group) for group in _groups(detail.uploads)]
        elif len(detail.text) > FIELD:
            found += [Part(piece) for piece in pieces(detail.text[FIELD - 1 :])]
    return tuple(found)


def pieces(text: str) -> list[str]:
    """The text in pieces of at most `PART` characters, cut after a line or a word where that is not far off."""
    found = []
    while len(text) > PART:
        cut = max(text.rfind("\n", PART // 2, PART), text.rfind(" ", PART * 3 // 4, PART)) + 1 or PART
        found.append(text[:cut])
        text = text[cut:]
    return [*found, text] if text else found


def _of_form(details: Iterable[Detail]) -> tuple[Upload, ...]:
    return tuple(upload for detail in details if detail.field_id not in HAS_MESSAGES for upload in detail.uploads)


def _groups(uploads: tuple[Upload, ...]) -> list[tuple[Upload, ...]]:
    return [uploads[at : at + FILES] for at in range(0, len(uploads), FILES)]

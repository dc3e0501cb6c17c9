"""What was found in a file: entries as they are written there, and what is no part of one. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """One entry as it stands in its file, whether it fits or not.

    `asked` are the ways to ask for it that the file names beside the title. `topic` is the heading, or group, in which
    it stands. `notes` say what was made of it on the way.
    """

    line: int
    title: str
    answer: str
    asked: tuple[str, ...] = ()
    topic: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """What a file holds. `notes` say what of it, and in which line, is no part of an entry.

    `is_single` files hold one entry each, so that those of a folder belong together.
    """

    category: str
    found: tuple[Found, ...]
    notes: tuple[tuple[int, str], ...] = ()
    is_single: bool = False


def spaced(name: str) -> str:
    """The words of a name such as `reset-password` or `reset_password`."""
    return " ".join(name.replace("_", " ").replace("-", " ").split())

"""What a custom_id names, read as an id: Discord's or ours."""

from __future__ import annotations

from bot.ids import LARGEST, LONGEST

ID = rf"\d{{1,{LONGEST}}}"
"""The pattern of one."""


def id_in(text: str) -> int:
    """The id; 0, which nothing has, where the text is none that could be stored."""
    found = int(text) if text.isdecimal() and len(text) <= LONGEST else 0
    return found if found <= LARGEST else 0

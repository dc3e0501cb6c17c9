"""How a line of a conversation stands in a ticket: facts beside each other, the same in every language."""

from __future__ import annotations

from datetime import datetime

from cogs.texts.forms import member, moment


def said_by(author_id: int, at: datetime, text: str) -> str:
    """Who wrote when, and what."""
    return f"{member(author_id)} {moment(at, 'f')}\n{text or '–'}"

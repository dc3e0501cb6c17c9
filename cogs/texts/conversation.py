"""How a line of a conversation stands in a ticket: facts beside each other, the same in every language."""

from __future__ import annotations

from datetime import datetime

from cogs.texts.forms import as_quote, member, moment
from cogs.texts.language import Language


def said_by(author_id: int, at: datetime, text: str) -> str:
    """Who wrote when, and what."""
    return f"{member(author_id)} {moment(at, 'f')}\n{as_quote(text)}"


def left_out(t: Language, count: int, link: str) -> str:
    """Where not all stands that was said: how much was looked through."""
    return t.n(
        "Not all may stand here: only {count} message was looked through. The rest is there: {link}",
        "Not all may stand here: only {count} messages were looked through. The rest is there: {link}",
        count,
        link=link,
    )


def starts_later(t: Language) -> str:
    """Above what somebody wrote, where the beginning of it is missing."""
    return t("(What was written before this is not here.)")

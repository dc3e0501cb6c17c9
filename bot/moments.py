"""Times as our own files hold them."""

from __future__ import annotations

from datetime import datetime


def moment(text: str) -> datetime:
    """The time that `isoformat()` wrote. ValueError where it is none, or says no zone: it would compare with no other."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"a time without zone: {text}")
    return at

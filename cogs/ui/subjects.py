"""What a custom_id names, read as an id: Discord's or ours."""

from __future__ import annotations


def id_in(text: str) -> int:
    """The id; 0, which nothing has, where the text is none that could be stored (63 bits)."""
    found = int(text) if text.isdecimal() and len(text) <= 19 else 0
    return found if found < 2**63 else 0

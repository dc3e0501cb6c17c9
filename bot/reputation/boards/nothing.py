"""Why nothing of a message stands in the ledger. Pure."""

from __future__ import annotations

from enum import Enum, auto


class Nothing(Enum):
    """`askers`: who asked wrote it. `open`: it is the question itself."""

    GONE = auto()
    BOTS = auto()
    CHAT = auto()
    OPEN = auto()
    ASKERS = auto()
    TOO_LITTLE = auto()
    NOBODY_SAID = auto()


def why_nothing(
    author_id: int, *, is_bot: bool, is_question: bool, is_known: bool, asker_id: int | None, qualifies: bool
) -> Nothing:
    """The first of what kept it from being awarded; `is_known`: whether it belongs to what counts as a question."""
    if is_bot:
        return Nothing.BOTS
    if not is_known:
        return Nothing.CHAT
    if is_question:
        return Nothing.OPEN
    if author_id == asker_id:
        return Nothing.ASKERS
    return Nothing.NOBODY_SAID if qualifies else Nothing.TOO_LITTLE

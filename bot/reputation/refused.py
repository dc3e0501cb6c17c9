"""What is said no to about what members and staff give for messages."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import Refused


@dataclass
class AlreadyCommended(Refused):
    """Somebody was commended for this message already."""


@dataclass
class PromptGone(Refused):
    """Who helped is not asked here any more: it is said, or nobody has said so for a day."""


@dataclass
class NotTheirs(Refused):
    """Somebody is to be commended for a message that another member wrote."""

    author_id: int

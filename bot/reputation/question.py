"""What counts as a question, and how its awards are called. Pure.

That is a question that the FAQ has written down, a forum post, or a ticket; a line in a chat is none, whoever replies to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class QuestionKind(StrEnum):
    """What a question is known by: the message or post that it began with, or its ticket."""

    MESSAGE = "m"
    TICKET = "t"


@dataclass(frozen=True)
class QuestionRef:
    """One problem of one asker. What follows it up, and the ticket that it became, are the same question."""

    kind: QuestionKind
    id: int

    @classmethod
    def message(cls, message_id: int) -> QuestionRef:
        """By the message or the post."""
        return cls(QuestionKind.MESSAGE, message_id)

    @classmethod
    def ticket(cls, ticket_id: int) -> QuestionRef:
        """By the ticket's id."""
        return cls(QuestionKind.TICKET, ticket_id)

    @classmethod
    def of_key(cls, key: str) -> QuestionRef:
        """The question of an award, by the key of that. ValueError where the award is for something else."""
        subject = key.split(":")[1]
        return cls(QuestionKind(subject[0]), int(subject[1:]))

    @property
    def primary_key(self) -> str:
        """Of the award for what answered it: there is one at a time, whoever holds it."""
        return f"accepted:{self.kind}{self.id}"

    @property
    def assist_keys(self) -> tuple[str, str]:
        """Of whoever helped beside: from the first of these on, before the second."""
        return f"assist:{self.kind}{self.id}:", f"assist:{self.kind}{self.id};"

    def assist_key(self, member_id: int) -> str:
        """Of the award of somebody who helped beside."""
        return f"assist:{self.kind}{self.id}:{member_id}"

    def mark_key(self, message_id: int, by_id: int) -> str:
        """Of the award by which one member says that one message helped."""
        return f"mark:{self.kind}{self.id}:{message_id}:{by_id}"

"""A solution: a question, and the answer to it that was accepted. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class NewSolution:
    """What is known when an answer is accepted. `question_id` is what has one accepted answer, a message or a thread;
    `channel_id` and `message_id` say where the answer stands, and `author_id` wrote it.
    """

    guild_id: int
    question_id: int
    asker_id: int | None
    author_id: int
    channel_id: int
    message_id: int
    accepted_at: datetime


@dataclass(frozen=True)
class Solution(NewSolution):
    """The same, as it is known later. Once `ended_at`, another answer was accepted, or none is any more.

    `question_channel_id` and `question_message_id` are None until the question was looked up in Discord; `line_message_id` is
    our line below it. `has_settled` says that the FAQ's question was open until then.
    """

    id: int
    ended_at: datetime | None
    question_channel_id: int | None
    question_message_id: int | None
    is_found_by_words: bool
    line_message_id: int | None
    has_settled: bool

    @property
    def stands(self) -> bool:
        """Whether this is the accepted answer."""
        return self.ended_at is None

"""What an asker who says thanks is asked: who of at most three has helped. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.reputation.question import QuestionRef

MOST_CANDIDATES = 3
STANDS_FOR = timedelta(days=1)
"""For so long a prompt waits to be pressed."""


@dataclass(frozen=True)
class Answerer:
    """Somebody who may have helped, by their latest message that says enough."""

    message_id: int
    author_id: int


@dataclass(frozen=True)
class Prompt:
    """One prompt, by the id of the thanks. `message_id` is ours, once it stands; `ended_at` when it is to go."""

    id: int
    guild_id: int
    question: QuestionRef
    asker_id: int
    channel_id: int
    candidates: tuple[Answerer, ...]
    at: datetime
    message_id: int | None = None
    ended_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """When it goes if nobody has pressed."""
        return self.at + STANDS_FOR

    def answerer(self, message_id: int) -> Answerer | None:
        """Who wrote this message, if it is one of those that are offered."""
        return next((one for one in self.candidates if one.message_id == message_id), None)


def offered(answers: Iterable[Answerer]) -> tuple[Answerer, ...]:
    """Of these, the newest first, each person once and at most `MOST_CANDIDATES`: who answered last stands first."""
    found: dict[int, Answerer] = {}
    for one in answers:
        found.setdefault(one.author_id, one)
    return tuple(found.values())[:MOST_CANDIDATES]

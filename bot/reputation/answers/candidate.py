"""A message that may become the accepted answer, and as what. Values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.reputation.question import QuestionRef

GONE_AFTER = timedelta(hours=24)
"""Who asked and has written nothing for so long since the answer is not there to accept it."""

WISHED_WITHIN = timedelta(days=7)
"""For so long what a trusted member wishes for an asker who is gone waits for the second one."""


class As(Enum):
    """As what an answer is accepted: as what answered unless another one has, in place of that one, or beside it."""

    ANSWER = auto()
    INSTEAD = auto()
    ASSIST = auto()


@dataclass(frozen=True)
class Candidate:
    """A message, what it answers, and what is known of its author.

    `question` is None for a line in a chat, and `asker_id` where nobody knows who asked. `channel_id` and `message_id` say
    where it stands; `joined_at` since when who accepts it is here. `qualifies` says that its author has written enough
    there to be awarded, and `asker_is_gone` that who asked has left, or was silent for `GONE_AFTER`. What `is_mark` is
    accepted by a ✅: taking that away takes the acceptance back.
    """

    guild_id: int
    question: QuestionRef | None
    asker_id: int | None
    author_id: int
    author_is_bot: bool
    channel_id: int
    message_id: int
    joined_at: datetime | None = None
    qualifies: bool = True
    asker_is_gone: bool = False
    is_mark: bool = False

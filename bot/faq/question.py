"""A question: what was read in a message, and what came of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.config import Between
from bot.faq.speaking import DIRECT, REREAD_WITHIN, SPEAKING, Place, Rule
from bot.knowledge.entry import Entry
from bot.matching.verdict import Judgement, Verdict

RETRACTED_WITHIN = timedelta(hours=72)
"""An asker who comes back within this, the last moment included, shows that the answer did not settle it."""

NOTED_FOR = timedelta(days=30)
"""For so long every question is known by itself. After that, those that nothing was said to are only counted."""


class Outcome(StrEnum):
    """What became of a question: whose word settled it, or why our message went.

    A question that the FAQ was silent about has one too where a human replied, or where it was deleted.
    """

    SOLVED = "solved"
    HANDED_OVER = "handed_over"
    HUMAN = "human"
    WRONG = "wrong"
    DISMISSED = "dismissed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Read:
    """What was made of a question: the verdict that was acted on, why, and what the matcher said.

    `entry_id` is the entry that answers, or that would have if `rule` had not withheld it, and `second_entry_id` the one
    that answers the other of two questions in the same words. `candidates` are the
    best entries with their scores, best first. `language` is that of the phrasing that matched, None for the
    knowledge base's own.
    """

    verdict: Verdict
    rule: Rule
    entry_id: str | None
    candidates: tuple[tuple[str, float], ...]
    language: str | None
    score: float
    second_entry_id: str | None = None

    def is_better_than(self, before: Question) -> bool:
        """Whether what was made of more words comes in place of what was said, or is to be said."""
        if before.rule not in SPEAKING and before.entry_id is not None:
            return self.verdict is Verdict.ANSWER  # what was withheld must not become a suggestion
        if before.rule not in SPEAKING:
            return self.rule in SPEAKING or self.score > before.score
        if before.rule is Rule.BETWEEN and self.verdict is Verdict.ANSWER:
            return True
        if before.second_entry_id is not None:
            return False
        if self.second_entry_id is not None and before.entry_id in (self.entry_id, self.second_entry_id):
            return True
        is_other = self.verdict is Verdict.ANSWER and self.entry_id != before.entry_id
        return (is_other or (before.is_held_back and self.rule is Rule.BETWEEN)) and self.score > before.score


@dataclass(frozen=True)
class Question:
    """A message the FAQ looked at, or several that were joined, and what came of it.

    `place_id` is the channel, or the one that the thread hangs below; `DIRECT` in a direct message. `text` is None once it is forgotten.
    `answer_message_id` is the FAQ's own message, an answer or suggestions.
    """

    id: int
    guild_id: int
    channel_id: int
    place_id: int
    message_id: int
    asker_id: int
    asked_at: datetime
    text: str | None
    verdict: Verdict
    rule: Rule
    entry_id: str | None
    candidates: tuple[tuple[str, float], ...]
    language: str | None
    score: float
    answer_message_id: int | None
    answered_at: datetime | None
    reread_at: datetime | None
    outcome: Outcome | None
    second_entry_id: str | None = None

    @property
    def is_direct(self) -> bool:
        """Whether it was asked where nobody else reads."""
        return self.place_id == DIRECT

    @property
    def is_in_thread(self) -> bool:
        """Whether it stands in a thread of a server, which may be a post."""
        return not self.is_direct and self.channel_id != self.place_id

    @property
    def is_live(self) -> bool:
        """Whether the FAQ spoke, or is about to, and nobody has settled it."""
        return self.rule in SPEAKING and self.outcome is None

    @property
    def is_held_back(self) -> bool:
        """Whether its suggestions still wait for the member to pause."""
        return self.rule is Rule.BETWEEN and self.is_live and self.answer_message_id is None

    def may_be_reread(self, now: datetime) -> bool:
        """Whether an edit is still looked at: the first one, and within `REREAD_WITHIN`."""
        return self.outcome is None and self.reread_at is None and now - self.asked_at <= REREAD_WITHIN


def meant_in_post(questions: Sequence[Question], author_id: int) -> Question | None:
    """Which of the questions of a forum post, the oldest first, a line there is about that replies to none of them.

    Whoever has asked goes on with their own latest; others speak to one that nobody has settled, the latest first.
    """
    latest = questions[::-1]
    own = (one for one in latest if one.asker_id == author_id)
    unsettled = (one for one in latest if one.outcome is None)
    return next(own, next(unsettled, latest[0] if latest else None))


@dataclass(frozen=True)
class Asked:
    """A question that was looked at, and what the FAQ does: `entry` is the answer, or None for anything else.

    `is_regretted` says that who mentioned us is told that there is none.
    """

    question_id: int
    judgement: Judgement
    rule: Rule
    entry: Entry | None
    is_regretted: bool = False


@dataclass(frozen=True)
class Silence:
    """A question to which nothing is said, as it will be written. `pieces` are its messages, the first one first, and
    `wants_answer` says that it is none of what people only say to each other.
    """

    question_id: int
    place: Place
    asker_id: int
    asked_at: datetime
    text: str | None
    read: Read
    pieces: tuple[int, ...]
    wants_answer: bool = False

    @property
    def message_id(self) -> int:
        """The message that it began with."""
        return self.pieces[0]


class Standing(StrEnum):
    """What should stand under a question in Discord."""

    NOTHING = "nothing"
    ANSWER = "answer"
    ABOVE = "above"
    SOLVED = "solved"
    SUGGESTIONS = "suggestions"
    HINT = "hint"
    LINE = "line"


def standing(question: Question, between: Between) -> Standing:
    """What should stand under it now. A LINE is all that is left of an answer that somebody has overtaken."""
    if question.rule not in SPEAKING or question.outcome in (Outcome.REMOVED, Outcome.DISMISSED):
        return Standing.NOTHING
    is_hinted = question.verdict is Verdict.SUGGEST and between is Between.HINT
    if question.outcome is Outcome.SOLVED and not is_hinted and question.rule is not Rule.ABOVE:
        return Standing.SOLVED
    if question.outcome is not None:
        return Standing.LINE if question.answer_message_id is not None else Standing.NOTHING
    if is_hinted:
        return Standing.HINT  # also once it has been read: the answer is only for who presses
    if question.rule is Rule.ABOVE:
        return Standing.ABOVE
    if question.verdict is Verdict.ANSWER or question.entry_id is not None:
        return Standing.ANSWER
    return Standing.SUGGESTIONS

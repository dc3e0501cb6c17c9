"""What is refused of accepted answers: it is understood, and not allowed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import Refused


@dataclass
class NoQuestion(Refused):
    """It answers nothing that counts as a question: a line in a chat is none."""


@dataclass
class NotQualified(Refused):
    """Who wrote it has written too little there to be awarded for it."""

    author_id: int


@dataclass
class AnswerGone(Refused):
    """The message that was offered as an answer is not there any more, or they cannot read it."""


@dataclass
class AskerIsHere(Refused):
    """Trusted members accept answers only for who is gone; None where nobody knows who asked."""

    asker_id: int | None


@dataclass
class AssistsFull(Refused):
    """As many as may have helped beside, have."""

    at_most: int


@dataclass
class NothingAccepted(Refused):
    """No answer to the question is accepted (any more)."""


@dataclass
class Overruled(Refused):
    """Staff have taken back what this member had for the question, so nobody else awards it again."""

    author_id: int


@dataclass
class InReview(Refused):
    """Staff look at the award of this question, so nobody changes it."""

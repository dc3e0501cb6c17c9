"""Why the FAQ spoke to a message, or left it alone; and whether it would do the same now. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.faq.question import Question
from bot.faq.speaking import IN_DOUBT, Rule
from bot.matching.calibration import UNCHANGED
from bot.matching.confidence import Formula, shipped
from bot.matching.explanation import Explanation
from bot.matching.verdict import Judgement, Verdict


@dataclass(frozen=True)
class Reading:
    """What the matcher makes of the words now: with the knowledge base and the settings as they are."""

    text: str
    explanation: Explanation
    judgement: Judgement

    @property
    def is_known(self) -> bool:
        """Whether an entry answers it, or has it as a phrasing."""
        return self.explanation.is_exact or self.judgement.verdict is Verdict.ANSWER

    @property
    def uncalibrated(self) -> float | None:
        """The best match's score if the FAQ had not been asked of itself; None where it has not been, or nothing matches."""
        if self.explanation.calibration is UNCHANGED or not self.explanation.matches:
            return None
        return self._formula.uncalibrated(self.explanation)

    @property
    def lowered(self) -> Mapping[str, float]:
        """What lowers the best match's score, by its name in `costs.COSTS`, and what the score would be without."""
        return self._formula.without_costs(self.explanation)

    @property
    def _formula(self) -> Formula:
        return shipped(semantic=self.explanation.is_by_meaning)


@dataclass(frozen=True)
class Why:
    """`rule` decided; None where the message has never been seen. `question` is what was logged, None where the
    message was left alone. `reading` is None where its words are gone. `is_plea` says that these turn to people, which is
    never logged: they are read now.
    """

    rule: Rule | None
    question: Question | None
    reading: Reading | None
    is_plea: bool = False

    @property
    def has_changed(self) -> bool:
        """Whether the matcher said something else when the question was asked."""
        if self.question is None or self.reading is None:
            return False
        judgement = self.reading.judgement
        second = judgement.second.entry_id if judgement.second else None
        return _said(self.question) != (judgement.verdict, judgement.entry_id) or (
            self.question.second_entry_id is not None and second != self.question.second_entry_id
        )


def _said(question: Question) -> tuple[Verdict, str | None]:
    """What the matcher said, whatever the rules then made of it. An entry that a member chose was a suggestion."""
    if question.rule in IN_DOUBT:
        return Verdict.SILENT, None
    if question.rule is Rule.BETWEEN or question.entry_id is None:
        return Verdict.SUGGEST, None
    return Verdict.ANSWER, question.entry_id

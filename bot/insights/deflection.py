"""Did an answer settle its question? The rule, and the counts that follow from it. Pure."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.faq.question import RETRACTED_WITHIN, Outcome
from bot.faq.speaking import Rule

SILENCE = timedelta(hours=24)
"""An asker who says nothing for this long is taken to be helped."""

K = TypeVar("K")


class Deflection(StrEnum):
    """What is known about an answer. Only the first two are deflected."""

    CONFIRMED = "confirmed"
    ASSUMED = "assumed"
    RETRACTED = "retracted"
    UNHELPED = "unhelped"
    OVERTAKEN = "overtaken"
    OPEN = "open"


@dataclass(frozen=True)
class Named:
    """A question that named an entry: one that was answered, chosen, or withheld for a reason other than doubt.

    `entry_id` is its best entry. `helped` is the asker's latest word, `staff_helped` that of staff; None where
    nothing was said. `answered_at` is when the FAQ spoke: with a chosen entry, when it suggested that. `follow_up_at`
    is when the asker first came back to it.
    """

    id: int
    asker_id: int
    place_id: int
    asked_at: datetime
    rule: Rule
    entry_id: str
    is_chosen: bool = False
    answered_at: datetime | None = None
    outcome: Outcome | None = None
    outcome_at: datetime | None = None
    helped: bool | None = None
    staff_helped: bool | None = None
    follow_up_at: datetime | None = None

    @property
    def is_answer(self) -> bool:
        """Whether an entry was served: at once, or as the one that the asker chose."""
        return self.answered_at is not None and (self.rule is Rule.SURE or self.is_chosen)


@dataclass(frozen=True)
class Opened:
    """A ticket, as far as it tells whether an answer helped."""

    requester_id: int
    type_id: str
    question_id: int | None
    opened_at: datetime


@dataclass(frozen=True)
class Answer:
    """What decides about one answer. `returned_at` is when its asker first came back."""

    answered_at: datetime
    helped: bool | None = None
    returned_at: datetime | None = None
    outcome: Outcome | None = None
    outcome_at: datetime | None = None


@dataclass(frozen=True)
class Tally:
    """How many answers there were, and how many of each kind; what staff and helpers say of them stands apart."""

    counts: Mapping[Deflection, int]
    staff_right: int = 0
    staff_wrong: int = 0

    def __getitem__(self, state: Deflection) -> int:
        return self.counts.get(state, 0)

    @property
    def answers(self) -> int:
        return sum(self.counts.values())

    @property
    def deflected(self) -> int:
        """Confirmed or assumed."""
        return self[Deflection.CONFIRMED] + self[Deflection.ASSUMED]

    @property
    def judged(self) -> int:
        """Those of which it is known whether they helped."""
        return self.deflected + self[Deflection.RETRACTED] + self[Deflection.UNHELPED]


def deflection(answer: Answer, now: datetime) -> Deflection:
    """Exactly one of them, by the first of these lines that holds:

    unhelped    the asker's latest word is that it did not help
    retracted   the asker came back within `RETRACTED_WITHIN` of the answer
    confirmed   the asker's latest word is that it helped
    overtaken   a person answered before `SILENCE` was over, staff or helpers withdrew the answer, it was taken
                to the community, or the question or the answer was deleted
    assumed     `SILENCE` has passed
    open        it has not
    """
    if answer.helped is False:
        return Deflection.UNHELPED
    if answer.returned_at is not None and answer.returned_at - answer.answered_at <= RETRACTED_WITHIN:
        return Deflection.RETRACTED
    if answer.helped:
        return Deflection.CONFIRMED
    if _is_overtaken(answer):
        return Deflection.OVERTAKEN
    return Deflection.ASSUMED if now - answer.answered_at >= SILENCE else Deflection.OPEN


def _is_overtaken(answer: Answer) -> bool:
    if answer.outcome is Outcome.HUMAN and answer.outcome_at is not None:
        return answer.outcome_at - answer.answered_at < SILENCE
    return answer.outcome not in (None, Outcome.SOLVED)


def deflections(
    questions: Sequence[Named], tickets: Iterable[Opened], ticket_types: Mapping[str, str | None], now: datetime
) -> list[tuple[Named, Deflection]]:
    """Each answer among the questions of a period, with what became of it.

    Its asker came back by a follow-up; by a ticket on it, or one without a question but of the type that the
    entry leads to (`ticket_types`, by entry id); or by another question whose best entry is the same.
    """
    returns: dict[object, list[tuple[datetime, float]]] = defaultdict(list)
    for question in questions:
        returns[question.asker_id, question.entry_id].append((question.asked_at, question.id))
        if question.follow_up_at is not None:
            returns[question.id].append((question.follow_up_at, math.inf))
    for ticket in tickets:
        key = ticket.question_id or (ticket.requester_id, "ticket", ticket.type_id)
        returns[key].append((ticket.opened_at, math.inf))
    for moments in returns.values():
        moments.sort()

    def became(question: Named, answered_at: datetime) -> Deflection:
        firsts = []
        for kind in (
            question.id,
            (question.asker_id, question.entry_id),
            (question.asker_id, "ticket", ticket_types.get(question.entry_id)),
        ):
            moments = returns.get(kind, [])
            firsts += moments[bisect_right(moments, (answered_at, question.id)) :][:1]
        returned_at = min(firsts)[0] if firsts else None
        facts = Answer(answered_at, question.helped, returned_at, question.outcome, question.outcome_at)
        return deflection(facts, now)

    return [
        (question, became(question, question.answered_at))
        for question in questions
        if question.is_answer and question.answered_at is not None
    ]


def tally(answers: Iterable[tuple[Named, Deflection]]) -> Tally:
    """Count them. What staff press is their opinion, and *FAQ wrong* is one too."""
    answers = list(answers)
    wrong = sum(one.staff_helped is False or one.outcome is Outcome.WRONG for one, _ in answers)
    right = sum(one.staff_helped is True and one.outcome is not Outcome.WRONG for one, _ in answers)
    return Tally(Counter(state for _, state in answers), right, wrong)


def tallies(answers: Iterable[tuple[Named, Deflection]], key: Callable[[Named], K]) -> list[tuple[K, Tally]]:
    """Count them by entry or by place, the most served first."""
    parts: dict[K, list[tuple[Named, Deflection]]] = defaultdict(list)
    for answer in answers:
        parts[key(answer[0])].append(answer)
    counted = [(name, tally(part)) for name, part in parts.items()]
    return sorted(counted, key=lambda one: (-one[1].answers, str(one[0])))

"""The ways of before, which load rows and count in Python: what `bench/waiting.py` compares with."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, and_, func, or_, select

from bot.database import Reader
from bot.faq.question import RETRACTED_WITHIN, Outcome
from bot.faq.speaking import Rule
from bot.insights.deflection import SILENCE, Deflection
from bot.schema import feedback, follow_ups, questions, tickets
from bot.tickets import store
from bot.tickets.lifecycle import Ticket

_DOUBT = [Rule.UNSURE.value, Rule.UNKNOWN.value]


async def live(reader: Reader, guild_id: int) -> list[Ticket]:
    """The whole queue."""
    rows = await reader.execute(
        select(tickets)
        .where(tickets.c.guild_id == guild_id, tickets.c.status.in_(["open", "claimed"]))
        .order_by(tickets.c.priority, tickets.c.opened_at, tickets.c.id)
    )
    return [store._ticket(row) for row in rows]


async def ahead_of(reader: Reader, ticket: Ticket) -> int:
    """The place of a ticket in the whole queue."""
    waiting = await live(reader, ticket.guild_id)
    return next((place for place, other in enumerate(waiting) if other.id == ticket.id), len(waiting))


async def answers(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, ticket_types: Mapping[str, str | None]
) -> Counter[Deflection]:
    """What `/report`, `/faq stats` and `/faq stale` have in common."""
    found = deflections(
        await named(reader, guild_id, start_at, end_at),
        await opened(reader, guild_id, start_at),
        ticket_types,
        end_at,
    )
    return Counter(state for _, state in found)


async def named(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> list[Named]:
    """The questions of a period whose best entry means something, both ends included, in the order of time."""
    query = (
        select(
            questions.c.id,
            questions.c.asker_id,
            questions.c.place_id,
            questions.c.asked_at,
            questions.c.rule,
            questions.c.entry_id,
            questions.c.candidates,
            questions.c.answered_at,
            questions.c.outcome,
            questions.c.outcome_at,
            _latest_word(by_asker=True).label("helped"),
            _latest_word(by_asker=False).label("staff_helped"),
            select(func.min(follow_ups.c.at, type_=follow_ups.c.at.type))
            .where(follow_ups.c.question_id == questions.c.id)
            .scalar_subquery()
            .label("follow_up_at"),
        )
        .where(
            _asked(guild_id, start_at, end_at),
            or_(questions.c.entry_id.is_not(None), questions.c.rule.not_in(_DOUBT)),
        )
        .order_by(questions.c.asked_at, questions.c.id)
    )
    return [
        Named(
            id=row.id,
            asker_id=row.asker_id,
            place_id=row.place_id,
            asked_at=row.asked_at,
            rule=Rule(row.rule),
            entry_id=row.entry_id or row.candidates[0][0],
            is_chosen=row.rule == Rule.BETWEEN and row.entry_id is not None,
            answered_at=row.answered_at,
            outcome=Outcome(row.outcome) if row.outcome else None,
            outcome_at=row.outcome_at,
            helped=row.helped,
            staff_helped=row.staff_helped,
            follow_up_at=row.follow_up_at,
        )
        for row in await reader.execute(query)
        if row.entry_id or row.candidates
    ]


async def opened(reader: Reader, guild_id: int, start_at: datetime) -> list[Opened]:
    """The tickets opened since."""
    query = select(tickets.c.requester_id, tickets.c.type_id, tickets.c.question_id, tickets.c.opened_at).where(
        tickets.c.guild_id == guild_id, tickets.c.opened_at >= start_at
    )
    return [Opened(*row) for row in await reader.execute(query)]


def _asked(guild_id: int, start_at: datetime, end_at: datetime) -> Any:
    return and_(questions.c.guild_id == guild_id, questions.c.asked_at.between(start_at, end_at))


def _latest_word(*, by_asker: bool) -> ScalarSelect[Any]:
    """Whether the question's asker, or staff, said last that it helped; NULL where they said nothing."""
    return (
        select(feedback.c.helped)
        .where(feedback.c.question_id == questions.c.id, feedback.c.by_asker.is_(by_asker))
        .order_by(feedback.c.id.desc())
        .limit(1)
        .correlate(questions)
        .scalar_subquery()
    )


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


def deflection(answer: Answer, now: datetime) -> Deflection:
    """What became of one answer."""
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

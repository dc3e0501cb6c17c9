"""Facts as they stand in the tables, written by value: questions, what was said of them, and tickets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.database import Transaction
from bot.faq.question import Outcome
from bot.faq.speaking import Rule
from bot.insights import store
from bot.insights.deflection import Counted
from bot.insights.lift import Lift, lift
from bot.schema import feedback, follow_ups, questions
from bot.ticket_tables import tickets
from tests.services import HERE, Engine

PERIOD = timedelta(days=365)


@dataclass(frozen=True)
class Asked:
    """A question. Each stands in a place of its own, so that answers can be told apart when they are counted.

    `helped` is the asker's latest word, `staff_helped` that of staff; `candidate` is its best entry where none answers.
    """

    id: int
    asker_id: int
    asked_at: datetime
    rule: Rule = Rule.SURE
    entry_id: str | None = "spf"
    candidate: str = "spf"
    answered_at: datetime | None = None
    outcome: Outcome | None = None
    outcome_at: datetime | None = None
    helped: bool | None = None
    staff_helped: bool | None = None
    follow_up_at: datetime | None = None


@dataclass(frozen=True)
class Opened:
    """A ticket, as far as it tells whether an answer helped."""

    requester_id: int
    type_id: str
    question_id: int | None
    opened_at: datetime


async def write(engine: Engine, asked: Iterable[Asked], opened: Iterable[Opened] = ()) -> None:
    """Put all this into the tables."""

    def write(tx: Transaction) -> None:
        for question in asked:
            _write_question(tx, question)
        for number, ticket in enumerate(opened, 1):
            tx.execute(insert(tickets).values(_ticket(number, ticket)))

    await engine.database.tx(write)


async def answers(
    engine: Engine, now: datetime, ticket_types: Mapping[str, str | None] | None = None
) -> dict[int, Counted]:
    """What became of each answer, by the question."""
    [by_place], together = await engine.database.read(
        lambda reader: (
            store.answers_by(reader, HERE, now - PERIOD, now, ticket_types or {}, "place_id"),
            store.answers(reader, HERE, now - PERIOD, now, ticket_types or {}),
        )
    )
    found = {int(place): part for place, [part] in by_place.items()}
    assert sum(part.count for part in together) == len(found)
    return dict(sorted(found.items()))


async def lifted(engine: Engine, now: datetime) -> Lift | None:
    """What the hold-out says."""
    lots = await engine.database.read(lambda reader: store.lots(reader, HERE, now - PERIOD, now))
    return None if lots is None else lift(*lots)


def _write_question(tx: Transaction, one: Asked) -> None:
    tx.execute(
        insert(questions).values(
            id=one.id,
            guild_id=HERE,
            channel_id=one.id,
            place_id=one.id,
            message_id=one.id,
            asker_id=one.asker_id,
            asked_at=one.asked_at,
            verdict="silent",
            rule=one.rule.value,
            entry_id=one.entry_id,
            candidates=[[one.candidate, 0.5]],
            score=0.5,
            answer_message_id=None if one.answered_at is None else one.id,
            answered_at=one.answered_at,
            outcome=None if one.outcome is None else one.outcome.value,
            outcome_at=one.outcome_at,
        )
    )
    about = {"guild_id": HERE, "question_id": one.id, "at": one.asked_at}
    for by_asker, helped in ((True, one.helped), (False, one.staff_helped)):
        if helped is not None:
            # Whoever speaks may have said the opposite before.
            for said in (not helped, helped):
                tx.execute(insert(feedback).values(member_id=1, by_asker=by_asker, helped=said, **about))
    if one.follow_up_at is not None:
        tx.execute(insert(follow_ups).values({**about, "message_id": one.id, "at": one.follow_up_at}))


def _ticket(number: int, one: Opened) -> dict[str, Any]:
    return {
        "id": number,
        "guild_id": HERE,
        "number": number,
        "type_id": one.type_id,
        "status": "closed",
        "priority": "P3",
        "requester_id": one.requester_id,
        "summary": "",
        "details": [],
        "question_id": one.question_id,
        "interaction_id": number,
        "opened_at": one.opened_at,
        "requester_added": False,
        "announced_event_id": 0,
    }

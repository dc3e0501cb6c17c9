"""The `questions` and `feedback` tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.database import Reader, Transaction
from bot.faq.matching import Judgement, Verdict
from bot.schema import feedback, questions


@dataclass(frozen=True)
class Question:
    """A message the FAQ looked at, and its verdict. `text` is None once it has been forgotten."""

    id: int
    guild_id: int
    channel_id: int
    message_id: int
    asker_id: int
    asked_at: datetime
    text: str | None
    verdict: Verdict
    entry_id: str | None
    score: float
    margin: float
    answer_message_id: int | None


async def insert_question(
    tx: Transaction,
    *,
    guild_id: int,
    channel_id: int,
    message_id: int,
    asker_id: int,
    asked_at: datetime,
    text: str | None,
    judgement: Judgement,
) -> int | None:
    """Log a question; its id, or None where this message was logged before."""
    return await tx.insert_once(
        questions,
        {
            "guild_id": guild_id,
            "channel_id": channel_id,
            "message_id": message_id,
            "asker_id": asker_id,
            "asked_at": asked_at,
            "text": text,
            "verdict": judgement.verdict.value,
            "entry_id": judgement.entry_id,
            "score": judgement.score,
            "margin": judgement.margin,
        },
    )


async def get(reader: Reader, question_id: int) -> Question | None:
    """By the database's id."""
    row = (await reader.execute(select(questions).where(questions.c.id == question_id))).one_or_none()
    return None if row is None else _question(row)


async def save_answer_message(tx: Transaction, question_id: int, message_id: int) -> None:
    """The answer has been served as this message."""
    await tx.execute(update(questions).where(questions.c.id == question_id).values(answer_message_id=message_id))


async def add_feedback(
    tx: Transaction, question: Question, *, member_id: int, by_asker: bool, helped: bool, at: datetime
) -> None:
    """One press of *Solved it* or *Still need help*. The latest of the asker counts."""
    await tx.execute(
        insert(feedback).values(
            guild_id=question.guild_id,
            question_id=question.id,
            member_id=member_id,
            by_asker=by_asker,
            helped=helped,
            at=at,
        )
    )


async def forget_text(tx: Transaction, before: datetime) -> int:
    """Drop the text of every question asked before this time; how many there were."""
    result = await tx.execute(
        update(questions)
        .where(questions.c.asked_at < before, questions.c.text.is_not(None))
        .values(text=None)
        .returning(questions.c.id)
    )
    return len(result.fetchall())


def _question(row: Row[Any]) -> Question:
    return Question(
        id=row.id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        message_id=row.message_id,
        asker_id=row.asker_id,
        asked_at=row.asked_at,
        text=row.text,
        verdict=Verdict(row.verdict),
        entry_id=row.entry_id,
        score=row.score,
        margin=row.margin,
        answer_message_id=row.answer_message_id,
    )

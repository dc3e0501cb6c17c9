"""The table `solutions`: an accepted answer is added, and ended once it is none any more."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, insert, or_, select, update

from bot.database import Reader, Transaction
from bot.reputation.solutions.solution import NewSolution, Solution
from bot.solution_tables import solutions


def add(tx: Transaction, new: NewSolution) -> int:
    """Its id. IntegrityError where another one of the question stands."""
    return int(tx.execute(insert(solutions).values(**asdict(new)).returning(solutions.c.id)).scalar_one())


def end(tx: Transaction, solution_id: int, at: datetime) -> None:
    """It is the accepted answer no longer, and found by nothing."""
    tx.execute(update(solutions).where(solutions.c.id == solution_id).values(ended_at=at, terms=None))


def take_over(tx: Transaction, solution_id: int, guild_id: int, question_id: int) -> None:
    """Our line below the question, and that it is settled, are of this solution now, and of none before it."""
    earlier = and_(
        solutions.c.guild_id == guild_id,
        solutions.c.question_id == question_id,
        solutions.c.id != solution_id,
        or_(solutions.c.line_message_id.is_not(None), solutions.c.has_settled),
    )
    found = tx.execute(select(solutions.c.line_message_id, solutions.c.has_settled).where(earlier)).all()
    if found:
        line = next((row.line_message_id for row in found if row.line_message_id is not None), None)
        has_settled = any(row.has_settled for row in found)
        tx.execute(update(solutions).where(earlier).values(line_message_id=None, has_settled=False))
        mine = update(solutions).where(solutions.c.id == solution_id)
        tx.execute(mine.values(line_message_id=line, has_settled=has_settled))


def standing(reader: Reader, guild_id: int, question_id: int) -> Solution | None:
    """The accepted answer to this question."""
    query = select(solutions).where(
        solutions.c.guild_id == guild_id, solutions.c.question_id == question_id, solutions.c.ended_at.is_(None)
    )
    return solution_of(reader.execute(query).one_or_none())


def get(reader: Reader, solution_id: int) -> Solution | None:
    """By the database's id."""
    return solution_of(reader.execute(select(solutions).where(solutions.c.id == solution_id)).one_or_none())


def solution_of(row: Row[Any] | None) -> Solution | None:
    """A row of the table; None for none."""
    if row is None:
        return None
    return Solution(
        guild_id=row.guild_id,
        question_id=row.question_id,
        asker_id=row.asker_id,
        author_id=row.author_id,
        channel_id=row.channel_id,
        message_id=row.message_id,
        accepted_at=row.accepted_at,
        id=row.id,
        ended_at=row.ended_at,
        question_channel_id=row.question_channel_id,
        question_message_id=row.question_message_id,
        is_found_by_words=row.terms is not None,
        line_message_id=row.line_message_id,
        has_settled=row.has_settled,
    )

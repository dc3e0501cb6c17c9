"""Of `solutions` what is shown of them and by which words they are found; and the table `pointers`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, exists, func, insert, or_, select, update

from bot.database import Reader, Transaction
from bot.ids import snowflake
from bot.reputation.solutions.solution import Solution
from bot.reputation.solutions.store import solution_of
from bot.schema import pieces, questions
from bot.solution_tables import pointers, solutions
from bot.solved.pointer import Given, Outcome, Pointer

_CURRENT = solutions.c.ended_at.is_(None)
_OPEN = pointers.c.outcome.is_(None)
_COUNTS = or_(_OPEN, pointers.c.message_id.is_not(None))
"""What was said, or is about to be."""

# Solutions


def of_ids(reader: Reader, solution_ids: Collection[int]) -> list[Solution]:
    """Those of these that stand and are found by words, in any order."""
    query = select(solutions).where(solutions.c.id.in_(solution_ids), _CURRENT, solutions.c.terms.is_not(None))
    return _solutions(reader, query)


def to_question(reader: Reader, message_id: int) -> Solution | None:
    """The one that answers the question that begins with this message."""
    query = select(solutions).where(solutions.c.question_message_id == message_id, _CURRENT).limit(1)
    return next(iter(_solutions(reader, query)), None)


def is_accepted(reader: Reader, message_id: int) -> bool:
    """Whether this message is the accepted answer to anything."""
    query = select(solutions.c.id).where(solutions.c.message_id == message_id, _CURRENT).limit(1)
    return reader.execute(query).first() is not None


def terms(reader: Reader, guild_id: int) -> list[tuple[int, str]]:
    """Each solution of a server that is found by words, and these."""
    query = select(solutions.c.id, solutions.c.terms).where(
        solutions.c.guild_id == guild_id, _CURRENT, solutions.c.terms.is_not(None)
    )
    return [(row.id, row.terms) for row in reader.execute(query.order_by(solutions.c.id))]


def newest(reader: Reader, guild_id: int) -> tuple[int, int]:
    """How many of a server are found by words, and the newest of them: both change whenever some come or go."""
    query = select(func.count(), func.coalesce(func.max(solutions.c.id), 0)).where(
        solutions.c.guild_id == guild_id, solutions.c.terms.is_not(None)
    )
    count, newest = reader.execute(query).one()
    return count, newest


def save_question(
    tx: Transaction, solution_id: int, channel_id: int, message_id: int, words: Sequence[str]
) -> None:
    """Where the question stands, and by which terms it is found, if any."""
    tx.execute(
        update(solutions)
        .where(solutions.c.id == solution_id)
        .values(
            question_channel_id=channel_id,
            question_message_id=message_id,
            terms=_joined(words),
        )
    )


def save_line(tx: Transaction, solution_id: int, message_id: int | None) -> None:
    """Our line below the question stands in Discord as this message, or nowhere."""
    tx.execute(update(solutions).where(solutions.c.id == solution_id).values(line_message_id=message_id))


def save_settled(tx: Transaction, solution_id: int, *, has_settled: bool) -> None:
    """Whether the FAQ's question is settled because of it."""
    tx.execute(update(solutions).where(solutions.c.id == solution_id).values(has_settled=has_settled))


def terms_below(reader: Reader, message_id: int) -> list[tuple[int, int, str]]:
    """The solutions whose question begins with this message and that are found by words: their ids, servers, and these words."""
    query = select(solutions.c.id, solutions.c.guild_id, solutions.c.terms).where(
        solutions.c.question_message_id == message_id, _CURRENT, solutions.c.terms.is_not(None)
    )
    return [(row.id, row.guild_id, row.terms) for row in reader.execute(query)]


def save_terms(tx: Transaction, solution_id: int, words: Sequence[str]) -> None:
    """By these terms it is found now, if there are any."""
    tx.execute(update(solutions).where(solutions.c.id == solution_id).values(terms=_joined(words)))


def concerns(reader: Reader, message_ids: Collection[int]) -> bool:
    """Whether one of these messages is a solved question, or one that was pointed to another."""
    of_solution = select(solutions.c.id).where(solutions.c.question_message_id.in_(message_ids)).limit(1)
    of_pointer = (
        select(pointers.c.id)
        .join(pieces, pieces.c.question_id == pointers.c.question_id)
        .where(pieces.c.message_id.in_(message_ids))
        .limit(1)
    )
    return any(reader.execute(query).first() is not None for query in (of_solution, of_pointer))


def forget_words(tx: Transaction, message_ids: Collection[int]) -> None:
    """These questions were deleted: they are found by nothing any more."""
    tx.execute(update(solutions).where(solutions.c.question_message_id.in_(message_ids)).values(terms=None))


def forget_words_of(tx: Transaction, solution_id: int) -> None:
    """This solution is found by nothing any more."""
    tx.execute(update(solutions).where(solutions.c.id == solution_id).values(terms=None))


def forget_words_in(tx: Transaction, guild_id: int, channel_id: int) -> None:
    """The same of all in a channel, a thread, or the posts of a forum that is gone."""
    below = select(questions.c.message_id).where(questions.c.place_id == channel_id)
    here = or_(
        solutions.c.question_channel_id == channel_id,
        solutions.c.channel_id == channel_id,
        solutions.c.question_message_id.in_(below),
    )
    found = (solutions.c.guild_id == guild_id, solutions.c.terms.is_not(None))
    tx.execute(update(solutions).where(*found, here).values(terms=None))


def forget_older(tx: Transaction, before: datetime) -> None:
    """Drop the terms of questions that were asked before this time, as their ids tell."""
    old = solutions.c.question_message_id < snowflake(before, 0)
    tx.execute(update(solutions).where(old, solutions.c.terms.is_not(None)).values(terms=None))


# Pointers


def add(tx: Transaction, pointer: Pointer) -> None:
    """IntegrityError where the question was pointed to one before."""
    tx.execute(
        insert(pointers).values(
            id=pointer.id,
            guild_id=pointer.guild_id,
            question_id=pointer.question_id,
            solution_id=pointer.solution_id,
            at=pointer.at,
        )
    )


def get(reader: Reader, pointer_id: int) -> Pointer | None:
    """By its id."""
    row = reader.execute(select(pointers).where(pointers.c.id == pointer_id)).one_or_none()
    if row is None:
        return None
    outcome = Outcome(row.outcome) if row.outcome is not None else None
    return Pointer(row.id, row.guild_id, row.question_id, row.solution_id, row.at, row.message_id, outcome)


def has_pointer(reader: Reader, question_id: int) -> bool:
    """Whether this question was pointed to a solution before."""
    return reader.execute(select(exists().where(pointers.c.question_id == question_id))).scalar_one() is True


def given(
    reader: Reader, solution_id: int, channel_id: int, asker_id: int, *, here_after: datetime, after: datetime
) -> Given:
    """What of late, `here_after`, was pointed to in this channel; and to whom this solution, `after` a longer time."""
    here = (
        select(pointers.c.solution_id, pointers.c.at)
        .join(questions, questions.c.id == pointers.c.question_id)
        .where(questions.c.channel_id == channel_id, questions.c.asked_at > here_after, _COUNTS)
    )
    to_member = (
        select(func.count())
        .select_from(pointers.join(questions, questions.c.id == pointers.c.question_id))
        .where(
            pointers.c.solution_id == solution_id, pointers.c.at > after, questions.c.asker_id == asker_id, _COUNTS
        )
    )
    found = reader.execute(here).all()
    return Given(
        in_channel=len(found),
        same_in_channel_at=max((row.at for row in found if row.solution_id == solution_id), default=None),
        has_member_had=reader.execute(to_member).scalar_one() > 0,
    )


def save_message(tx: Transaction, pointer_id: int, message_id: int) -> None:
    """The line stands in Discord as this message."""
    tx.execute(update(pointers).where(pointers.c.id == pointer_id).values(message_id=message_id))


def save_outcome(tx: Transaction, pointer_id: int, outcome: Outcome) -> None:
    """What became of it; the first word stays."""
    tx.execute(update(pointers).where(pointers.c.id == pointer_id, _OPEN).values(outcome=outcome.value))


def withdraw(tx: Transaction, solution_id: int, *, since: datetime) -> list[int]:
    """The solution ended: what points to it and was said `since` then goes. The ids."""
    of_it = select(pointers.c.id).where(pointers.c.solution_id == solution_id, pointers.c.at > since, _OPEN)
    return _withdrawn(tx, list(tx.execute(of_it).scalars()))


def terms_pointed_to(reader: Reader, message_id: int) -> list[str | None]:
    """By which terms that is found to which the question is pointed of which this is a piece, where nobody has pressed."""
    query = (
        select(solutions.c.terms)
        .select_from(pointers)
        .join(pieces, pieces.c.question_id == pointers.c.question_id)
        .join(solutions, solutions.c.id == pointers.c.solution_id)
        .where(pieces.c.message_id == message_id, _OPEN)
    )
    return list(reader.execute(query).scalars())


def withdraw_below(tx: Transaction, message_ids: Collection[int]) -> list[tuple[int, int]]:
    """The questions of which these are pieces are gone or others, and with them what points them elsewhere: servers and ids."""
    below = (
        select(pointers.c.guild_id, pointers.c.id)
        .join(pieces, pieces.c.question_id == pointers.c.question_id)
        .where(pieces.c.message_id.in_(message_ids), _OPEN)
    )
    found = list({row.id: (row.guild_id, row.id) for row in tx.execute(below)}.values())
    _withdrawn(tx, [pointer_id for _, pointer_id in found])
    return found


def _withdrawn(tx: Transaction, pointer_ids: list[int]) -> list[int]:
    tx.execute(update(pointers).where(pointers.c.id.in_(pointer_ids)).values(outcome=Outcome.WITHDRAWN.value))
    return pointer_ids


def _joined(words: Sequence[str]) -> str | None:
    return " ".join(words) or None


def _solutions(reader: Reader, query: Select[Any]) -> list[Solution]:
    rows: Sequence[Row[Any]] = reader.execute(query).all()
    return [found for row in rows if (found := solution_of(row)) is not None]

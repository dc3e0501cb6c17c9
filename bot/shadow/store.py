"""The table `labels`, and of `questions` and `silences` what was judged in silence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update

from bot.database import Reader, Transaction
from bot.faq.question import Outcome
from bot.faq.speaking import Rule
from bot.faq.store import best_entry
from bot.knowledge.store import of_this_life
from bot.schema import labels, questions, silences
from bot.shadow.thresholds import Labelled

_IS_LABELLED = exists().where(labels.c.question_id == questions.c.id).correlate(questions)


def counts(reader: Reader, guild_id: int, places: Collection[int]) -> tuple[int, int]:
    """The questions that were asked in these channels, and those that the FAQ would have answered."""
    would_answer = and_(questions.c.rule == Rule.SHADOW.value, questions.c.entry_id.is_not(None))
    only_counted = select(func.coalesce(func.sum(silences.c.amount), 0)).where(
        silences.c.guild_id == guild_id, silences.c.place_id.in_(places)
    )
    # In one statement: from one to the next a row may become a count.
    query = select(
        func.count(questions.c.id) + only_counted.scalar_subquery(),
        func.count(questions.c.id).filter(would_answer),
    ).where(questions.c.guild_id == guild_id, questions.c.place_id.in_(places))
    asked, answered = map(int, reader.execute(query).one())
    return asked, answered


def unlabelled(
    reader: Reader, guild_id: int, places: Collection[int], since: datetime, *, after: int
) -> tuple[int, int | None]:
    """How many questions wait for a label; and the oldest of them that came after the question `after`."""
    waiting = (*_to_label(guild_id, places, since), ~_IS_LABELLED)
    count = reader.execute(select(func.count(questions.c.id)).where(*waiting))
    following = reader.execute(select(func.min(questions.c.id)).where(*waiting, questions.c.id > after))
    return count.scalar_one(), following.scalar_one()


def labelled(reader: Reader, guild_id: int, places: Collection[int], since: datetime) -> list[Labelled]:
    """Everything that staff have judged."""
    query = (
        select(questions.c.score, labels.c.is_right)
        .join(labels, labels.c.question_id == questions.c.id)
        .where(*_to_label(guild_id, places, since))
        .order_by(questions.c.id)
    )
    return [Labelled(*row) for row in reader.execute(query)]


def is_to_label(reader: Reader, guild_id: int, places: Collection[int], since: datetime, question_id: int) -> bool:
    """Whether this question was judged in silence, and still stands."""
    query = select(questions.c.id).where(*_to_label(guild_id, places, since), questions.c.id == question_id)
    return reader.execute(query).first() is not None


def labelled_by(reader: Reader, question_id: int) -> int | None:
    """Who has labelled the question; None where nobody has."""
    query = select(labels.c.labelled_by).where(labels.c.question_id == question_id)
    return reader.execute(query).scalar_one_or_none()


def save_label(tx: Transaction, *, guild_id: int, question_id: int, is_right: bool, by: int, at: datetime) -> None:
    """What a member of staff says of the entry that was found; it replaces what was said before."""
    said = {"is_right": is_right, "labelled_by": by, "labelled_at": at}
    new = {"guild_id": guild_id, "question_id": question_id, **said}
    if tx.insert_once(labels, new) is None:
        tx.execute(update(labels).where(labels.c.question_id == question_id).values(**said))


def _to_label(guild_id: int, places: Collection[int], since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Where an entry was found and nothing said; one that was found without being sure has to be judged while the
    question is known by itself, which is since this time. A question that its asker has deleted is nobody's to judge,
    nor one about an entry that is gone while another has its id.
    """
    return (
        questions.c.guild_id == guild_id,
        questions.c.place_id.in_(places),
        or_(
            questions.c.rule == Rule.SHADOW.value,
            and_(questions.c.rule == Rule.UNSURE.value, or_(questions.c.asked_at >= since, _IS_LABELLED)),
        ),
        or_(questions.c.outcome.is_(None), questions.c.outcome != Outcome.REMOVED.value),
        of_this_life(best_entry(questions), questions.c.asked_at),
    )

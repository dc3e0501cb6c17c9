"""Which questions of a channel are about the same answer, and which had theirs last, of the table `questions`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select

from bot.columns import later
from bot.database import Reader
from bot.faq import store
from bot.faq.question import Outcome, Question
from bot.faq.speaking import ENTRY_CAP, Rule
from bot.schema import questions

_above, _below = questions.alias("above"), questions.alias("below")

# Built once, as in `bot.faq.store`: it is asked for each change of a question.
_LEFT_BELOW = select(_below.c.id).where(
    _above.c.id == bindparam("question_id"),
    _above.c.rule != Rule.ABOVE.value,
    or_(
        _above.c.outcome != Outcome.SOLVED.value,
        _above.c.reread_at.is_not(None),
        and_(
            _above.c.outcome.is_(None),  # one of two entries is wrong, and the other stays
            _above.c.second_entry_id.is_(None),
            or_(_below.c.entry_id != _above.c.entry_id, _below.c.second_entry_id != _above.c.entry_id),
        ),
    ),
    _below.c.channel_id == _above.c.channel_id,
    _below.c.asked_at.between(_above.c.asked_at, later(_above.c.asked_at, ENTRY_CAP)),
    _below.c.rule == Rule.ABOVE.value,
    _below.c.outcome.is_(None),
)


def above(reader: Reader, question: Question, entry_id: str) -> list[Question]:
    """The questions here that had their answer with this entry just before that one, the latest first."""
    found = _found(
        questions.c.rule.in_([Rule.SURE.value, Rule.BETWEEN.value]),
        questions.c.channel_id == question.channel_id,
        or_(questions.c.entry_id == entry_id, questions.c.second_entry_id == entry_id),
        questions.c.asked_at.between(question.asked_at - ENTRY_CAP, question.asked_at),
    )
    return [store.known(reader, question_id) for question_id in reader.execute(found).scalars()]


def of_member(reader: Reader, question: Question, member_id: int) -> Question | None:
    """What this member asked that our answer to somebody else's question is the answer to, too."""
    answered = [question.entry_id, question.second_entry_id]
    found = _found(
        questions.c.rule.in_([Rule.ABOVE.value, Rule.ENTRY_CAP.value]),
        questions.c.channel_id == question.channel_id,
        or_(questions.c.entry_id.in_(answered), questions.c.second_entry_id.in_(answered)),
        questions.c.asker_id == member_id,
        questions.c.asked_at.between(question.asked_at, question.asked_at + ENTRY_CAP),
    )
    return _latest(reader, found)


def latest_answered(
    reader: Reader, guild_id: int, channel_id: int, member_id: int, since: datetime
) -> Question | None:
    """What this member asked here after this time and we answered; the last of it."""
    found = _found(
        questions.c.guild_id == guild_id,
        questions.c.asker_id == member_id,
        questions.c.channel_id == channel_id,
        questions.c.asked_at > since,
        questions.c.answered_at.is_not(None),
    )
    return _latest(reader, found)


def left_below(reader: Reader, question_id: int) -> list[int]:
    """The open questions that were pointed to the answer of this one, if that no longer stands, or is another."""
    return list(reader.execute(_LEFT_BELOW, {"question_id": question_id}).scalars())


def _found(*conditions: ColumnElement[bool]) -> Select[int]:
    """The ids of the questions of which all this is so, the latest first."""
    return select(questions.c.id).where(*conditions).order_by(questions.c.asked_at.desc(), questions.c.id.desc())


def _latest(reader: Reader, found: Select[int]) -> Question | None:
    question_id = reader.execute(found.limit(1)).scalar()
    return None if question_id is None else store.known(reader, question_id)

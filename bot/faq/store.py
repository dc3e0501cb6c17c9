"""The tables `questions`, `pieces`, `feedback` and `follow_ups`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    FromClause,
    Row,
    Select,
    bindparam,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from bot.database import Reader, Transaction
from bot.errors import UnknownQuestion
from bot.faq.question import Outcome, Question, Read, Silence
from bot.faq.speaking import DIRECT, Rule
from bot.matching.verdict import Verdict
from bot.schema import feedback, follow_ups, pieces, questions

OF_A_THREAD_AT_MOST = 100
"""A post has one question, and one more each time that somebody mentions us in it."""

# What runs for every message is built once, and executed with parameters: SQLAlchemy would else look through each new
# statement for whether it has compiled the same before, which costs more than to run it.

_INSERT = insert(questions)
_ADD_PIECE = insert(pieces)
_PIECES = select(pieces.c.message_id).where(pieces.c.question_id == bindparam("question_id"))
_GET = select(questions).where(questions.c.id == bindparam("question_id"))
_WITH_PIECES = select(questions).where(
    questions.c.id
    == select(func.max(pieces.c.question_id))
    .where(pieces.c.message_id.in_(bindparam("message_ids", expanding=True)))
    .scalar_subquery()
)
_ANSWERED_BY = (
    select(questions)
    .where(questions.c.answer_message_id == bindparam("message_id"))
    .order_by(questions.c.id.desc())
    .limit(1)
)
_OF_THREAD = (
    select(questions)
    .where(questions.c.channel_id == bindparam("channel_id"))
    .order_by(questions.c.asked_at, questions.c.id)
    .limit(OF_A_THREAD_AT_MOST)
)
_GONE: BindParameter[Any] = bindparam("message_ids", expanding=True)
_ANSWERED_BY_ANY = select(questions).where(questions.c.answer_message_id.in_(_GONE))
_OF_PIECES = select(questions).where(
    questions.c.id.in_(select(pieces.c.question_id).where(pieces.c.message_id.in_(_GONE)))
)
_SAVE = update(questions).where(questions.c.id == bindparam("which"))
_SAVE_UNLESS_SETTLED = _SAVE.where(questions.c.outcome.is_(None))
_SAVE_UNLESS_REMOVED = _SAVE.where(questions.c.outcome.is_distinct_from(Outcome.REMOVED.value))
_SAVE_ANSWER_MESSAGE = _SAVE.values(
    answered_at=func.coalesce(questions.c.answered_at, bindparam("at", type_=questions.c.answered_at.type))
)


def insert_question(
    tx: Transaction,
    *,
    question_id: int,
    guild_id: int,
    channel_id: int,
    place_id: int,
    message_id: int,
    asker_id: int,
    asked_at: datetime,
    text: str | None,
    read: Read,
    message_ids: Collection[int],
) -> None:
    """Log a question with its pieces, which belong to no other yet. IntegrityError where the message was logged before."""
    row = {
        "id": question_id,
        "guild_id": guild_id,
        "channel_id": channel_id,
        "place_id": place_id,
        "message_id": message_id,
        "asker_id": asker_id,
        "asked_at": asked_at,
        "text": text,
    }
    tx.execute(_INSERT, row | _columns(read))
    tx.execute_many(_ADD_PIECE, _pieces(guild_id, question_id, message_ids))


def insert_silences(tx: Transaction, silences: Collection[Silence]) -> None:
    """Log these questions with their pieces."""
    tx.execute_many(
        _INSERT,
        [
            {
                "id": silence.question_id,
                "guild_id": silence.place.guild_id,
                "channel_id": silence.place.channel_id,
                "place_id": silence.place.place_id,
                "message_id": silence.message_id,
                "asker_id": silence.asker_id,
                "asked_at": silence.asked_at,
                "text": silence.text,
                **_columns(silence.read),
            }
            for silence in silences
        ],
    )
    tx.execute_many(
        _ADD_PIECE,
        [piece for one in silences for piece in _pieces(one.place.guild_id, one.question_id, one.pieces)],
    )


def known_pieces(reader: Reader, message_ids: Collection[int]) -> set[int]:
    """Those of the messages that belong to a question already."""
    found = reader.execute(select(pieces.c.message_id).where(pieces.c.message_id.in_(message_ids)))
    return set(found.scalars())


def add_pieces(tx: Transaction, guild_id: int, question_id: int, message_ids: Collection[int]) -> None:
    """These messages belong to the question; some may do so already."""
    new = set(message_ids).difference(pieces_of(tx, question_id))
    tx.execute_many(_ADD_PIECE, _pieces(guild_id, question_id, sorted(new)))


def save_reading(
    tx: Transaction, question_id: int, *, text: str | None, read: Read, reread_at: datetime | None = None
) -> None:
    """The question says more, or something else, than before."""
    values = {"text": text, **_columns(read)}
    if reread_at is not None:
        values["reread_at"] = reread_at
    tx.execute(_SAVE, {"which": question_id, **values})


def get(reader: Reader, question_id: int) -> Question | None:
    """By the database's id."""
    return _one(reader, _GET, question_id=question_id)


def known(reader: Reader, question_id: int) -> Question:
    """By the database's id. Raises UnknownQuestion."""
    question = get(reader, question_id)
    if question is None:
        raise UnknownQuestion
    return question


def known_in(reader: Reader, question_id: int, guild_id: int) -> Question:
    """The same, of this server. Raises UnknownQuestion."""
    question = known(reader, question_id)
    if question.guild_id != guild_id:
        raise UnknownQuestion
    return question


def with_pieces(reader: Reader, message_ids: Collection[int]) -> Question | None:
    """The latest question that one of these messages belongs to."""
    return _one(reader, _WITH_PIECES, message_ids=list(message_ids))


def behind(reader: Reader, channel_id: int, message_id: int) -> Question | None:
    """The question that a reply to this message refers to: by one of its pieces, or by the FAQ's own message."""
    question = with_pieces(reader, [message_id])
    if question is not None:
        return question
    # The channel is looked at afterwards: of the two a database might search all questions of the channel.
    answered = _one(reader, _ANSWERED_BY, message_id=message_id)
    return answered if answered is not None and answered.channel_id == channel_id else None


def of_thread(reader: Reader, channel_id: int) -> list[Question]:
    """The questions of a forum post or another thread, the oldest first."""
    return [_question(row) for row in reader.execute(_OF_THREAD, {"channel_id": channel_id})]


def asked_here(reader: Reader, guild_id: int, asker_id: int, channel_id: int, since: datetime) -> list[Question]:
    """What a member asked in a channel from then on, the oldest first."""
    theirs = (questions.c.guild_id == guild_id, questions.c.asker_id == asker_id, questions.c.asked_at >= since)
    query = select(questions).where(*theirs, questions.c.channel_id == channel_id).order_by(questions.c.asked_at)
    return [_question(row) for row in reader.execute(query.limit(OF_A_THREAD_AT_MOST))]


def has_asked(reader: Reader, guild_id: int, asker_id: int, since: datetime) -> bool:
    """Whether this member has asked anything from then on, in channels and posts."""
    here = (questions.c.guild_id == guild_id, questions.c.asker_id == asker_id, questions.c.asked_at >= since)
    return reader.execute(select(questions.c.id).where(*here).limit(1)).one_or_none() is not None


def places_since(reader: Reader, guild_id: int, since: datetime, limit: int) -> list[int]:
    """Where something was asked from then on, the latest first."""
    latest = func.max(questions.c.asked_at)
    here = (questions.c.guild_id == guild_id, questions.c.asked_at >= since, questions.c.place_id != DIRECT)
    query = select(questions.c.channel_id).where(*here).group_by(questions.c.channel_id).order_by(latest.desc())
    return list(reader.execute(query.limit(limit)).scalars())


def pieces_of(reader: Reader, question_id: int) -> list[int]:
    """The ids of the messages that make up the question, in the order in which they were written."""
    return sorted(reader.execute(_PIECES, {"question_id": question_id}).scalars())


def save_text(tx: Transaction, question_id: int, text: str | None) -> None:
    """The question says more than before, and is read as before."""
    tx.execute(_SAVE, {"which": question_id, "text": text})


def save_answer_message(tx: Transaction, question_id: int, message_id: int, at: datetime) -> None:
    """The FAQ's message stands in Discord."""
    tx.execute(_SAVE_ANSWER_MESSAGE, {"which": question_id, "answer_message_id": message_id, "at": at})


def save_entry(tx: Transaction, question_id: int, entry_id: str) -> None:
    """This entry, and no other, answers: the asker chose it of those suggested, or it is left of two."""
    tx.execute(_SAVE, {"which": question_id, "entry_id": entry_id, "second_entry_id": None})


def save_outcome(tx: Transaction, question_id: int, outcome: Outcome, at: datetime) -> None:
    """Settled: the first outcome stays, but a mark of *FAQ wrong* comes on top, and a removal is the last."""
    settles = {Outcome.WRONG: _SAVE_UNLESS_REMOVED, Outcome.REMOVED: _SAVE}.get(outcome, _SAVE_UNLESS_SETTLED)
    tx.execute(settles, {"which": question_id, "outcome": outcome.value, "outcome_at": at})


def unsettle(tx: Transaction, question_id: int) -> None:
    """Its asker takes back that it is solved."""
    tx.execute(_SAVE, {"which": question_id, "outcome": None, "outcome_at": None})


def add_feedback(
    tx: Transaction, question: Question, *, member_id: int, by_asker: bool, helped: bool, at: datetime
) -> None:
    """One press of *Solved it* or *Still need help*. The latest of the asker counts."""
    values = {"guild_id": question.guild_id, "question_id": question.id, "member_id": member_id}
    tx.execute(insert(feedback).values(**values, by_asker=by_asker, helped=helped, at=at))


def add_follow_up(tx: Transaction, question: Question, message_id: int, at: datetime) -> None:
    """The asker came back to an answered question; the same message counts once."""
    tx.insert_once(
        follow_ups,
        {"guild_id": question.guild_id, "question_id": question.id, "message_id": message_id, "at": at},
    )


def concerned_by_deletion(reader: Reader, message_ids: Sequence[int]) -> list[tuple[Question, bool]]:
    """The questions of which one of these was a piece (then True), or the FAQ's message (then False)."""
    found = {
        row.id: (_question(row), is_piece)
        for query, is_piece in ((_ANSWERED_BY_ANY, False), (_OF_PIECES, True))
        for row in reader.execute(query, {"message_ids": list(message_ids)})
    }
    return [found[id_] for id_ in sorted(found)]


def remove_place(tx: Transaction, channel_id: int, at: datetime) -> None:
    """A channel or thread is gone, and with it the words and the answers of every question below it."""
    tx.execute(
        update(questions)
        .where(
            or_(questions.c.channel_id == channel_id, questions.c.place_id == channel_id),
            questions.c.outcome.is_distinct_from(Outcome.REMOVED.value),
        )
        .values(text=None, outcome=Outcome.REMOVED.value, outcome_at=at)
    )


def forget_text(tx: Transaction, before: datetime) -> None:
    """Drop the text of every question asked before this time."""
    old = update(questions).where(questions.c.asked_at < before, questions.c.text.is_not(None))
    tx.execute(old.values(text=None))


def best_entry(asked: FromClause) -> ColumnElement[str]:
    """The entry that a question is about, of `questions` or an alias: the one that answers, or the first candidate."""
    return func.coalesce(asked.c.entry_id, type_coerce(asked.c.candidates, JSON)[0, 0].as_string())


def _one(reader: Reader, query: Select[Any], **parameters: object) -> Question | None:
    row = reader.execute(query, parameters).one_or_none()
    return None if row is None else _question(row)


def _pieces(guild_id: int, question_id: int, message_ids: Collection[int]) -> list[dict[str, Any]]:
    return [{"guild_id": guild_id, "question_id": question_id, "message_id": one} for one in message_ids]


def _columns(read: Read) -> dict[str, Any]:
    return {
        "verdict": read.verdict.value,
        "rule": read.rule.value,
        "entry_id": read.entry_id,
        "second_entry_id": read.second_entry_id,
        "candidates": [[entry_id, score] for entry_id, score in read.candidates],
        "language": read.language,
        "score": read.score,
    }


def _question(row: Row[Any]) -> Question:
    return Question(
        id=row.id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        place_id=row.place_id,
        message_id=row.message_id,
        asker_id=row.asker_id,
        asked_at=row.asked_at,
        text=row.text,
        verdict=Verdict(row.verdict),
        rule=Rule(row.rule),
        entry_id=row.entry_id,
        second_entry_id=row.second_entry_id,
        candidates=tuple((entry_id, score) for entry_id, score in row.candidates),
        language=row.language,
        score=row.score,
        answer_message_id=row.answer_message_id,
        answered_at=row.answered_at,
        reread_at=row.reread_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
    )

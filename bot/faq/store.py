"""The tables `questions`, `pieces`, `feedback`, `follow_ups`, `suspicions` and `opt_outs`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    FromClause,
    Row,
    and_,
    delete,
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
from bot.faq.speaking import CHANNEL_CAP, ENTRY_CAP, MEMBER_CAP, MENTIONS_CAP, SPEAKING, History, Rule
from bot.matching.verdict import Verdict
from bot.schema import feedback, follow_ups, opt_outs, pieces, questions, suspicions


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
) -> None:
    """Log a question, without its pieces yet. IntegrityError where the message was logged before."""
    values = {
        "id": question_id,
        "guild_id": guild_id,
        "channel_id": channel_id,
        "place_id": place_id,
        "message_id": message_id,
        "asker_id": asker_id,
        "asked_at": asked_at,
        "text": text,
        **_columns(read),
    }
    tx.execute(insert(questions).values(values))


def insert_silences(tx: Transaction, silences: Collection[Silence]) -> None:
    """Log these questions with their pieces."""
    tx.execute_many(
        insert(questions),
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
        insert(pieces),
        [
            {"guild_id": silence.place.guild_id, "question_id": silence.question_id, "message_id": piece}
            for silence in silences
            for piece in silence.pieces
        ],
    )


def known_pieces(reader: Reader, message_ids: Collection[int]) -> set[int]:
    """Those of the messages that belong to a question already."""
    found = reader.execute(select(pieces.c.message_id).where(pieces.c.message_id.in_(message_ids)))
    return set(found.scalars())


def add_pieces(tx: Transaction, guild_id: int, question_id: int, message_ids: Collection[int]) -> None:
    """These messages belong to the question; some may do so already."""
    known = pieces_of(tx, question_id)
    for message_id in sorted(set(message_ids) - set(known)):
        tx.execute(insert(pieces).values(guild_id=guild_id, question_id=question_id, message_id=message_id))


def save_reading(
    tx: Transaction, question_id: int, *, text: str | None, read: Read, reread_at: datetime | None = None
) -> None:
    """The question says more, or something else, than before."""
    values = {"text": text, **_columns(read)}
    if reread_at is not None:
        values["reread_at"] = reread_at
    tx.execute(update(questions).where(questions.c.id == question_id).values(values))


def get(reader: Reader, question_id: int) -> Question | None:
    """By the database's id."""
    return _one(reader, questions.c.id == question_id)


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
    belongs = select(pieces.c.question_id).where(pieces.c.message_id.in_(message_ids))
    return _one(reader, questions.c.id.in_(belongs))


def behind(reader: Reader, channel_id: int, message_id: int) -> Question | None:
    """The question that a reply to this message refers to: by one of its pieces, or by the FAQ's own message."""
    return with_pieces(reader, [message_id]) or _one(
        reader, and_(questions.c.channel_id == channel_id, questions.c.answer_message_id == message_id)
    )


def in_channel(reader: Reader, channel_id: int) -> Question | None:
    """The latest question of a channel: that of a forum post."""
    return _one(reader, questions.c.channel_id == channel_id)


def pieces_of(reader: Reader, question_id: int) -> list[int]:
    """The ids of the messages that make up the question, in the order in which they were written."""
    query = select(pieces.c.message_id).where(pieces.c.question_id == question_id).order_by(pieces.c.message_id)
    return list((reader.execute(query)).scalars())


def save_text(tx: Transaction, question_id: int, text: str | None) -> None:
    """The question says more than before, and is read as before."""
    tx.execute(update(questions).where(questions.c.id == question_id).values(text=text))


def history(
    reader: Reader,
    *,
    guild_id: int,
    channel_id: int,
    asker_id: int,
    entry_id: str | None,
    offered: Collection[str],
    now: datetime,
    besides: int | None,
) -> History:
    """What the caps ask of the best entry, and the suspicions of those offered; not counting the question
    `besides`.
    """
    spoken = and_(questions.c.rule.in_([rule.value for rule in SPEAKING]), questions.c.id != (besides or 0))

    def count(*conditions: ColumnElement[bool]) -> int:
        return int((reader.execute(select(func.count(questions.c.id)).where(spoken, *conditions))).scalar_one())

    here = questions.c.channel_id == channel_id
    just_asked = and_(here, questions.c.asker_id == asker_id, questions.c.asked_at > now - MENTIONS_CAP)
    same = questions.c.entry_id == entry_id
    return History(
        member_had_entry=entry_id is not None
        and count(
            questions.c.guild_id == guild_id,
            questions.c.asker_id == asker_id,
            same,
            questions.c.asked_at > now - MEMBER_CAP,
        )
        > 0,
        channel_had_entry=entry_id is not None and count(here, same, questions.c.asked_at > now - ENTRY_CAP) > 0,
        answers_in_channel=count(here, questions.c.asked_at > now - CHANNEL_CAP),
        member_just_had_entry=entry_id is not None and count(just_asked, same) > 0,
        just_answered_member=count(just_asked),
        is_suspect=bool(offered) and suspects(reader, guild_id, offered) >= set(offered),
    )


def suspects(reader: Reader, guild_id: int, entry_ids: Collection[str]) -> set[str]:
    """Those of the entries of which somebody has said that they are wrong, and nobody since that they are right."""
    query = select(suspicions.c.entry_id).where(
        suspicions.c.guild_id == guild_id,
        suspicions.c.entry_id.in_(entry_ids),
        suspicions.c.cleared_at.is_(None),
    )
    return set((reader.execute(query)).scalars())


def save_answer_message(tx: Transaction, question_id: int, message_id: int, at: datetime) -> None:
    """The FAQ's message stands in Discord."""
    tx.execute(
        update(questions)
        .where(questions.c.id == question_id)
        .values(answer_message_id=message_id, answered_at=func.coalesce(questions.c.answered_at, at))
    )


def save_choice(tx: Transaction, question_id: int, entry_id: str) -> None:
    """The asker chose this entry of those suggested."""
    tx.execute(update(questions).where(questions.c.id == question_id).values(entry_id=entry_id))


def save_outcome(tx: Transaction, question_id: int, outcome: Outcome, at: datetime) -> None:
    """Settled: the first outcome stays, but a mark of *FAQ wrong* comes on top, and a removal is the last."""
    settles = update(questions).where(questions.c.id == question_id)
    if outcome is Outcome.WRONG:
        settles = settles.where(questions.c.outcome.is_distinct_from(Outcome.REMOVED.value))
    elif outcome is not Outcome.REMOVED:
        settles = settles.where(questions.c.outcome.is_(None))
    tx.execute(settles.values(outcome=outcome.value, outcome_at=at))


def add_feedback(
    tx: Transaction, question: Question, *, member_id: int, by_asker: bool, helped: bool, at: datetime
) -> None:
    """One press of *Solved it* or *Still need help*. The latest of the asker counts."""
    tx.execute(
        insert(feedback).values(
            guild_id=question.guild_id,
            question_id=question.id,
            member_id=member_id,
            by_asker=by_asker,
            helped=helped,
            at=at,
        )
    )


def add_follow_up(tx: Transaction, question: Question, message_id: int, at: datetime) -> None:
    """The asker came back to an answered question; the same message counts once."""
    tx.insert_once(
        follow_ups,
        {"guild_id": question.guild_id, "question_id": question.id, "message_id": message_id, "at": at},
    )


def add_suspicion(
    tx: Transaction, *, guild_id: int, entry_id: str, question_id: int | None, marked_by: int, at: datetime
) -> None:
    """Somebody says that the entry is wrong; harmless where somebody has said so already."""
    tx.insert_once(
        suspicions,
        {
            "guild_id": guild_id,
            "entry_id": entry_id,
            "question_id": question_id,
            "marked_by": marked_by,
            "marked_at": at,
        },
    )


def clear_suspicion(tx: Transaction, guild_id: int, entry_id: str, *, by: int, at: datetime) -> bool:
    """The entry is right (again); False where it was not suspect."""
    result = tx.execute(
        update(suspicions)
        .where(
            suspicions.c.guild_id == guild_id,
            suspicions.c.entry_id == entry_id,
            suspicions.c.cleared_at.is_(None),
        )
        .values(cleared_by=by, cleared_at=at)
        .returning(suspicions.c.id)
    )
    return result.first() is not None


def end_suspicions(tx: Transaction, entry_ids: Collection[str], at: datetime) -> None:
    """What was said of these entries was said of others, in all communities; nobody has cleared it, so by 0."""
    tx.execute(
        update(suspicions)
        .where(suspicions.c.entry_id.in_(entry_ids), suspicions.c.cleared_at.is_(None))
        .values(cleared_by=0, cleared_at=at)
    )


def has_opted_out(reader: Reader, guild_id: int, member_id: int) -> bool:
    """Whether this member wants no automatic answers."""
    query = select(opt_outs.c.at).where(opt_outs.c.guild_id == guild_id, opt_outs.c.member_id == member_id)
    return (reader.execute(query)).first() is not None


def opted_out(reader: Reader, member_ids: Collection[int]) -> set[tuple[int, int]]:
    """Which of these members want no automatic answers, and in which server."""
    query = select(opt_outs.c.guild_id, opt_outs.c.member_id).where(opt_outs.c.member_id.in_(member_ids))
    return {(row.guild_id, row.member_id) for row in reader.execute(query)}


def save_opt_out(tx: Transaction, guild_id: int, member_id: int, *, wants_out: bool, at: datetime) -> None:
    """What the member wants from now on."""
    tx.execute(delete(opt_outs).where(opt_outs.c.guild_id == guild_id, opt_outs.c.member_id == member_id))
    if wants_out:
        tx.execute(insert(opt_outs).values(guild_id=guild_id, member_id=member_id, at=at))


def concerned_by_deletion(reader: Reader, message_ids: Sequence[int]) -> list[tuple[Question, bool]]:
    """The questions of which one of these was a piece (then True), or the FAQ's message (then False)."""
    is_piece = questions.c.id.in_(select(pieces.c.question_id).where(pieces.c.message_id.in_(message_ids)))
    query = select(questions, is_piece.label("is_piece")).where(
        or_(is_piece, questions.c.answer_message_id.in_(message_ids))
    )
    return [(_question(row), bool(row.is_piece)) for row in reader.execute(query)]


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


def _one(reader: Reader, condition: ColumnElement[bool]) -> Question | None:
    query = select(questions).where(condition).order_by(questions.c.id.desc()).limit(1)
    row = (reader.execute(query)).one_or_none()
    return None if row is None else _question(row)


def _columns(read: Read) -> dict[str, Any]:
    return {
        "verdict": read.verdict.value,
        "rule": read.rule.value,
        "entry_id": read.entry_id,
        "candidates": [[entry_id, score] for entry_id, score in read.candidates],
        "language": read.language,
        "score": read.score,
        "margin": read.margin,
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
        candidates=tuple((entry_id, score) for entry_id, score in row.candidates),
        language=row.language,
        score=row.score,
        margin=row.margin,
        answer_message_id=row.answer_message_id,
        answered_at=row.answered_at,
        reread_at=row.reread_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
    )

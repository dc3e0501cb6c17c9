"""The tables `thanks_posts` and `impact_notes`, and what of the ledger a week tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, delete, distinct, func, insert, or_, select, update

from bot.award_tables import awards
from bot.choices import store as choices
from bot.choices.choice import Choice
from bot.database import Reader, Transaction
from bot.recognition_tables import impact_notes, thanks_posts
from bot.reputation.line import Reason
from bot.reputation.store import stands
from bot.reputation.weekly.week import Impact

HELP = (
    Reason.ACCEPTED_ANSWER,
    Reason.TICKET_HELP,
    Reason.ASSIST,
    Reason.HELPFUL,
    Reason.PEER,
    Reason.COMMENDATION,
    Reason.FAQ_ENTRY,
)
"""What somebody has done for others. What follows from it by itself, or is put right by staff, is no help of that week."""

ANSWERS = (Reason.ACCEPTED_ANSWER, Reason.TICKET_HELP)


@dataclass(frozen=True)
class Note:
    """Who wants a note, in which language, and from when on they have been told nothing."""

    id: int
    guild_id: int
    member_id: int
    language: str
    from_at: datetime


def helpers(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> list[int]:
    """Who earned something for help in this time that counts by now, but for those who do not want to be named."""
    hidden = choices.all_who_chose(guild_id, Choice.HIDDEN)
    query = (
        select(awards.c.member_id)
        .distinct()
        .where(*_counting(guild_id, start_at, end_at), awards.c.points > 0, awards.c.member_id.not_in(hidden))
        .order_by(awards.c.member_id)
    )
    return list(reader.execute(query).scalars())


def people_helped(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> int:
    """How many people were helped in this time, each once, as far as it is known who they were."""
    query = select(func.count(distinct(awards.c.asker_id))).where(
        *_counting(guild_id, start_at, end_at), awards.c.points > 0
    )
    return int(reader.execute(query).scalar_one())


def impact(reader: Reader, guild_id: int, member_id: int, start_at: datetime, end_at: datetime) -> Impact:
    """What one member's help was good for in this time, also where it earned nothing."""
    answered = awards.c.reason.in_([one.value for one in ANSWERS])
    of_entry = awards.c.reason == Reason.DEFLECTION.value
    row = reader.execute(
        select(
            func.count(case((answered, 1))).label("accepted"),
            func.count(case((of_entry, 1))).label("deflected"),
            func.count(distinct(awards.c.asker_id)).label("people"),
        ).where(
            awards.c.guild_id == guild_id,
            awards.c.member_id == member_id,
            awards.c.earned_at >= start_at,
            awards.c.earned_at < end_at,
            awards.c.reverses_id.is_(None),
            stands(),
            or_(awards.c.reason.in_([one.value for one in HELP]), of_entry),
        )
    ).one()
    return Impact(row.accepted, row.deflected, row.people)


def is_done(reader: Reader, guild_id: int, ends_at: datetime) -> bool:
    """Whether the week that ended then is done with."""
    query = select(thanks_posts.c.guild_id).where(
        thanks_posts.c.guild_id == guild_id, thanks_posts.c.ends_at == ends_at
    )
    return reader.execute(query).first() is not None


def save_done(
    tx: Transaction, guild_id: int, ends_at: datetime, channel_id: int | None, message_id: int | None
) -> None:
    """It is done with, and here is where the thanks stand, if somebody was thanked. IntegrityError where it was before."""
    tx.execute(
        insert(thanks_posts).values(
            guild_id=guild_id, ends_at=ends_at, channel_id=channel_id, message_id=message_id
        )
    )


def add_note(tx: Transaction, guild_id: int, member_id: int, language: str, from_at: datetime) -> Note:
    """Somebody wants a note. IntegrityError where they do already."""
    row = tx.execute(
        insert(impact_notes)
        .values(guild_id=guild_id, member_id=member_id, language=language, from_at=from_at)
        .returning(impact_notes)
    )
    return _note(row.one())


def note(reader: Reader, note_id: int) -> Note | None:
    """By the database's id; None where nobody wants it any more."""
    row = reader.execute(select(impact_notes).where(impact_notes.c.id == note_id)).one_or_none()
    return None if row is None else _note(row)


def note_of(reader: Reader, guild_id: int, member_id: int) -> Note | None:
    """This member's, if they want one."""
    query = select(impact_notes).where(impact_notes.c.guild_id == guild_id, impact_notes.c.member_id == member_id)
    row = reader.execute(query).one_or_none()
    return None if row is None else _note(row)


def remove_note(tx: Transaction, note_id: int) -> None:
    """Nobody wants it any more."""
    tx.execute(delete(impact_notes).where(impact_notes.c.id == note_id))


def save_told(tx: Transaction, note_id: int, until: datetime) -> None:
    """They know what happened before then, or there was nothing to tell."""
    tx.execute(update(impact_notes).where(impact_notes.c.id == note_id).values(from_at=until))


def _counting(guild_id: int, start_at: datetime, end_at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        awards.c.guild_id == guild_id,
        awards.c.earned_at >= start_at,
        awards.c.earned_at < end_at,
        awards.c.reverses_id.is_(None),
        awards.c.reason.in_([one.value for one in HELP]),
        stands(),
    )


def _note(row: Row[Any]) -> Note:
    return Note(row.id, row.guild_id, row.member_id, row.language, row.from_at)

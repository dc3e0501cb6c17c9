"""The tables `answer_thanks` and `answer_wishes`, and the lines of the ledger that are about one problem."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, or_, select, update

from bot.answer_tables import answer_thanks, answer_wishes
from bot.award_tables import awards
from bot.database import Reader, Transaction
from bot.reputation import store as lines
from bot.reputation.answers.thanks import Thanks
from bot.reputation.line import Claim, Line, Rule
from bot.reputation.question import QuestionRef
from bot.reputation.store import is_held, line_of, stands

_OVERRULING = frozenset({Rule.STAFF, Rule.BANNED})


def holders(reader: Reader, guild_id: int, known_as: Sequence[QuestionRef]) -> list[tuple[Line, bool]]:
    """The awards for what answered a problem, in the order of its names, and whether each is held: one, or more where
    questions became one problem after they were answered.
    """
    keys = [one.primary_key for one in known_as]
    here = select(awards).where(awards.c.guild_id == guild_id, awards.c.key.in_(keys))
    found = [
        (line_of(row), held)
        for condition, held in ((stands(), False), (is_held(), True))
        for row in reader.execute(here.where(condition))
    ]
    return sorted(found, key=lambda one: keys.index(one[0].key))


def assists(reader: Reader, guild_id: int, known_as: Sequence[QuestionRef]) -> list[tuple[Line, bool]]:
    """The awards that stand or are held of those who helped beside, the first one first, each with whether it is held."""
    ways = [
        and_(awards.c.key >= start, awards.c.key < end) for start, end in (one.assist_keys for one in known_as)
    ]
    here = select(awards, is_held().label("is_held")).where(
        awards.c.guild_id == guild_id, or_(stands(), is_held())
    )
    found = [(line_of(row), bool(row.is_held)) for way in ways for row in reader.execute(here.where(way))]
    return sorted(found, key=lambda one: one[0].id)


def was_overruled(reader: Reader, guild_id: int, keys: Collection[str], member_id: int) -> bool:
    """Whether the last word on what this member had under one of these keys was staff's, or a ban."""
    for key in keys:
        theirs = [line for line in lines.of_key(reader, guild_id, key) if line.member_id == member_id]
        if theirs and theirs[-1].is_reversal and theirs[-1].rule in _OVERRULING:
            return True
    return False


def thanks_of(reader: Reader, guild_id: int, known_as: Sequence[QuestionRef]) -> Thanks | None:
    """What was written in public about a problem, or is to be."""
    keys = [one.primary_key for one in known_as]
    here = (answer_thanks.c.guild_id == guild_id, answer_thanks.c.key.in_(keys))
    found = map(_thanks, reader.execute(select(answer_thanks).where(*here)))
    return min(found, key=lambda one: one.id, default=None)


def thanks(reader: Reader, thanks_id: int) -> Thanks | None:
    """By the database's id."""
    row = reader.execute(select(answer_thanks).where(answer_thanks.c.id == thanks_id)).one_or_none()
    return _thanks(row) if row is not None else None


def add_thanks(tx: Transaction, award: Line, channel_id: int, answer_id: int) -> int | None:
    """Its author is to be thanked below this message; the id."""
    values = {
        "guild_id": award.guild_id,
        "key": award.key,
        "channel_id": channel_id,
        "answer_id": answer_id,
        "at": award.at,
    }
    return tx.insert_once(answer_thanks, values)


def save_thanked(tx: Transaction, thanks_id: int, message_id: int) -> None:
    """The line stands there."""
    tx.execute(update(answer_thanks).where(answer_thanks.c.id == thanks_id).values(message_id=message_id))


def wish(tx: Transaction, guild_id: int, key: str, member_id: int, author_id: int, at: datetime) -> None:
    """What this member would accept, whatever they wished before."""
    here = (
        answer_wishes.c.guild_id == guild_id,
        answer_wishes.c.key == key,
        answer_wishes.c.member_id == member_id,
    )
    tx.execute(delete(answer_wishes).where(*here))
    values = {"guild_id": guild_id, "key": key, "member_id": member_id, "author_id": author_id, "at": at}
    tx.insert_once(answer_wishes, values)


def others_wishes(reader: Reader, claim: Claim, since: datetime) -> list[tuple[int, datetime]]:
    """Who else has wished since then to accept an answer of the same member to the same question, and when; the first one first."""
    here = (
        answer_wishes.c.guild_id == claim.guild_id,
        answer_wishes.c.key == claim.key,
        answer_wishes.c.member_id != claim.by_id,
        answer_wishes.c.author_id == claim.member_id,
        answer_wishes.c.at >= since,
    )
    wishes = select(answer_wishes.c.id, answer_wishes.c.member_id, answer_wishes.c.at).where(*here)
    return [(row.member_id, row.at) for row in sorted(reader.execute(wishes))]


def forget_wishes(tx: Transaction, guild_id: int, key: str) -> None:
    """An answer is accepted."""
    tx.execute(delete(answer_wishes).where(answer_wishes.c.guild_id == guild_id, answer_wishes.c.key == key))


def _thanks(row: Row[Any]) -> Thanks:
    return Thanks(row.id, row.guild_id, row.key, row.channel_id, row.answer_id, row.message_id, row.at)

"""The `entry_lives` table. Its rows belong to the folder, which all communities of one bot share: their `guild_id` is 0."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, insert, select

from bot.database import Reader, Transaction
from bot.knowledge.lives import Life
from bot.schema import entry_lives

FOLDER = 0


def lives(reader: Reader) -> list[Life]:
    """Of every entry that was ever in the files, the life that it is in, or was in last."""
    rows = reader.execute(select(entry_lives).order_by(entry_lives.c.entry_id))
    return [
        Life(row.entry_id, row.title, frozenset(row.phrasings), since_at=row.since_at, ended_at=row.ended_at)
        for row in rows
    ]


def save(tx: Transaction, changed: Iterable[Life]) -> None:
    """Each in place of what was known of its entry."""
    for life in changed:
        tx.execute(delete(entry_lives).where(_is(life.entry_id)))
        tx.execute(
            insert(entry_lives).values(
                guild_id=FOLDER,
                entry_id=life.entry_id,
                title=life.title,
                phrasings=sorted(life.phrasings),
                since_at=life.since_at,
                ended_at=life.ended_at,
            )
        )


def begun_after(reader: Reader, at: datetime) -> Collection[str]:
    """The entries whose life is younger than this."""
    query = select(entry_lives.c.entry_id).where(entry_lives.c.guild_id == FOLDER, entry_lives.c.since_at > at)
    return set(reader.execute(query).scalars())


def is_of_this_life(reader: Reader, entry_id: str, at: datetime) -> bool:
    """Whether the entry of this id is the one that had it then."""
    query = select(entry_lives.c.entry_id).where(_is(entry_id), entry_lives.c.since_at > at)
    return reader.execute(query).first() is None


def of_this_life(entry_id: ColumnElement[str], at: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether what happened then to an entry of this id happened to the one that has the id now."""
    return ~exists().where(_is(entry_id), entry_lives.c.since_at > at)


def _is(entry_id: str | ColumnElement[str]) -> ColumnElement[bool]:
    return (entry_lives.c.guild_id == FOLDER) & (entry_lives.c.entry_id == entry_id)

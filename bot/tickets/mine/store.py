"""The table `digests`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.database import Reader, Transaction
from bot.promise_tables import digests
from bot.tickets.mine.digest import Digest


def add(tx: Transaction, guild_id: int, member_id: int, *, hour: int, time_zone: str, language: str) -> Digest:
    """A new digest. IntegrityError where the member has one."""
    row = tx.execute(
        insert(digests)
        .values(guild_id=guild_id, member_id=member_id, hour=hour, time_zone=time_zone, language=language)
        .returning(digests)
    )
    return _digest(row.one())


def remove(tx: Transaction, digest_id: int) -> None:
    """Nobody wants it any more."""
    tx.execute(delete(digests).where(digests.c.id == digest_id))


def get(reader: Reader, digest_id: int) -> Digest | None:
    """The digest, or None where it is wanted no more."""
    row = reader.execute(select(digests).where(digests.c.id == digest_id)).one_or_none()
    return None if row is None else _digest(row)


def of_member(reader: Reader, guild_id: int, member_id: int) -> Digest | None:
    """The digest of this member, if they want one."""
    query = select(digests).where(digests.c.guild_id == guild_id, digests.c.member_id == member_id)
    row = reader.execute(query).one_or_none()
    return None if row is None else _digest(row)


def save_sent(tx: Transaction, digest_id: int, sent_at: datetime, undelivered_at: datetime | None) -> None:
    """It was sent then; and when Discord did not take it."""
    tx.execute(
        update(digests).where(digests.c.id == digest_id).values(sent_at=sent_at, undelivered_at=undelivered_at)
    )


def _digest(row: Row[Any]) -> Digest:
    return Digest(
        row.id,
        row.guild_id,
        row.member_id,
        row.hour,
        row.time_zone,
        row.language,
        row.sent_at,
        row.undelivered_at,
    )

"""The `direct_channels` table."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from bot.database import Reader, Transaction
from bot.direct.known import Known
from bot.schema import direct_channels


def see(tx: Transaction, known: Known, at: datetime) -> None:
    """They wrote there, up to this message; an earlier one than is known changes nothing."""
    is_it = direct_channels.c.channel_id == known.channel_id
    if tx.execute(select(direct_channels.c.seen_id).where(is_it)).first() is None:
        tx.execute(
            insert(direct_channels).values(
                channel_id=known.channel_id, member_id=known.member_id, seen_id=known.seen_id, seen_at=at
            )
        )
    else:
        is_newer = direct_channels.c.seen_id < known.seen_id
        tx.execute(update(direct_channels).where(is_it, is_newer).values(seen_id=known.seen_id, seen_at=at))


def newest(reader: Reader, limit: int) -> list[Known]:
    """Those in which somebody wrote last, so many at most."""
    found = select(direct_channels.c.channel_id, direct_channels.c.member_id, direct_channels.c.seen_id)
    rows = reader.execute(found.order_by(direct_channels.c.seen_at.desc()).limit(limit))
    return [Known(*row) for row in rows]


def forget_before(tx: Transaction, before: datetime) -> None:
    """Nobody has written there since."""
    tx.execute(delete(direct_channels).where(direct_channels.c.seen_at < before))


def forget(tx: Transaction, channel_id: int) -> None:
    """It cannot be read any more."""
    tx.execute(delete(direct_channels).where(direct_channels.c.channel_id == channel_id))

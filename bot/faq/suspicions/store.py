"""The table `suspicions`: the marks of *FAQ wrong*, and who has taken them back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.database import Reader, Transaction
from bot.schema import suspicions

_LIVE_SUSPICIONS = select(suspicions.c.entry_id).where(
    suspicions.c.guild_id == bindparam("guild_id"),
    suspicions.c.entry_id.in_(bindparam("entry_ids", expanding=True)),
    suspicions.c.cleared_at.is_(None),
)


def suspects(reader: Reader, guild_id: int, entry_ids: Collection[str]) -> set[str]:
    """Those of the entries of which somebody has said that they are wrong, and nobody since that they are right."""
    found = reader.execute(_LIVE_SUSPICIONS, {"guild_id": guild_id, "entry_ids": list(entry_ids)})
    return set(found.scalars())


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

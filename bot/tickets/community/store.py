"""The `community_posts` table."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, insert, or_, select, update

from bot.database import Reader, Transaction
from bot.ticket_tables import community_posts, last_chances
from bot.tickets.community.post import Post

_WAITING = and_(last_chances.c.opens_at.is_not(None), community_posts.c.gone.is_(False))
_WITH_FORM = community_posts.join(last_chances, last_chances.c.id == community_posts.c.chance_id)
_BY_CHANCE = select(community_posts).where(community_posts.c.chance_id == bindparam("chance_id"))
_BY_THREAD = select(community_posts).where(community_posts.c.thread_id == bindparam("thread_id"))


def add(tx: Transaction, asked: Post) -> None:
    """It is to be asked."""
    tx.execute(
        insert(community_posts).values(
            chance_id=asked.chance_id,
            guild_id=asked.guild_id,
            member_id=asked.member_id,
            type_id=asked.type_id,
            channel_id=asked.channel_id,
            title=asked.title,
            text=asked.text,
            asked_at=asked.asked_at,
            promised_at=asked.promised_at,
        )
    )


def get(reader: Reader, chance_id: int) -> Post | None:
    """What was asked about this form; None where nothing was."""
    return _one(reader.execute(_BY_CHANCE, {"chance_id": chance_id}).one_or_none())


def by_thread(reader: Reader, thread_id: int) -> Post | None:
    """What is asked in this thread."""
    return _one(reader.execute(_BY_THREAD, {"thread_id": thread_id}).one_or_none())


def waiting_of(reader: Reader, guild_id: int, member_id: int, type_id: str) -> Post | None:
    """What of this type a member has asked that is neither solved nor a ticket."""
    query = select(community_posts).select_from(_WITH_FORM)
    mine = (community_posts.c.guild_id == guild_id, community_posts.c.member_id == member_id)
    found = reader.execute(query.where(*mine, community_posts.c.type_id == type_id, _WAITING).limit(1))
    return _one(found.one_or_none())


def last_asked_at(reader: Reader, guild_id: int, member_id: int) -> datetime | None:
    """When a member asked the community last."""
    mine = (community_posts.c.guild_id == guild_id, community_posts.c.member_id == member_id)
    query = select(community_posts.c.asked_at).where(*mine).order_by(community_posts.c.asked_at.desc()).limit(1)
    found: datetime | None = reader.execute(query).scalar_one_or_none()
    return found


def waiting_in(reader: Reader, ids: Collection[int]) -> list[Post]:
    """Those that wait of the posts in these threads, or with these messages."""
    named = or_(community_posts.c.thread_id.in_(ids), community_posts.c.message_id.in_(ids))
    return _all(reader.execute(select(community_posts).select_from(_WITH_FORM).where(named, _WAITING)).all())


def waiting_below(reader: Reader, guild_id: int, channel_id: int) -> list[Post]:
    """Those that wait in this forum or channel."""
    there = (last_chances.c.guild_id == guild_id, community_posts.c.channel_id == channel_id, _WAITING)
    return _all(reader.execute(select(community_posts).select_from(_WITH_FORM).where(*there)).all())


def newest_waiting(reader: Reader, guild_id: int, limit: int) -> list[Post]:
    """The newest of the community that wait and have been made."""
    made = (last_chances.c.guild_id == guild_id, community_posts.c.thread_id.is_not(None), _WAITING)
    query = select(community_posts).select_from(_WITH_FORM).where(*made)
    return _all(reader.execute(query.order_by(last_chances.c.id.desc()).limit(limit)).all())


def save_made(tx: Transaction, chance_id: int, thread_id: int, message_id: int) -> None:
    """It stands there now; what it says need not be kept beside that."""
    _save(tx, chance_id, thread_id=thread_id, message_id=message_id, title=None, text=None)


def save_told(tx: Transaction, chance_id: int) -> None:
    """It has been said there that staff have it."""
    _save(tx, chance_id, told=True)


def save_gone(tx: Transaction, chance_id: int) -> None:
    """It is not there any more, or never will be."""
    _save(tx, chance_id, gone=True, title=None, text=None)


def _save(tx: Transaction, chance_id: int, **values: Any) -> None:
    tx.execute(update(community_posts).where(community_posts.c.chance_id == chance_id).values(values))


def _all(rows: Collection[Row[Any]]) -> list[Post]:
    return [post for row in rows if (post := _one(row)) is not None]


def _one(row: Row[Any] | None) -> Post | None:
    if row is None:
        return None
    return Post(
        chance_id=row.chance_id,
        guild_id=row.guild_id,
        member_id=row.member_id,
        type_id=row.type_id,
        channel_id=row.channel_id,
        title=row.title,
        text=row.text,
        asked_at=row.asked_at,
        promised_at=row.promised_at,
        thread_id=row.thread_id,
        message_id=row.message_id,
        told=row.told,
        is_gone=row.gone,
    )

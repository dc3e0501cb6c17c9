"""The tables of what reputation brings: the ranks that members hold, the roles that they were given for them, the weekly
thanks, and who wants a note of what they did.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint

from bot.columns import CleanText, RowId, UtcDateTime, metadata

rank_holders = Table(
    "rank_holders",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("rank", CleanText),
    Column("looked_at", UtcDateTime),
    UniqueConstraint("guild_id", "member_id"),
    Index(None, "guild_id", "looked_at"),
)
"""Without a `looked_at`, nobody has looked yet which rank the balance earns."""

rank_grants = Table(
    "rank_grants",
    metadata,
    Column("holder_id", ForeignKey("rank_holders.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("given_at", UtcDateTime),
)
"""Written before Discord is asked: what an interrupted run gave is known as ours."""

thanks_posts = Table(
    "thanks_posts",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("ends_at", UtcDateTime, primary_key=True),
    Column("channel_id", BigInteger),
    Column("message_id", BigInteger),
    CheckConstraint("(channel_id IS NULL) = (message_id IS NULL)", name="message_has_place"),
)
"""The weeks that are done with, by when they ended; without a message, nobody helped in it."""

impact_notes = Table(
    "impact_notes",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("language", String(10), nullable=False),
    Column("from_at", UtcDateTime, nullable=False),
    UniqueConstraint("guild_id", "member_id"),
)
"""Who wants a note each week. What happened before `from_at` they have been told, or happened before they wanted one."""

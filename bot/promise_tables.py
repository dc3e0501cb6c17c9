"""The tables of promises, and of whom a digest is sent to each day."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    false,
)

from bot.columns import CleanJson, CleanText, RowId, UtcDateTime, metadata

promises = Table(
    "promises",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("text", CleanText, nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("is_call", Boolean, nullable=False, server_default=false()),
    Column("call", CleanJson(none_as_null=True)),
    Column("missed_at", UtcDateTime),
    Column("is_moved", Boolean, nullable=False, server_default=false()),
    Column("settled_by", BigInteger),
    Column("settled_at", UtcDateTime),
    Column("note", CleanText),
    Column("thread_id", BigInteger),
    Column("message_id", BigInteger),
    Column("proposal_at", UtcDateTime),
    Column("line_channel_id", BigInteger),
    Column("line_message_id", BigInteger),
    Column("line_says", String(10)),
    Column("line_member_id", BigInteger),
    UniqueConstraint("ticket_id", "number"),
    CheckConstraint("state IN ('asked', 'proposed', 'open', 'kept', 'withdrawn')", name="state"),
    CheckConstraint("(state IN ('kept', 'withdrawn')) = (settled_at IS NOT NULL)", name="settled_has_time"),
    CheckConstraint("is_call OR (call IS NULL AND state NOT IN ('asked', 'proposed'))", name="calls_are_agreed"),
    Index(None, "guild_id", "due_at"),
)

Index(
    "ix_promises_unsettled",
    promises.c.guild_id,
    promises.c.due_at,
    sqlite_where=promises.c.state.not_in(["kept", "withdrawn"]),
)

digests = Table(
    "digests",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("time_zone", String(60), nullable=False),
    Column("language", String(10), nullable=False),
    Column("sent_at", UtcDateTime),
    Column("undelivered_at", UtcDateTime),
    UniqueConstraint("guild_id", "member_id"),
    CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
)

"""The tables of what was said in tickets: as it came, what was edited since, and the files that came with it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
)

from bot.columns import CleanJson, CleanText, RowId, UtcDateTime, metadata

ticket_messages = Table(
    "ticket_messages",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("author_name", CleanText, nullable=False),
    Column("is_bot", Boolean, nullable=False),
    Column("type", String(40), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("text", CleanText),
    Column("more", CleanJson, nullable=False),
    Column("reply_to", BigInteger),
    Column("edited_at", UtcDateTime),
    Column("deleted_at", UtcDateTime),
    Column("reactions", CleanJson, nullable=False),
    Column("is_joined", Boolean, nullable=False),
    Column("erased_at", UtcDateTime),
    CheckConstraint("kind IN ('message', 'note')", name="kind"),
    Index(None, "ticket_id", "id"),
    Index(None, "thread_id", "id"),
    Index(None, "guild_id", "author_id", "ticket_id"),
)

ticket_message_versions = Table(
    "ticket_message_versions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    Column("message_id", ForeignKey("ticket_messages.id", ondelete="CASCADE"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("text", CleanText),
    Column("more", CleanJson, nullable=False),
    UniqueConstraint("message_id", "at"),
    Index(None, "ticket_id", "id"),
)

ticket_files = Table(
    "ticket_files",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    Column("message_id", ForeignKey("ticket_messages.id", ondelete="CASCADE"), nullable=False),
    Column("file_id", BigInteger, nullable=False),
    Column("name", CleanText, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("url", CleanText, nullable=False),
    Column("content_type", CleanText),
    Column("state", String(10), nullable=False),
    Column("hash", String(64)),
    UniqueConstraint("message_id", "file_id"),
    CheckConstraint("state IN ('owed', 'kept', 'too_large', 'gone')", name="state"),
    CheckConstraint("(state = 'kept') = (hash IS NOT NULL)", name="kept_has_hash"),
    Index(None, "ticket_id", "id"),
    Index(None, "hash"),
)

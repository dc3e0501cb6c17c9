"""The tables of what members give for messages: which of them were awarded, and what asks who helped."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, UniqueConstraint

from bot.columns import CleanJson, UtcDateTime, metadata

award_messages = Table(
    "award_messages",
    metadata,
    Column("line_id", ForeignKey("awards.id"), primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("emptied_at", UtcDateTime),
    Index(None, "message_id"),
)

thanks_prompts = Table(
    "thanks_prompts",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("key", String(100), nullable=False),
    Column("asker_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("candidates", CleanJson, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("message_id", BigInteger),
    Column("ended_at", UtcDateTime),
    UniqueConstraint("guild_id", "key"),
)

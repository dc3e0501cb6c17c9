"""The tables of accepted answers: where helpers were thanked, what trusted members wish, and which questions came into tickets."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, UniqueConstraint

from bot.columns import RowId, UtcDateTime, metadata

answer_thanks = Table(
    "answer_thanks",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("key", String(100), nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("answer_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("guild_id", "key"),
)
"""The one line in public below the answer that was accepted first. `key` is that of the award; without a `message_id`, it is
not written yet.
"""

answer_wishes = Table(
    "answer_wishes",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("key", String(100), nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("guild_id", "key", "member_id"),
    Index(None, "guild_id", "member_id"),
)
"""A trusted member would accept an answer of this author, for an asker who is gone: it takes two of them."""

added_questions = Table(
    "added_questions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("question_id", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    UniqueConstraint("question_id", "ticket_id"),
    Index(None, "ticket_id"),
)
"""Questions that came into a ticket that was open already."""

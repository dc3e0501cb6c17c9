"""The tables of solved questions: which answer was accepted, and where the FAQ has pointed to one."""

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
    false,
)

from bot.columns import CleanText, RowId, UtcDateTime, metadata

solutions = Table(
    "solutions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("question_id", BigInteger, nullable=False),
    Column("asker_id", BigInteger),
    Column("author_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("accepted_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("question_channel_id", BigInteger),
    Column("question_message_id", BigInteger),
    Column("terms", CleanText),
    Column("line_message_id", BigInteger),
    Column("has_settled", Boolean, nullable=False, server_default=false()),
    CheckConstraint("(question_channel_id IS NULL) = (question_message_id IS NULL)", name="question_is_found"),
    CheckConstraint("terms IS NULL OR question_message_id IS NOT NULL", name="terms_of_a_message"),
    Index(None, "guild_id", "question_id"),
    Index(None, "guild_id", "asker_id"),
    Index(None, "guild_id", "author_id"),
    Index(None, "question_message_id"),
    Index(None, "message_id"),
)
"""`question_id` is what has one accepted answer: a message or a thread. `question_…` is where it stands, once that was looked
up, and `terms` are the words by which it is found; `line_message_id` is our line below it.
"""
Index(
    "uq_solutions_standing",
    solutions.c.guild_id,
    solutions.c.question_id,
    unique=True,
    sqlite_where=solutions.c.ended_at.is_(None),
)
Index(
    "ix_solutions_found",
    solutions.c.guild_id,
    solutions.c.id,
    sqlite_where=solutions.c.terms.is_not(None),
)

pointers = Table(
    "pointers",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("question_id", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("solution_id", ForeignKey("solutions.id", ondelete="CASCADE"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("message_id", BigInteger),
    Column("outcome", String(10)),
    CheckConstraint("outcome IN ('helped', 'not_it', 'withdrawn')", name="outcome"),
    Index(None, "solution_id", "at"),
)
"""A line of the FAQ that points a question to one that was solved before."""

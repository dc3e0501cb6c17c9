"""The tables of what members have chosen about what is kept of them, and of what was erased, when and for whom."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, String, Table

from bot.columns import UtcDateTime, metadata

privacy_choices = Table(
    "privacy_choices",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("choice", String(10), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    CheckConstraint("choice IN ('hidden', 'unkept')", name="choice"),
)

erasures = Table(
    "erasures",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE")),
    Column("member_id", BigInteger),
    Column("what", String(10), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    CheckConstraint("what IN ('answers', 'messages', 'files', 'member')", name="what"),
    CheckConstraint("what <> 'member' OR member_id IS NOT NULL", name="of_somebody"),
    CheckConstraint("ticket_id IS NOT NULL OR what = 'member'", name="of_something"),
    Index(None, "ticket_id", "what", "at"),
)
"""Append-only. Without a `member_id`, time has erased it."""

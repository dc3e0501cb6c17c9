"""The tables of what staff are to look at in the ledger, and of what they did to it."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, String, Table

from bot.columns import CleanJson, CleanText, RowId, UtcDateTime, metadata

reputation_cases = Table(
    "reputation_cases",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("members", CleanJson, nullable=False),
    Column("line_ids", CleanJson, nullable=False),
    Column("inside", Integer, nullable=False),
    Column("received", Integer, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("opened_by", BigInteger),
    Column("action", String(10)),
    Column("points", Integer),
    Column("reason", CleanText),
    Column("interaction_id", BigInteger, unique=True),
    Column("decision", String(10)),
    Column("decided_by", BigInteger),
    Column("decided_at", UtcDateTime),
    Column("card_channel_id", BigInteger),
    Column("card_message_id", BigInteger),
    CheckConstraint("kind IN ('newcomers', 'pair', 'ring', 'supplied', 'banned', 'order')", name="kind"),
    CheckConstraint(
        "decision IN ('let_go', 'reversed', 'confirmed', 'declined', 'expired')",
        name="decision",
    ),
    CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_at_a_time"),
    CheckConstraint("decided_by IS NULL OR decision IS NOT NULL", name="decided_by_somebody"),
    CheckConstraint("decided_by <> opened_by", name="decided_by_another"),
    CheckConstraint(
        "(kind = 'order') = (action IS NOT NULL AND reason IS NOT NULL AND opened_by IS NOT NULL"
        " AND points IS NOT NULL AND interaction_id IS NOT NULL)",
        name="order_is_whole",
    ),
    CheckConstraint("(card_channel_id IS NULL) = (card_message_id IS NULL)", name="card_has_place"),
    Index(None, "guild_id", "member_id", "kind"),
)

reputation_audit = Table(
    "reputation_audit",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by_id", BigInteger, nullable=False),
    Column("action", String(10), nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("line_id", BigInteger),
    Column("case_id", BigInteger),
    Column("points", Integer, nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("reason", CleanText),
    Index(None, "guild_id", "at"),
)

Index(
    "ix_reputation_cases_open",
    reputation_cases.c.guild_id,
    sqlite_where=reputation_cases.c.decision.is_(None),
)

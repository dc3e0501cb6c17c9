"""The tables of reputation: the ledger of awards, and the rules that its lines were judged by."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from bot.columns import CleanJson, RowId, UtcDateTime, metadata

award_policies = Table(
    "award_policies",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("since_at", UtcDateTime, nullable=False),
    Column("data", CleanJson, nullable=False),
    Index(None, "guild_id"),
)

awards = Table(
    "awards",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("key", String(100), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("awarded_by", BigInteger),
    Column("giver", String(10), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("asker_id", BigInteger),
    Column("topic", String(100)),
    Column("points", Integer, nullable=False),
    Column("pending", Integer, nullable=False),
    Column("vests_at", UtcDateTime),
    Column("rule", String(20), nullable=False),
    Column("data", CleanJson, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("earned_at", UtcDateTime, nullable=False),
    Column("reverses_id", ForeignKey("awards.id")),
    Column("policy_id", ForeignKey("award_policies.id")),
    CheckConstraint("giver IN ('asker', 'peer', 'staff', 'nobody')", name="giver"),
    CheckConstraint("reverses_id IS NOT NULL OR member_id <> awarded_by", name="no_self_award"),
    CheckConstraint("reason = 'adjustment' OR reverses_id IS NOT NULL OR points >= 0", name="points"),
    CheckConstraint(
        "reverses_id IS NULL OR (pending = 0 AND points <= 0) OR reason = 'adjustment'", name="reversal"
    ),
    CheckConstraint("(pending > 0) = (vests_at IS NOT NULL) AND pending >= 0", name="pending_vests"),
    Index(None, "guild_id", "member_id", "points"),
    Index(None, "guild_id", "member_id", "earned_at"),
    Index(None, "guild_id", "awarded_by", "earned_at"),
    Index(None, "guild_id", "asker_id"),
    Index(None, "guild_id", "earned_at"),
    Index(None, "guild_id", "subject_id"),
    Index(None, "guild_id", "id"),
    Index(None, "policy_id"),
    Index(None, "guild_id", "member_id", "id"),
)

# As in bot/schema.py, only SQLite's condition stands here; the revision names PostgreSQL's too.
Index(
    "uq_awards_guild_id_key_turn",
    awards.c.guild_id,
    awards.c.key,
    awards.c.turn,
    unique=True,
    sqlite_where=awards.c.reverses_id.is_(None),
)
# Of these alone: an index that held also the lines that reverse none would be taken to look for those, which are nearly all.
Index("uq_awards_reverses_id", awards.c.reverses_id, unique=True, sqlite_where=awards.c.reverses_id.is_not(None))
Index("ix_awards_vests_at", awards.c.vests_at, sqlite_where=awards.c.vests_at.is_not(None))
Index(
    "ix_awards_guild_id_member_id_vests_at",
    awards.c.guild_id,
    awards.c.member_id,
    awards.c.vests_at,
    sqlite_where=awards.c.vests_at.is_not(None),
)
Index("ix_awards_held", awards.c.guild_id, awards.c.member_id, sqlite_where=awards.c.rule == "held")

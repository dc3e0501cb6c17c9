"""The tables of what staff's time goes to: what resolved tickets cost, and what was done to prevent others."""

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
    UniqueConstraint,
)

from bot.columns import CleanText, RowId, UtcDateTime, metadata

ticket_costs = Table(
    "ticket_costs",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("resolution_id", ForeignKey("ticket_resolutions.id", ondelete="CASCADE"), nullable=False),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("said_by", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("minutes", Integer),
    Column("cause", String(40)),
    Column("finding", String(10)),
    Column("entry_id", String(40)),
    UniqueConstraint("resolution_id", "number"),
    CheckConstraint("minutes IN (5, 15, 30, 60)", name="minutes"),
    CheckConstraint("finding IN ('missing', 'wrong', 'not_found', 'fine')", name="finding"),
    CheckConstraint(
        "entry_id IS NULL OR (finding IS NOT NULL AND finding IN ('wrong', 'not_found'))", name="finding_has_entry"
    ),
    Index(None, "ticket_id"),
)

prevention_work = Table(
    "prevention_work",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("what", CleanText),
    Column("interaction_id", BigInteger, nullable=False, unique=True),
    CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
    Index(None, "guild_id", "at"),
)

prevention_undone = Table(
    "prevention_undone",
    metadata,
    Column("work_id", ForeignKey("prevention_work.id", ondelete="CASCADE"), primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

"""The tables of routing: who says that they help, which questions go to helpers, and whom they went to."""

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
)

from bot.columns import CleanJson, RowId, UtcDateTime, metadata

helpers = Table(
    "helpers",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("topics", CleanJson, nullable=False),
    Column("takes_all", Boolean, nullable=False),
    Column("quiet_from", Integer),
    Column("quiet_to", Integer),
    Column("time_zone", String(60), nullable=False),
    Column("paused_at", UtcDateTime),
    Column("paused_until", UtcDateTime),
    UniqueConstraint("guild_id", "member_id"),
    CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_to BETWEEN 0 AND 23", name="hours"),
    CheckConstraint("(quiet_from IS NULL) = (quiet_to IS NULL)", name="quiet_has_an_end"),
    CheckConstraint("paused_until IS NULL OR paused_at IS NOT NULL", name="paused_since"),
)

routes = Table(
    "routes",
    metadata,
    Column("question_id", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("topic", String(60)),
    Column("routed_at", UtcDateTime, nullable=False),
    Column("step", Integer, nullable=False),
    Column("stepped_at", UtcDateTime),
    Column("line_step", Integer, nullable=False),
    Column("line_channel_id", BigInteger),
    Column("line_message_id", BigInteger),
    Column("offered_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    CheckConstraint("(line_channel_id IS NULL) = (line_message_id IS NULL)", name="line_has_place"),
)

Index("ix_routes_open", routes.c.guild_id, routes.c.question_id, sqlite_where=routes.c.ended_at.is_(None))

route_helpers = Table(
    "route_helpers",
    metadata,
    Column("question_id", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("step", Integer),
    Column("taken_until", UtcDateTime),
    Index(None, "guild_id", "at"),
    Index(None, "guild_id", "member_id"),
)

Index(
    "uq_route_helpers_holder",
    route_helpers.c.question_id,
    unique=True,
    sqlite_where=route_helpers.c.taken_until.is_not(None),
)

helpdesks = Table(
    "helpdesks",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, nullable=False),
)

"""Who says that they help, and which questions go to whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "helpers",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("takes_all", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "quiet_from BETWEEN 0 AND 23 AND quiet_to BETWEEN 0 AND 23", name=op.f("ck_helpers_hours")
        ),
        sa.CheckConstraint("(quiet_from IS NULL) = (quiet_to IS NULL)", name=op.f("ck_helpers_quiet_has_an_end")),
        sa.CheckConstraint("paused_until IS NULL OR paused_at IS NOT NULL", name=op.f("ck_helpers_paused_since")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpers")),
        sa.UniqueConstraint("guild_id", "member_id", name=op.f("uq_helpers_guild_id_member_id")),
    )
    op.create_table(
        "routes",
        sa.Column("question_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=True),
        sa.Column("routed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("stepped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("line_step", sa.Integer(), nullable=False),
        sa.Column("line_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("line_message_id", sa.BigInteger(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(line_channel_id IS NULL) = (line_message_id IS NULL)", name=op.f("ck_routes_line_has_place")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_routes_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_routes")),
    )
    op.create_index(
        "ix_routes_open", "routes", ["guild_id", "question_id"], sqlite_where=sa.text("ended_at IS NULL")
    )
    op.create_table(
        "route_helpers",
        sa.Column("question_id", ROW_ID, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("taken_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_route_helpers_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "member_id", name=op.f("pk_route_helpers")),
    )
    op.create_index(op.f("ix_route_helpers_guild_id_at"), "route_helpers", ["guild_id", "at"])
    op.create_index(op.f("ix_route_helpers_guild_id_member_id"), "route_helpers", ["guild_id", "member_id"])
    op.create_index(
        "uq_route_helpers_holder",
        "route_helpers",
        ["question_id"],
        unique=True,
        sqlite_where=sa.text("taken_until IS NOT NULL"),
        postgresql_where=sa.text("taken_until IS NOT NULL"),
    )
    op.create_table(
        "helpdesks",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_helpdesks")),
    )

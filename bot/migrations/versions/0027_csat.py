"""How tickets were resolved, what customers say of that, and who follows up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ticket_resolutions",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", ROW_ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handler_id", sa.BigInteger(), nullable=True),
        sa.Column("type_id", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_resolutions_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_resolutions")),
    )
    op.create_index(op.f("ix_ticket_resolutions_ticket_id_at"), "ticket_resolutions", ["ticket_id", "at"])
    op.create_index(op.f("ix_ticket_resolutions_guild_id_at"), "ticket_resolutions", ["guild_id", "at"])
    op.create_table(
        "ticket_ratings",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("resolution_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", ROW_ID, nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_ticket_ratings_score")),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["ticket_resolutions.id"],
            name=op.f("fk_ticket_ratings_resolution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_ratings_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_ratings")),
        sa.UniqueConstraint(
            "resolution_id", "member_id", "number", name=op.f("uq_ticket_ratings_resolution_id_member_id_number")
        ),
    )
    op.create_index(op.f("ix_ticket_ratings_ticket_id"), "ticket_ratings", ["ticket_id"])
    op.create_index(op.f("ix_ticket_ratings_guild_id_member_id"), "ticket_ratings", ["guild_id", "member_id"])
    op.create_table(
        "ticket_follow_ups",
        sa.Column("ticket_id", ROW_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("resolution_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("handler_id", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.BigInteger(), nullable=True),
        sa.Column("done_by", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(done_by IS NULL) = (done_at IS NULL) AND (done_by IS NULL OR claimed_by IS NOT NULL)",
            name=op.f("ck_ticket_follow_ups_done_by_somebody"),
        ),
        sa.CheckConstraint(
            "handler_id IS NULL OR claimed_by IS NULL OR claimed_by <> handler_id",
            name=op.f("ck_ticket_follow_ups_by_another"),
        ),
        sa.CheckConstraint(
            "(channel_id IS NULL) = (message_id IS NULL)", name=op.f("ck_ticket_follow_ups_line_has_place")
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["ticket_resolutions.id"],
            name=op.f("fk_ticket_follow_ups_resolution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_follow_ups_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_follow_ups")),
    )
    is_open = sa.text("done_at IS NULL")
    op.create_index(
        "ix_ticket_follow_ups_open",
        "ticket_follow_ups",
        ["guild_id", "opened_at"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )

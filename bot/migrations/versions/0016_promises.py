"""Promises, call-backs among them; who gets a digest each day; and an index of who has which ticket."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "promises",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("is_call", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("call", sa.JSON(), nullable=True),
        sa.Column("missed_at", moment, nullable=True),
        sa.Column("is_moved", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("settled_by", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("proposal_at", moment, nullable=True),
        sa.Column("line_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("line_message_id", sa.BigInteger(), nullable=True),
        sa.Column("line_says", sa.String(length=10), nullable=True),
        sa.Column("line_member_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'proposed', 'open', 'kept', 'withdrawn')", name=op.f("ck_promises_state")
        ),
        sa.CheckConstraint(
            "(state IN ('kept', 'withdrawn')) = (settled_at IS NOT NULL)",
            name=op.f("ck_promises_settled_has_time"),
        ),
        sa.CheckConstraint(
            "is_call OR (call IS NULL AND state NOT IN ('asked', 'proposed'))",
            name=op.f("ck_promises_calls_are_agreed"),
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_promises_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
        sa.UniqueConstraint("ticket_id", "number", name=op.f("uq_promises_ticket_id_number")),
    )
    op.create_index(op.f("ix_promises_guild_id_due_at"), "promises", ["guild_id", "due_at"], unique=False)
    unsettled = sa.text("(state NOT IN ('kept', 'withdrawn'))")
    op.create_index(
        "ix_promises_unsettled",
        "promises",
        ["guild_id", "due_at"],
        unique=False,
        sqlite_where=unsettled,
        postgresql_where=unsettled,
    )
    op.create_table(
        "digests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("sent_at", moment, nullable=True),
        sa.Column("undelivered_at", moment, nullable=True),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_digests_hour")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("guild_id", "member_id", name=op.f("uq_digests_guild_id_member_id")),
    )
    claimed = sa.text("status = 'claimed'")
    op.create_index(
        "ix_tickets_assigned",
        "tickets",
        ["guild_id", "assignee_id", "opened_at"],
        unique=False,
        sqlite_where=claimed,
        postgresql_where=claimed,
    )

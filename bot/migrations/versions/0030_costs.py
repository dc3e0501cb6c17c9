"""What resolved tickets cost staff, and what they do to prevent others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ticket_costs",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("resolution_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", ROW_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("said_by", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=40), nullable=True),
        sa.Column("finding", sa.String(length=10), nullable=True),
        sa.Column("entry_id", sa.String(length=40), nullable=True),
        sa.CheckConstraint("minutes IN (5, 15, 30, 60)", name=op.f("ck_ticket_costs_minutes")),
        sa.CheckConstraint(
            "finding IN ('missing', 'wrong', 'not_found', 'fine')", name=op.f("ck_ticket_costs_finding")
        ),
        sa.CheckConstraint(
            "entry_id IS NULL OR (finding IS NOT NULL AND finding IN ('wrong', 'not_found'))",
            name=op.f("ck_ticket_costs_finding_has_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["ticket_resolutions.id"],
            name=op.f("fk_ticket_costs_resolution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_costs_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_costs")),
        sa.UniqueConstraint("resolution_id", "number", name=op.f("uq_ticket_costs_resolution_id_number")),
    )
    op.create_index(op.f("ix_ticket_costs_ticket_id"), "ticket_costs", ["ticket_id"])
    op.create_table(
        "prevention_work",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_prevention_work_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prevention_work")),
        sa.UniqueConstraint("interaction_id", name=op.f("uq_prevention_work_interaction_id")),
    )
    op.create_index(op.f("ix_prevention_work_guild_id_at"), "prevention_work", ["guild_id", "at"])
    op.create_table(
        "prevention_undone",
        sa.Column("work_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["work_id"], ["prevention_work.id"], name=op.f("fk_prevention_undone_work_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("work_id", name=op.f("pk_prevention_undone")),
    )

"""Filled-in forms that are kept until their ticket is opened, and what became of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "last_chances",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("type_id", sa.String(length=40), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=True),
        sa.Column("entry_ids", sa.JSON(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("was_added", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.CheckConstraint(
            "opens_at IS NULL OR (filled IS NOT NULL AND solved_at IS NULL)", name=op.f("ck_last_chances_opens")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_last_chances_ticket_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_last_chances")),
        sa.UniqueConstraint("interaction_id", name=op.f("uq_last_chances_interaction_id")),
    )
    op.create_index(
        op.f("ix_last_chances_guild_id_offered_at"), "last_chances", ["guild_id", "offered_at"], unique=False
    )
    op.create_index(op.f("ix_last_chances_ticket_id"), "last_chances", ["ticket_id"], unique=False)

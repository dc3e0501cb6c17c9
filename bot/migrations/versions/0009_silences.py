"""Old silent chatter becomes counts; and an index that tells which questions an entry was marked as wrong for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "silences",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_silences_counts_something")),
        sa.PrimaryKeyConstraint("guild_id", "day", "place_id", "rule", name=op.f("pk_silences")),
    )
    op.create_index(op.f("ix_suspicions_question_id"), "suspicions", ["question_id"], unique=False)

"""What requesters were told to expect: their place, and by when staff answer; and several panels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "expectations",
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("type_id", sa.String(length=40), nullable=False),
        sa.Column("priority", sa.String(length=2), nullable=False),
        sa.Column("ahead", sa.Integer(), nullable=True),
        sa.Column("low_seconds", sa.Integer(), nullable=True),
        sa.Column("high_seconds", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(low_seconds IS NULL) = (high_seconds IS NULL)", name=op.f("ck_expectations_span_is_whole")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_expectations_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_expectations")),
    )
    with op.batch_alter_table("panels") as panels:
        panels.add_column(sa.Column("panel_id", sa.String(length=40), nullable=False, server_default="main"))
        panels.drop_constraint(op.f("pk_panels"), type_="primary")
        panels.create_primary_key(op.f("pk_panels"), ["guild_id", "panel_id"])
    with op.batch_alter_table("panels") as panels:
        panels.alter_column("panel_id", server_default=None)

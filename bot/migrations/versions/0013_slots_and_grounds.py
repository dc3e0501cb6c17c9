"""A member may have several live tickets of a type, each in a slot of its own; and what a ticket's priority rests on is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("slot", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("tickets", sa.Column("grounds", sa.JSON()))
    op.drop_index("uq_tickets_live", table_name="tickets")
    op.create_index(
        "uq_tickets_live",
        "tickets",
        ["guild_id", "requester_id", "type_id", "slot"],
        unique=True,
        sqlite_where=sa.text("status IN ('open', 'claimed')"),
        postgresql_where=sa.text("status IN ('open', 'claimed')"),
    )

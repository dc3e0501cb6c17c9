"""Whose turn it is in a ticket, what its requester closed and may reopen, and which lines have buttons still."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        tickets.drop_constraint(op.f("ck_tickets_status"), type_="check")
        tickets.create_check_constraint(
            op.f("ck_tickets_status"), "status IN ('open', 'claimed', 'resolved', 'withdrawn', 'closed')"
        )
        tickets.add_column(sa.Column("waiting_on", sa.String(length=20), nullable=False, server_default="staff"))
        tickets.add_column(sa.Column("offer_ids", sa.JSON(), nullable=False, server_default="[]"))
        tickets.create_check_constraint(
            op.f("ck_tickets_waiting_on"), "waiting_on IN ('staff', 'requester', 'third_party', 'fix')"
        )
    waiting = sa.text("(status NOT IN ('resolved', 'withdrawn', 'closed'))")
    op.drop_index("ix_tickets_queue", table_name="tickets")
    op.create_index(
        "ix_tickets_queue",
        "tickets",
        ["guild_id", "priority", "opened_at", "id"],
        unique=False,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )

"""A live ticket may be out of the queue for a while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        tickets.add_column(sa.Column("snoozed", sa.Boolean(), nullable=False, server_default=sa.false()))
        tickets.add_column(sa.Column("wakes_at", sa.DateTime(timezone=True)))
        tickets.create_check_constraint(op.f("ck_tickets_snoozed"), "wakes_at IS NULL OR snoozed")
    # Written anew with what is asked of it now; and after the table was, or SQLite might count the queue by another index.
    waiting = sa.text("(status NOT IN ('resolved', 'withdrawn', 'closed'))")
    op.drop_index("ix_tickets_queue", table_name="tickets")
    op.create_index(
        "ix_tickets_queue",
        "tickets",
        ["guild_id", "queue_key", "id", "assignee_id", "type_id", "waiting_on", "status", "snoozed"],
        unique=False,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )

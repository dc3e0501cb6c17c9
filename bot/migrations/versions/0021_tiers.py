"""A ticket may have been passed on to another tier."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        tickets.add_column(sa.Column("tier", sa.String(40)))
    # Written anew, with what is asked of it now, and after the table was: see revision 0020.
    waiting = sa.text("(status NOT IN ('resolved', 'withdrawn', 'closed'))")
    op.drop_index("ix_tickets_queue", table_name="tickets")
    op.create_index(
        "ix_tickets_queue",
        "tickets",
        ["guild_id", "queue_key", "id", "assignee_id", "type_id", "waiting_on", "status", "snoozed", "tier"],
        unique=False,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )

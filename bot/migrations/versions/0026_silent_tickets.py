"""A ticket may be closed because its requester does not answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        tickets.drop_constraint(op.f("ck_tickets_status"), type_="check")
        tickets.create_check_constraint(
            op.f("ck_tickets_status"), "status IN ('open', 'claimed', 'resolved', 'withdrawn', 'silent', 'closed')"
        )
    # Written anew, with what is not live, and after the table was: see revision 0020.
    waiting = sa.text("(status NOT IN ('resolved', 'withdrawn', 'silent', 'closed'))")
    op.drop_index("ix_tickets_queue", table_name="tickets")
    op.create_index(
        "ix_tickets_queue",
        "tickets",
        ["guild_id", "queue_key", "id", "assignee_id", "type_id", "waiting_on", "status", "snoozed", "tier"],
        unique=False,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )

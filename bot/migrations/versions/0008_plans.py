"""Indexes so that nothing that runs for an event, a press, a job or a command reads a whole table that grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

REORDERED = (
    ("drafts", ["guild_id", "status"], ["status", "guild_id"]),
    ("awards", ["guild_id", "member_id"], ["guild_id", "member_id", "points"]),
)

PARTIAL = (
    ("ix_questions_spoken", "questions", ["channel_id", "asked_at"], "rule IN ('sure', 'between')"),
    ("ix_questions_kept", "questions", ["asked_at"], "text IS NOT NULL"),
    ("ix_tickets_unsettled", "tickets", ["guild_id", "id"], "status != 'closed'"),
)


def upgrade() -> None:
    for table, before, after in REORDERED:
        op.drop_index(op.f(f"ix_{table}_{'_'.join(before)}"), table_name=table)
        op.create_index(op.f(f"ix_{table}_{'_'.join(after)}"), table, after, unique=False)
    for name, table, columns, condition in PARTIAL:
        where = sa.text(condition)
        op.create_index(name, table, columns, unique=False, sqlite_where=where, postgresql_where=where)

"""Indexes for what people wait for and for reports, and the lives of entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INDEXES = (
    ("tickets", ["guild_id", "opened_at"]),
    ("tickets", ["question_id"]),
    ("ticket_events", ["guild_id", "kind", "at"]),
    ("awards", ["guild_id", "at"]),
    ("questions", ["place_id"]),
    ("questions", ["guild_id", "asked_at", "rule"]),
)


def upgrade() -> None:
    op.drop_index(op.f("ix_tickets_guild_id_status"), table_name="tickets")
    op.drop_index(op.f("ix_ticket_events_guild_id_at"), table_name="ticket_events")
    op.drop_index(op.f("ix_questions_guild_id_asked_at"), table_name="questions")
    for table, columns in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)
    waiting = sa.text("(status NOT IN ('resolved', 'closed'))")
    op.create_index(
        "ix_tickets_queue",
        "tickets",
        ["guild_id", "priority", "opened_at", "id"],
        unique=False,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "entry_lives",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("phrasings", sa.JSON(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "entry_id", name=op.f("pk_entry_lives")),
    )

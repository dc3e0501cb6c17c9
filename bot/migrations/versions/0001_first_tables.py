"""The first tables: jobs, questions, feedback, tickets, ticket_events, awards, panels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def row_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "awards",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("awarded_by", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason IN ('accepted_answer', 'ticket_help')", name=op.f("ck_awards_reason")),
        sa.CheckConstraint("member_id <> awarded_by", name=op.f("ck_awards_no_self_award")),
        sa.CheckConstraint("points > 0", name=op.f("ck_awards_points")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
        sa.UniqueConstraint("guild_id", "reason", "subject_id", name=op.f("uq_awards_guild_id_reason_subject_id")),
    )
    op.create_index(op.f("ix_awards_guild_id_member_id"), "awards", ["guild_id", "member_id"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_jobs_kind_subject_id")),
    )
    op.create_index(op.f("ix_jobs_due_at"), "jobs", ["due_at"], unique=False)
    op.create_table(
        "panels",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_panels")),
    )
    op.create_table(
        "questions",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("asker_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("entry_id", sa.String(length=40), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("margin", sa.Float(), nullable=False),
        sa.Column("answer_message_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "verdict <> 'answer' OR entry_id IS NOT NULL", name=op.f("ck_questions_answer_has_entry")
        ),
        sa.CheckConstraint("verdict IN ('answer', 'silent')", name=op.f("ck_questions_verdict")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("message_id", name=op.f("uq_questions_message_id")),
    )
    op.create_index(op.f("ix_questions_guild_id_asked_at"), "questions", ["guild_id", "asked_at"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", row_id(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("by_asker", sa.Boolean(), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_feedback_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_question_id"), "feedback", ["question_id"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("type_id", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("priority", sa.String(length=2), nullable=False),
        sa.Column("requester_id", sa.BigInteger(), nullable=False),
        sa.Column("assignee_id", sa.BigInteger(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("question_id", row_id(), nullable=True),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("opening_message_id", sa.BigInteger(), nullable=True),
        sa.Column("requester_added", sa.Boolean(), nullable=False),
        sa.Column("card_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("card_message_id", sa.BigInteger(), nullable=True),
        sa.Column("announced_event_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(status NOT IN ('opening', 'open') OR assignee_id IS NULL)"
            " AND (status <> 'claimed' OR assignee_id IS NOT NULL)",
            name=op.f("ck_tickets_assignee_fits_status"),
        ),
        sa.CheckConstraint("priority IN ('P1', 'P2', 'P3', 'P4')", name=op.f("ck_tickets_priority")),
        sa.CheckConstraint(
            "status IN ('opening', 'closed') OR (thread_id IS NOT NULL AND opening_message_id IS NOT NULL"
            " AND requester_added AND card_message_id IS NOT NULL)",
            name=op.f("ck_tickets_open_is_complete"),
        ),
        sa.CheckConstraint(
            "status IN ('opening', 'open', 'claimed', 'resolved', 'closed')", name=op.f("ck_tickets_status")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_tickets_question_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("guild_id", "number", name=op.f("uq_tickets_guild_id_number")),
        sa.UniqueConstraint("interaction_id", name=op.f("uq_tickets_interaction_id")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_tickets_thread_id")),
    )
    op.create_index(op.f("ix_tickets_guild_id_status"), "tickets", ["guild_id", "status"], unique=False)
    op.create_index(
        "uq_tickets_live",
        "tickets",
        ["guild_id", "requester_id", "type_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('opening', 'open', 'claimed')"),
        postgresql_where=sa.text("status IN ('opening', 'open', 'claimed')"),
    )
    op.create_table(
        "ticket_events",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", row_id(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('opened', 'claimed', 'released', 'responded', 'resolved', 'closed', 'reopened')",
            name=op.f("ck_ticket_events_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_events_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_events")),
    )
    op.create_index(op.f("ix_ticket_events_guild_id_at"), "ticket_events", ["guild_id", "at"], unique=False)
    op.create_index(op.f("ix_ticket_events_ticket_id"), "ticket_events", ["ticket_id"], unique=False)


def downgrade() -> None:
    for table in ("ticket_events", "tickets", "feedback", "questions", "panels", "jobs", "awards"):
        op.drop_table(table)

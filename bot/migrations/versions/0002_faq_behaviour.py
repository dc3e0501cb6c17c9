"""What the FAQ's behaviour needs: rules, outcomes, pieces, follow-ups, suspicions, opt-outs, labels, drafts, reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def row_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _questions()
    op.create_table(
        "pieces",
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", row_id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_pieces_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_pieces")),
    )
    op.create_index(op.f("ix_pieces_question_id"), "pieces", ["question_id"], unique=False)
    op.execute(
        "INSERT INTO pieces (message_id, guild_id, question_id) SELECT message_id, guild_id, id FROM questions"
    )
    op.create_table(
        "follow_ups",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", row_id(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_follow_ups_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("message_id", name=op.f("uq_follow_ups_message_id")),
    )
    op.create_index(op.f("ix_follow_ups_question_id"), "follow_ups", ["question_id"], unique=False)
    op.create_table(
        "suspicions",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("question_id", row_id(), nullable=True),
        sa.Column("marked_by", sa.BigInteger(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_by", sa.BigInteger(), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(cleared_by IS NULL) = (cleared_at IS NULL)", name=op.f("ck_suspicions_cleared_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_suspicions_question_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspicions")),
    )
    op.create_index(
        "uq_suspicions_live",
        "suspicions",
        ["guild_id", "entry_id"],
        unique=True,
        sqlite_where=sa.text("cleared_at IS NULL"),
        postgresql_where=sa.text("cleared_at IS NULL"),
    )
    op.create_table(
        "opt_outs",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name=op.f("pk_opt_outs")),
    )
    op.create_table(
        "labels",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", row_id(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("labelled_by", sa.BigInteger(), nullable=False),
        sa.Column("labelled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_labels_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labels")),
        sa.UniqueConstraint("question_id", name=op.f("uq_labels_question_id")),
    )
    op.create_index(op.f("ix_labels_guild_id"), "labels", ["guild_id"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("credited_id", sa.BigInteger(), nullable=True),
        sa.Column("source_channel_id", sa.BigInteger(), nullable=False),
        sa.Column("source_message_id", sa.BigInteger(), nullable=True),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("card_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("card_message_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("status IN ('open', 'approved', 'rejected')", name=op.f("ck_drafts_status")),
        sa.CheckConstraint(
            "(status = 'open') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_drafts_decided_by_somebody"),
        ),
        sa.CheckConstraint("told_at IS NULL OR decided_at IS NOT NULL", name=op.f("ck_drafts_told_once_decided")),
        sa.CheckConstraint(
            "(card_channel_id IS NULL) = (card_message_id IS NULL)", name=op.f("ck_drafts_card_has_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("interaction_id", name=op.f("uq_drafts_interaction_id")),
    )
    op.create_index(op.f("ix_drafts_guild_id_status"), "drafts", ["guild_id", "status"], unique=False)
    op.create_table(
        "reminders",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint(
            "guild_id", "entry_id", "review_by", name=op.f("uq_reminders_guild_id_entry_id_review_by")
        ),
    )
    with op.batch_alter_table("awards") as table:
        table.drop_constraint(op.f("ck_awards_reason"), type_="check")
        table.create_check_constraint(
            op.f("ck_awards_reason"), "reason IN ('accepted_answer', 'ticket_help', 'faq_entry')"
        )


def _questions() -> None:
    """The new columns, filled for the rows that are there, and then the rules that they must keep."""
    with op.batch_alter_table("questions") as table:
        table.add_column(sa.Column("place_id", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("rule", sa.String(length=20), nullable=True))
        table.add_column(sa.Column("candidates", sa.JSON(), nullable=True))
        table.add_column(sa.Column("language", sa.String(length=10), nullable=True))
        table.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("reread_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("outcome", sa.String(length=12), nullable=True))
        table.add_column(sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True))
        table.drop_constraint(op.f("ck_questions_verdict"), type_="check")
    op.execute(
        "UPDATE questions SET place_id = channel_id, candidates = '[]',"
        " rule = CASE verdict WHEN 'answer' THEN 'sure' ELSE 'unsure' END,"
        " answered_at = CASE WHEN answer_message_id IS NULL THEN NULL ELSE asked_at END"
    )
    with op.batch_alter_table("questions") as table:
        for name, kind in (
            ("place_id", sa.BigInteger()),
            ("rule", sa.String(length=20)),
            ("candidates", sa.JSON()),
        ):
            table.alter_column(name, existing_type=kind, nullable=False)
        table.create_check_constraint(op.f("ck_questions_verdict"), "verdict IN ('answer', 'suggest', 'silent')")
        table.create_check_constraint(
            op.f("ck_questions_outcome"),
            "outcome IN ('solved', 'handed_over', 'human', 'wrong', 'dismissed', 'removed')",
        )
        table.create_check_constraint(
            op.f("ck_questions_outcome_has_time"), "(outcome IS NULL) = (outcome_at IS NULL)"
        )
        table.create_check_constraint(
            op.f("ck_questions_answer_has_time"), "(answer_message_id IS NULL) = (answered_at IS NULL)"
        )
    op.create_index(op.f("ix_questions_channel_id_asked_at"), "questions", ["channel_id", "asked_at"])
    op.create_index(
        op.f("ix_questions_guild_id_asker_id_asked_at"), "questions", ["guild_id", "asker_id", "asked_at"]
    )
    op.create_index(op.f("ix_questions_answer_message_id"), "questions", ["answer_message_id"])

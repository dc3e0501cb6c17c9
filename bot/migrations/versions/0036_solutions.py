"""Which answer to a question was accepted, and where the FAQ has pointed to one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "solutions",
        sa.Column("id", row_id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("asker_id", sa.BigInteger(), nullable=True),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("question_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("question_message_id", sa.BigInteger(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("line_message_id", sa.BigInteger(), nullable=True),
        sa.Column("has_settled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "(question_channel_id IS NULL) = (question_message_id IS NULL)",
            name=op.f("ck_solutions_question_is_found"),
        ),
        sa.CheckConstraint(
            "terms IS NULL OR question_message_id IS NOT NULL", name=op.f("ck_solutions_terms_of_a_message")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solutions")),
    )
    op.create_index(op.f("ix_solutions_guild_id_question_id"), "solutions", ["guild_id", "question_id"])
    op.create_index(op.f("ix_solutions_guild_id_asker_id"), "solutions", ["guild_id", "asker_id"])
    op.create_index(op.f("ix_solutions_guild_id_author_id"), "solutions", ["guild_id", "author_id"])
    op.create_index(op.f("ix_solutions_question_message_id"), "solutions", ["question_message_id"])
    op.create_index(op.f("ix_solutions_message_id"), "solutions", ["message_id"])
    op.create_index(
        "uq_solutions_standing",
        "solutions",
        ["guild_id", "question_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_solutions_found",
        "solutions",
        ["guild_id", "id"],
        sqlite_where=sa.text("terms IS NOT NULL"),
        postgresql_where=sa.text("terms IS NOT NULL"),
    )
    op.create_table(
        "pointers",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", row_id, nullable=False),
        sa.Column("solution_id", row_id, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(10), nullable=True),
        sa.CheckConstraint("outcome IN ('helped', 'not_it', 'withdrawn')", name=op.f("ck_pointers_outcome")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_pointers_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["solution_id"], ["solutions.id"], name=op.f("fk_pointers_solution_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pointers")),
        sa.UniqueConstraint("question_id", name=op.f("uq_pointers_question_id")),
    )
    op.create_index(op.f("ix_pointers_solution_id_at"), "pointers", ["solution_id", "at"])

"""Where helpers were thanked for an answer, what trusted members wish, and which questions came into tickets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "answer_thanks",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("answer_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_thanks")),
        sa.UniqueConstraint("guild_id", "key", name=op.f("uq_answer_thanks_guild_id_key")),
    )
    op.create_table(
        "answer_wishes",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_wishes")),
        sa.UniqueConstraint("guild_id", "key", "member_id", name=op.f("uq_answer_wishes_guild_id_key_member_id")),
    )
    op.create_index(op.f("ix_answer_wishes_guild_id_member_id"), "answer_wishes", ["guild_id", "member_id"])
    op.create_table(
        "added_questions",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", ROW_ID, nullable=False),
        sa.Column("ticket_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_added_questions_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_added_questions_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_added_questions")),
        sa.UniqueConstraint("question_id", "ticket_id", name=op.f("uq_added_questions_question_id_ticket_id")),
    )
    op.create_index(op.f("ix_added_questions_ticket_id"), "added_questions", ["ticket_id"])

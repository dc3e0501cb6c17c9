"""The messages that were awarded are found by their ids, and so are the prompts that ask who helped."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "award_messages",
        sa.Column("line_id", ROW_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("emptied_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["line_id"], ["awards.id"], name=op.f("fk_award_messages_line_id")),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_award_messages")),
    )
    op.create_index(op.f("ix_award_messages_message_id"), "award_messages", ["message_id"])
    op.create_table(
        "thanks_prompts",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("asker_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks_prompts")),
        sa.UniqueConstraint("guild_id", "key", name=op.f("uq_thanks_prompts_guild_id_key")),
    )

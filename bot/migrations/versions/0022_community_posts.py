"""Where the community was asked before a ticket was opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "community_posts",
        sa.Column("chance_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("type_id", sa.String(length=40), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("gone", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.CheckConstraint("(title IS NULL) = (text IS NULL)", name=op.f("ck_community_posts_words_are_whole")),
        sa.CheckConstraint(
            "thread_id IS NOT NULL OR message_id IS NULL", name=op.f("ck_community_posts_message_has_thread")
        ),
        sa.ForeignKeyConstraint(
            ["chance_id"],
            ["last_chances.id"],
            name=op.f("fk_community_posts_chance_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chance_id", name=op.f("pk_community_posts")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_community_posts_thread_id")),
    )
    op.create_index(
        op.f("ix_community_posts_guild_id_member_id_asked_at"),
        "community_posts",
        ["guild_id", "member_id", "asked_at"],
        unique=False,
    )
    op.create_index(op.f("ix_community_posts_message_id"), "community_posts", ["message_id"], unique=False)
    waiting = sa.text("opens_at IS NOT NULL")
    op.create_index(
        "ix_last_chances_waiting",
        "last_chances",
        ["guild_id", "id"],
        unique=False,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )

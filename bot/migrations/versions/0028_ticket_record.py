"""What is said in tickets is kept as it comes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "ticket_messages",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", row_id, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("more", sa.JSON(), nullable=False),
        sa.Column("reply_to", sa.BigInteger(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reactions", sa.JSON(), nullable=False),
        sa.Column("is_joined", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('message', 'note')", name=op.f("ck_ticket_messages_kind")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_messages_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_messages")),
    )
    op.create_index(op.f("ix_ticket_messages_ticket_id_id"), "ticket_messages", ["ticket_id", "id"], unique=False)
    op.create_index(op.f("ix_ticket_messages_thread_id_id"), "ticket_messages", ["thread_id", "id"], unique=False)
    op.create_table(
        "ticket_message_versions",
        sa.Column("id", row_id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", row_id, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("more", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_message_versions_ticket_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["ticket_messages.id"],
            name=op.f("fk_ticket_message_versions_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_message_versions")),
        sa.UniqueConstraint("message_id", "at", name=op.f("uq_ticket_message_versions_message_id_at")),
    )
    op.create_index(
        op.f("ix_ticket_message_versions_ticket_id_id"),
        "ticket_message_versions",
        ["ticket_id", "id"],
        unique=False,
    )
    op.create_table(
        "ticket_files",
        sa.Column("id", row_id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", row_id, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("hash", sa.String(64), nullable=True),
        sa.CheckConstraint("state IN ('owed', 'kept', 'too_large', 'gone')", name=op.f("ck_ticket_files_state")),
        sa.CheckConstraint("(state = 'kept') = (hash IS NOT NULL)", name=op.f("ck_ticket_files_kept_has_hash")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_files_ticket_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["ticket_messages.id"], name=op.f("fk_ticket_files_message_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_files")),
        sa.UniqueConstraint("message_id", "file_id", name=op.f("uq_ticket_files_message_id_file_id")),
    )
    op.create_index(op.f("ix_ticket_files_ticket_id_id"), "ticket_files", ["ticket_id", "id"], unique=False)
    op.create_index(op.f("ix_ticket_files_hash"), "ticket_files", ["hash"], unique=False)

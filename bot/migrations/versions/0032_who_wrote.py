"""What a member wrote is found by them, in whatever ticket."""

from __future__ import annotations

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        op.f("ix_ticket_messages_guild_id_author_id_ticket_id"),
        "ticket_messages",
        ["guild_id", "author_id", "ticket_id"],
    )

"""What members choose about what is kept of them, and what was erased; a message that was erased says so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "privacy_choices",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("choice", sa.String(10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("choice IN ('hidden', 'unkept')", name=op.f("ck_privacy_choices_choice")),
        sa.PrimaryKeyConstraint("guild_id", "member_id", "choice", name=op.f("pk_privacy_choices")),
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", row_id, nullable=True),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("what IN ('answers', 'messages', 'files', 'member')", name=op.f("ck_erasures_what")),
        sa.CheckConstraint("what <> 'member' OR member_id IS NOT NULL", name=op.f("ck_erasures_of_somebody")),
        sa.CheckConstraint("ticket_id IS NOT NULL OR what = 'member'", name=op.f("ck_erasures_of_something")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_erasures_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    op.create_index(op.f("ix_erasures_ticket_id_what_at"), "erasures", ["ticket_id", "what", "at"], unique=False)
    op.add_column("ticket_messages", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_direct_channels_member_id"), "direct_channels", ["member_id"], unique=False)
    for table in ("last_chances", "ticket_searches", "feedback", "refused_forms", "drafts"):
        member = "proposed_by" if table == "drafts" else "member_id"
        op.create_index(op.f(f"ix_{table}_guild_id_{member}"), table, ["guild_id", member], unique=False)

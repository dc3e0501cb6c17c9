"""Staff look at what is held and at who is new, decide about it, and what they did to the ledger is written down."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reputation_cases",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("line_ids", sa.JSON(), nullable=False),
        sa.Column("inside", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("opened_by", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=10), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("interaction_id", sa.BigInteger(), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("card_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("card_message_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('newcomers', 'pair', 'ring', 'supplied', 'banned', 'order')",
            name=op.f("ck_reputation_cases_kind"),
        ),
        sa.CheckConstraint(
            "decision IN ('let_go', 'reversed', 'confirmed', 'declined', 'expired')",
            name=op.f("ck_reputation_cases_decision"),
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_reputation_cases_decided_at_a_time")
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decision IS NOT NULL", name=op.f("ck_reputation_cases_decided_by_somebody")
        ),
        sa.CheckConstraint("decided_by <> opened_by", name=op.f("ck_reputation_cases_decided_by_another")),
        sa.CheckConstraint(
            "(kind = 'order') = (action IS NOT NULL AND reason IS NOT NULL AND opened_by IS NOT NULL"
            " AND points IS NOT NULL AND interaction_id IS NOT NULL)",
            name=op.f("ck_reputation_cases_order_is_whole"),
        ),
        sa.CheckConstraint(
            "(card_channel_id IS NULL) = (card_message_id IS NULL)",
            name=op.f("ck_reputation_cases_card_has_place"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reputation_cases")),
        sa.UniqueConstraint("interaction_id", name=op.f("uq_reputation_cases_interaction_id")),
    )
    op.create_index(
        op.f("ix_reputation_cases_guild_id_member_id_kind"),
        "reputation_cases",
        ["guild_id", "member_id", "kind"],
    )
    is_open = sa.text("decision IS NULL")
    op.create_index(
        "ix_reputation_cases_open",
        "reputation_cases",
        ["guild_id"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_table(
        "reputation_audit",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("line_id", sa.BigInteger(), nullable=True),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reputation_audit")),
    )
    op.create_index(op.f("ix_reputation_audit_guild_id_at"), "reputation_audit", ["guild_id", "at"])

"""Members hold ranks, and are given the roles of these; who helps is thanked each week."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "rank_holders",
        sa.Column("id", row_id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Text(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rank_holders")),
        sa.UniqueConstraint("guild_id", "member_id", name=op.f("uq_rank_holders_guild_id_member_id")),
    )
    op.create_index(op.f("ix_rank_holders_guild_id_looked_at"), "rank_holders", ["guild_id", "looked_at"])
    op.create_table(
        "rank_grants",
        sa.Column("holder_id", row_id, nullable=False),
        sa.Column("role_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["rank_holders.id"], name=op.f("fk_rank_grants_holder_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("holder_id", "role_id", name=op.f("pk_rank_grants")),
    )
    op.create_table(
        "thanks_posts",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(channel_id IS NULL) = (message_id IS NULL)", name=op.f("ck_thanks_posts_message_has_place")
        ),
        sa.PrimaryKeyConstraint("guild_id", "ends_at", name=op.f("pk_thanks_posts")),
    )
    op.create_table(
        "impact_notes",
        sa.Column("id", row_id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_notes")),
        sa.UniqueConstraint("guild_id", "member_id", name=op.f("uq_impact_notes_guild_id_member_id")),
    )

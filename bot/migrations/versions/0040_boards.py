"""What is shown of a member is found by an index of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_awards_guild_id_member_id_id", "awards", ["guild_id", "member_id", "id"])
    vests, holds = sa.text("vests_at IS NOT NULL"), sa.text("rule = 'held'")
    op.create_index(
        "ix_awards_guild_id_member_id_vests_at",
        "awards",
        ["guild_id", "member_id", "vests_at"],
        sqlite_where=vests,
        postgresql_where=vests,
    )
    op.create_index(
        "ix_awards_held", "awards", ["guild_id", "member_id"], sqlite_where=holds, postgresql_where=holds
    )

"""Which channel or role each name of config.yaml means in a server."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "places",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), autoincrement=False, nullable=False),
        sa.Column("discord_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('text', 'forum', 'role')", name=op.f("ck_places_kind")),
        sa.PrimaryKeyConstraint("guild_id", "kind", "name", name=op.f("pk_places")),
    )

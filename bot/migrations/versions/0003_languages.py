"""The language of a ticket's requester, and of who proposed a draft; null for those from before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("language", sa.String(length=10), nullable=True))
    op.add_column("drafts", sa.Column("language", sa.String(length=10), nullable=True))

"""A message that asks two questions may be answered with two entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("questions", sa.Column("second_entry_id", sa.String(length=40), nullable=True))

"""The lead over the second entry is no longer asked for: it is not kept, and whom it kept silent was not sure enough."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE questions SET rule = 'unsure' WHERE rule = 'too_close'")
    op.drop_column("questions", "margin")

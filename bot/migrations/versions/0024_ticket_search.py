"""What stands in tickets can be found by its words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.search_tables import make_index, search_index, search_texts
from bot.tickets import as_json
from bot.tickets.search.terms import of_ticket

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BATCH = 1000
"""Tickets that are read at a time."""


def upgrade() -> None:
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "search_texts",
        sa.Column("id", row_id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", row_id, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_search_texts_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_texts")),
        sa.UniqueConstraint("kind", "source_id", name=op.f("uq_search_texts_kind_source_id")),
        sa.CheckConstraint("kind IN ('ticket', 'note', 'message')", name=op.f("ck_search_texts_kind")),
    )
    op.create_index(op.f("ix_search_texts_ticket_id"), "search_texts", ["ticket_id"], unique=False)
    connection = op.get_bind()
    make_index(connection, search_texts, search_index)
    _fill(connection)


def _fill(connection: sa.Connection) -> None:
    """In the order of their ids, which is that of time: so the newest are found first."""
    tickets = sa.table(
        "tickets", sa.column("id"), sa.column("guild_id"), sa.column("summary"), sa.column("details", sa.JSON())
    )
    texts = sa.table("search_texts", *map(sa.column, ("guild_id", "ticket_id", "kind", "source_id", "terms")))
    last = 0
    while True:
        rows = connection.execute(
            sa.select(tickets).where(tickets.c.id > last).order_by(tickets.c.id).limit(BATCH)
        ).all()
        if not rows:
            return
        last = rows[-1].id
        connection.execute(
            sa.insert(texts),
            [
                {
                    "guild_id": row.guild_id,
                    "ticket_id": row.id,
                    "kind": "ticket",
                    "source_id": row.id,
                    "terms": of_ticket(row.summary, [as_json.detail_of(one) for one in row.details]),
                }
                for row in rows
            ],
        )

"""One order of the queue, kept with each ticket; from when on who has one is to write; and who of staff is away.

Who has a ticket from before keeps it: from when on they were to write is not known, until somebody does.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.columns import UtcDateTime, microseconds_between

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

HEAD_START_DAYS = {"P1": 0, "P2": 3, "P3": 7, "P4": 21}
NOT_STAFFS_TURN = 10**17
DAY = timedelta(days=1) // timedelta(microseconds=1)
LIVE = "(status NOT IN ('resolved', 'withdrawn', 'closed'))"
CLAIMED = "status = 'claimed'"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("waits_since", sa.DateTime(timezone=True)))
    op.add_column("tickets", sa.Column("held_since", sa.DateTime(timezone=True)))
    op.add_column("tickets", sa.Column("queue_key", sa.BigInteger(), nullable=False, server_default="0"))
    _give_keys()
    op.drop_index("ix_tickets_queue", table_name="tickets")
    for name, columns, condition in (
        (
            "ix_tickets_queue",
            ["guild_id", "queue_key", "id", "assignee_id", "type_id", "waiting_on", "status"],
            LIVE,
        ),
        ("ix_tickets_held", ["guild_id", "waiting_on", "held_since"], CLAIMED),
    ):
        where = sa.text(condition)
        op.create_index(name, "tickets", columns, unique=False, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "absences",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name=op.f("pk_absences")),
    )


def _give_keys() -> None:
    """As `queue.key` does."""
    tickets = sa.table(
        "tickets",
        sa.column("opened_at", UtcDateTime()),
        sa.column("priority", sa.String()),
        sa.column("waiting_on", sa.String()),
        sa.column("queue_key", sa.BigInteger()),
        sa.column("status", sa.String()),
    )
    epoch: sa.ColumnElement[Any] = sa.literal_column("'1970-01-01 00:00:00.000000'")
    if op.get_bind().dialect.name == "postgresql":
        epoch = sa.literal_column("TIMESTAMPTZ '1970-01-01 00:00:00+00'")
    start = sa.case(
        {priority: sa.literal(days * DAY, sa.BigInteger()) for priority, days in HEAD_START_DAYS.items()},
        value=tickets.c.priority,
    )
    behind = sa.case(
        (tickets.c.waiting_on == "staff", sa.literal(0, sa.BigInteger())),
        else_=sa.literal(NOT_STAFFS_TURN, sa.BigInteger()),
    )
    op.execute(
        tickets.update()
        .where(tickets.c.status.in_(["open", "claimed"]))
        .values(queue_key=microseconds_between(epoch, tickets.c.opened_at) + start + behind)
    )

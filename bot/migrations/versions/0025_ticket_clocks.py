"""The SLA clocks of tickets, for those that are live too; and when each is due next, in the order of the queue."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "ticket_clocks",
        sa.Column("ticket_id", row_id, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("spent_microseconds", sa.BigInteger(), nullable=False),
        *(
            sa.Column(name, MOMENT, nullable=True)
            for name in (
                "runs_since",
                "met_at",
                "warn_at",
                "due_at",
                "warned_at",
                "breached_at",
                "made_late_at",
                "acts_at",
            )
        ),
        sa.CheckConstraint(
            "kind IN ('first_response', 'next_response', 'resolution')", name=op.f("ck_ticket_clocks_kind")
        ),
        sa.CheckConstraint("spent_microseconds >= 0", name=op.f("ck_ticket_clocks_spent")),
        sa.CheckConstraint("met_at IS NULL OR runs_since IS NULL", name=op.f("ck_ticket_clocks_met_stands")),
        sa.CheckConstraint("(due_at IS NULL) = (warn_at IS NULL)", name=op.f("ck_ticket_clocks_warning_has_due")),
        sa.CheckConstraint("due_at IS NULL OR runs_since IS NOT NULL", name=op.f("ck_ticket_clocks_due_runs")),
        sa.CheckConstraint("acts_at IS NULL OR due_at IS NOT NULL", name=op.f("ck_ticket_clocks_acts_before_due")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_clocks_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", "kind", name=op.f("pk_ticket_clocks")),
    )
    for name, column, only in (
        ("ix_ticket_clocks_acting", "acts_at", "acts_at IS NOT NULL"),
        ("ix_ticket_clocks_running", "ticket_id", "runs_since IS NOT NULL"),
    ):
        where = sa.text(only)
        op.create_index(
            name,
            "ticket_clocks",
            ["guild_id", column],
            unique=False,
            sqlite_where=where,
            postgresql_where=where,
        )
    op.add_column("tickets", sa.Column("due_at", MOMENT, nullable=True))
    _start(op.get_bind())


def _start(connection: sa.Connection) -> None:
    """From what is known of the live tickets. What their clocks had run before it became staff's turn is not: it counts as
    nothing. When they are due is reckoned at the start.
    """
    tickets = sa.table(
        "tickets",
        *(sa.column(name) for name in ("id", "guild_id", "status", "waiting_on", "snoozed")),
        sa.column("opened_at", MOMENT),
        sa.column("waits_since", MOMENT),
    )
    events = sa.table("ticket_events", sa.column("ticket_id"), sa.column("kind"), sa.column("at", MOMENT))
    names = ("ticket_id", "kind", "guild_id", "spent_microseconds", "runs_since", "met_at")
    clocks = sa.table(
        "ticket_clocks", *(sa.column(name, MOMENT if name.endswith(("since", "at")) else None) for name in names)
    )
    answers = (
        sa.select(events.c.ticket_id, sa.func.min(events.c.at).label("at"))
        .where(events.c.kind == "responded")
        .group_by(events.c.ticket_id)
        .subquery()
    )
    live = (
        sa.select(tickets, answers.c.at.label("answered_at"))
        .join_from(tickets, answers, answers.c.ticket_id == tickets.c.id, isouter=True)
        .where(tickets.c.status.in_(["open", "claimed"]))
    )
    rows: list[dict[str, Any]] = []
    for ticket in connection.execute(live):
        runs = ticket.waiting_on == "staff" and not ticket.snoozed
        since = (ticket.waits_since or ticket.opened_at) if runs else None
        answered_at = ticket.answered_at
        found = [("first_response", None if answered_at else since, answered_at), ("resolution", since, None)]
        if answered_at is not None and since is not None and since > answered_at:
            found.append(("next_response", since, None))
        for kind, runs_since, met_at in found:
            said = (ticket.id, kind, ticket.guild_id, 0, runs_since, met_at)
            rows.append(dict(zip(names, said, strict=True)))
    if rows:
        connection.execute(sa.insert(clocks), rows)

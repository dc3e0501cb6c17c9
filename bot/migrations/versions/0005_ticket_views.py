"""A ticket is open from its commit, and each view of it is a job of its own; `opening` is gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_VIEWS = ("thread", "greeting", "parts", "member", "news", "card", "lock")


def upgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        tickets.drop_constraint(op.f("ck_tickets_status"), type_="check")
        tickets.drop_constraint(op.f("ck_tickets_assignee_fits_status"), type_="check")
        tickets.drop_constraint(op.f("ck_tickets_open_is_complete"), type_="check")
        tickets.add_column(sa.Column("told_parts", sa.Integer(), nullable=False, server_default="0"))
        tickets.add_column(sa.Column("remade", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_index("uq_tickets_live", table_name="tickets")
    op.execute("UPDATE tickets SET status = 'open' WHERE status = 'opening'")
    with op.batch_alter_table("tickets") as tickets:
        tickets.create_check_constraint(
            op.f("ck_tickets_status"), "status IN ('open', 'claimed', 'resolved', 'closed')"
        )
        tickets.create_check_constraint(
            op.f("ck_tickets_assignee_fits_status"),
            "(status <> 'open' OR assignee_id IS NULL) AND (status <> 'claimed' OR assignee_id IS NOT NULL)",
        )
    op.create_index(
        "uq_tickets_live",
        "tickets",
        ["guild_id", "requester_id", "type_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('open', 'claimed')"),
        postgresql_where=sa.text("status IN ('open', 'claimed')"),
    )
    op.create_index(
        op.f("ix_tickets_guild_id_requester_id_opened_at"), "tickets", ["guild_id", "requester_id", "opened_at"]
    )
    op.create_index(op.f("ix_tickets_card_message_id"), "tickets", ["card_message_id"])
    _jobs()


def _jobs() -> None:
    """What was owed as one job is owed as one for each view, each with the attempts that may have made it."""
    for view in _VIEWS:
        op.execute(
            "INSERT INTO jobs (guild_id, kind, subject_id, due_at, next_try_at, attempts)"
            f" SELECT guild_id, 'ticket.{view}', subject_id, min(due_at), min(due_at), max(attempts)"
            " FROM jobs WHERE kind IN ('ticket.open', 'ticket.show') GROUP BY guild_id, subject_id"
        )
    op.execute("DELETE FROM jobs WHERE kind IN ('ticket.open', 'ticket.show')")

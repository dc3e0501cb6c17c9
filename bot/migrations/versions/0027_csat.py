"""How tickets were resolved, those of before too; what customers say of that, and who follows up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    op.create_table(
        "ticket_resolutions",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", ROW_ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handler_id", sa.BigInteger(), nullable=True),
        sa.Column("type_id", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_resolutions_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_resolutions")),
    )
    op.create_index(op.f("ix_ticket_resolutions_ticket_id_at"), "ticket_resolutions", ["ticket_id", "at"])
    op.create_index(op.f("ix_ticket_resolutions_guild_id_at"), "ticket_resolutions", ["guild_id", "at"])
    op.create_table(
        "ticket_ratings",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("resolution_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", ROW_ID, nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_ticket_ratings_score")),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["ticket_resolutions.id"],
            name=op.f("fk_ticket_ratings_resolution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_ratings_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_ratings")),
        sa.UniqueConstraint(
            "resolution_id", "member_id", "number", name=op.f("uq_ticket_ratings_resolution_id_member_id_number")
        ),
    )
    op.create_index(op.f("ix_ticket_ratings_ticket_id"), "ticket_ratings", ["ticket_id"])
    op.create_index(op.f("ix_ticket_ratings_guild_id_member_id"), "ticket_ratings", ["guild_id", "member_id"])
    op.create_table(
        "ticket_follow_ups",
        sa.Column("ticket_id", ROW_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("resolution_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("handler_id", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.BigInteger(), nullable=True),
        sa.Column("done_by", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(done_by IS NULL) = (done_at IS NULL) AND (done_by IS NULL OR claimed_by IS NOT NULL)",
            name=op.f("ck_ticket_follow_ups_done_by_somebody"),
        ),
        sa.CheckConstraint(
            "handler_id IS NULL OR claimed_by IS NULL OR claimed_by <> handler_id",
            name=op.f("ck_ticket_follow_ups_by_another"),
        ),
        sa.CheckConstraint(
            "(channel_id IS NULL) = (message_id IS NULL)", name=op.f("ck_ticket_follow_ups_line_has_place")
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["ticket_resolutions.id"],
            name=op.f("fk_ticket_follow_ups_resolution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_follow_ups_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_follow_ups")),
    )
    is_open = sa.text("done_at IS NULL")
    op.create_index(
        "ix_ticket_follow_ups_open",
        "ticket_follow_ups",
        ["guild_id", "opened_at"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """Whatever somebody resolved. Who had the ticket, its type and its tier are those of now: what they were is not known; and
    where nobody has it, whoever of staff resolved it, or answered last, has had it.
    """
    tickets = sa.table("tickets", *map(sa.column, ("id", "requester_id", "assignee_id", "type_id", "tier")))
    columns = (*map(sa.column, ("id", "guild_id", "ticket_id", "kind", "actor_id")), sa.column("data", sa.JSON()))
    events = sa.table("ticket_events", *columns, sa.column("at", MOMENT))
    answers = events.alias("answers")
    is_answer = answers.c.kind.in_(["responded", "replied"]) | (
        (answers.c.kind == "turned") & (answers.c.data["waiting_on"].as_string() == "requester")
    )
    answered_by = (
        sa.select(answers.c.actor_id)
        .where(answers.c.ticket_id == events.c.ticket_id, answers.c.id < events.c.id, is_answer)
        .order_by(answers.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    by_staff = sa.case((events.c.actor_id != tickets.c.requester_id, events.c.actor_id))
    resolved = (
        sa.select(
            events.c.guild_id,
            events.c.ticket_id,
            events.c.at,
            sa.func.coalesce(tickets.c.assignee_id, by_staff, answered_by).label("handler_id"),
            tickets.c.type_id,
            tickets.c.tier,
        )
        .join_from(events, tickets, tickets.c.id == events.c.ticket_id)
        .where(events.c.kind == "resolved", events.c.actor_id.is_not(None))
    )
    # Keyed by id, as two presses within a millisecond are one resolution.
    rows: dict[int, dict[str, Any]] = {}
    for row in connection.execute(resolved).mappings():
        found = _id(row["at"], row["ticket_id"])
        rows[found] = {"id": found, **row}
    names = ("id", "guild_id", "ticket_id", "handler_id", "type_id", "tier")
    if rows:
        table = sa.table("ticket_resolutions", *map(sa.column, names), sa.column("at", MOMENT))
        connection.execute(sa.insert(table), list(rows.values()))


def _id(at: datetime, ticket_id: int) -> int:
    """As such ids are made: milliseconds since 2015, then the lowest 22 bits of the ticket's."""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (aware - EPOCH) // timedelta(milliseconds=1) << 22 | ticket_id & (1 << 22) - 1

"""Jobs: the promise apart from the retry, data, and who holds a lease; obstacles; events with data and of any kind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def row_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "obstacles",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("line_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("line_message_id", sa.BigInteger(), nullable=True),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obstacles")),
        sa.UniqueConstraint("guild_id", "kind", "what", name=op.f("uq_obstacles_guild_id_kind_what")),
    )
    op.create_table(
        "setups",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name=op.f("pk_setups")),
    )
    _jobs()
    with op.batch_alter_table("ticket_events") as events:
        events.drop_constraint(op.f("ck_ticket_events_kind"), type_="check")
        events.add_column(sa.Column("data", sa.JSON(), nullable=False, server_default="{}"))


def _jobs() -> None:
    """What a lease said is forgotten: whoever held it has no name, and has ended for us to be here."""
    op.drop_index(op.f("ix_jobs_due_at"), table_name="jobs")
    op.execute("UPDATE jobs SET leased_until = NULL")
    with op.batch_alter_table("jobs") as jobs:
        jobs.add_column(sa.Column("data", sa.JSON(), nullable=False, server_default="{}"))
        jobs.add_column(sa.Column("put_at", sa.DateTime(timezone=True), nullable=True))
        jobs.add_column(sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True))
        jobs.add_column(sa.Column("obstacle_id", row_id(), nullable=True))
        jobs.add_column(sa.Column("leased_by", sa.String(length=40), nullable=True))
        jobs.create_foreign_key(
            op.f("fk_jobs_obstacle_id"), "obstacles", ["obstacle_id"], ["id"], ondelete="SET NULL"
        )
        jobs.create_check_constraint(
            op.f("ck_jobs_lease_has_holder"), "(leased_by IS NULL) = (leased_until IS NULL)"
        )
    op.execute("UPDATE jobs SET next_try_at = due_at")
    for columns in (["next_try_at"], ["kind", "next_try_at"], ["leased_until"], ["obstacle_id"]):
        op.create_index(op.f(f"ix_jobs_{'_'.join(columns)}"), "jobs", columns)

"""Which ticket another one goes on in, which have to do with each other, who is in their threads, and what staff note."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        tickets.add_column(sa.Column("merged_into", sa.Integer(), nullable=True))
        tickets.create_foreign_key(
            op.f("fk_tickets_merged_into"), "tickets", ["guild_id", "merged_into"], ["guild_id", "number"]
        )
        tickets.create_check_constraint(
            op.f("ck_tickets_merged_is_closed"), "merged_into IS NULL OR status = 'closed'"
        )
    # The table was written anew, with its indices in any order: of two that SQLite thinks as good as each other it takes the
    # newest, and to count the queue that has to be this one.
    waiting = sa.text("(status NOT IN ('resolved', 'withdrawn', 'closed'))")
    op.drop_index("ix_tickets_queue", table_name="tickets")
    op.create_index(
        "ix_tickets_queue",
        "tickets",
        ["guild_id", "queue_key", "id", "assignee_id", "type_id", "waiting_on", "status"],
        unique=False,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    is_merged = sa.text("merged_into IS NOT NULL")
    op.create_index(
        "ix_tickets_merged",
        "tickets",
        ["guild_id", "merged_into"],
        unique=False,
        sqlite_where=is_merged,
        postgresql_where=is_merged,
    )
    op.create_table(
        "ticket_guests",
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("is_added", sa.Boolean(), nullable=False),
        sa.Column("is_there", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_guests_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", "member_id", name=op.f("pk_ticket_guests")),
    )
    op.create_table(
        "ticket_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("one_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("other_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_linked", sa.Boolean(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_ticket_links_each_pair_one_way")),
        sa.ForeignKeyConstraint(
            ["one_id"], ["tickets.id"], name=op.f("fk_ticket_links_one_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["tickets.id"], name=op.f("fk_ticket_links_other_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_links")),
    )
    op.create_index(op.f("ix_ticket_links_one_id"), "ticket_links", ["one_id"], unique=False)
    op.create_index(op.f("ix_ticket_links_other_id"), "ticket_links", ["other_id"], unique=False)
    op.create_table(
        "ticket_notes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_notes_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_notes")),
        sa.UniqueConstraint("interaction_id", name=op.f("uq_ticket_notes_interaction_id")),
    )
    op.create_index(op.f("ix_ticket_notes_ticket_id"), "ticket_notes", ["ticket_id"], unique=False)
    op.create_table(
        "ticket_note_threads",
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("note_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_note_threads_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_note_threads")),
    )

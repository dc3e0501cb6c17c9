"""The table of the SLA clocks of tickets."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, String, Table

from bot.columns import UtcDateTime, metadata

ticket_clocks = Table(
    "ticket_clocks",
    metadata,
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("spent_microseconds", BigInteger, nullable=False),
    Column("runs_since", UtcDateTime),
    Column("met_at", UtcDateTime),
    Column("warn_at", UtcDateTime),
    Column("due_at", UtcDateTime),
    Column("warned_at", UtcDateTime),
    Column("breached_at", UtcDateTime),
    Column("made_late_at", UtcDateTime),
    Column("acts_at", UtcDateTime),
    CheckConstraint("kind IN ('first_response', 'next_response', 'resolution')", name="kind"),
    CheckConstraint("spent_microseconds >= 0", name="spent"),
    CheckConstraint("met_at IS NULL OR runs_since IS NULL", name="met_stands"),
    CheckConstraint("(due_at IS NULL) = (warn_at IS NULL)", name="warning_has_due"),
    CheckConstraint("due_at IS NULL OR runs_since IS NOT NULL", name="due_runs"),
    CheckConstraint("acts_at IS NULL OR due_at IS NOT NULL", name="acts_before_due"),
)

Index(
    "ix_ticket_clocks_acting",
    ticket_clocks.c.guild_id,
    ticket_clocks.c.acts_at,
    sqlite_where=ticket_clocks.c.acts_at.is_not(None),
)
Index(
    "ix_ticket_clocks_running",
    ticket_clocks.c.guild_id,
    ticket_clocks.c.ticket_id,
    sqlite_where=ticket_clocks.c.runs_since.is_not(None),
)

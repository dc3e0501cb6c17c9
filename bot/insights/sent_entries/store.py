"""Reads what came of the entries that staff sent into tickets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from bot.database import Reader
from bot.insights.numbers import SentEntry
from bot.ticket_tables import sent_entries, tickets

_SOLVED = ("resolved", "closed")


def counted(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> list[SentEntry]:
    """By entry, of those that were sent in a period, both ends included; what was sent most comes first."""
    rows = reader.execute(
        select(
            sent_entries.c.entry_id,
            func.count(),
            func.count().filter(tickets.c.status.in_(_SOLVED), tickets.c.merged_into.is_(None)),
        )
        .join(tickets, tickets.c.id == sent_entries.c.ticket_id)
        .where(sent_entries.c.guild_id == guild_id, sent_entries.c.sent_at.between(start_at, end_at))
        .group_by(sent_entries.c.entry_id)
        .order_by(func.count().desc(), sent_entries.c.entry_id)
    )
    return [SentEntry(*row) for row in rows]

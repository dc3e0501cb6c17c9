"""Which tickets a role has heard of, in `ticket_events`, and of which it has still to hear, in `jobs`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from bot.database import Reader
from bot.schema import jobs
from bot.ticket_tables import ticket_events, tickets
from bot.tickets.owed import PING_JOB
from bot.tickets.ticket import EventKind, Status


def last_at(reader: Reader, guild_id: int, type_ids: Collection[str], after: datetime) -> datetime | None:
    """When the role of these types has heard of a ticket last since then."""
    found: datetime | None = reader.execute(
        select(func.max(ticket_events.c.at, type_=ticket_events.c.at.type))
        .join(tickets, tickets.c.id == ticket_events.c.ticket_id)
        .where(
            ticket_events.c.guild_id == guild_id,
            ticket_events.c.kind == EventKind.PINGED.value,
            ticket_events.c.at > after,
            tickets.c.type_id.in_(type_ids),
        )
    ).scalar_one()
    return found


def unheard(reader: Reader, guild_id: int, type_ids: Collection[str]) -> list[int]:
    """The tickets of these types of which their role has still to hear, and that nobody has taken."""
    query = (
        select(tickets.c.id)
        .join_from(jobs, tickets, tickets.c.id == jobs.c.subject_id)
        .where(
            jobs.c.kind == PING_JOB,
            tickets.c.guild_id == guild_id,
            tickets.c.status == Status.OPEN.value,
            tickets.c.type_id.in_(type_ids),
        )
    )
    return sorted(reader.execute(query).scalars())

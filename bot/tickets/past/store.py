"""What the `tickets` and `ticket_events` tables say of what went before a ticket."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from bot.database import Reader
from bot.ticket_tables import ticket_events, tickets
from bot.tickets.store import IS_LIVE, read
from bot.tickets.ticket import EventKind, Ticket

_GIVES_OR_TAKES = (
    EventKind.CLAIMED,
    EventKind.ASSIGNED,
    EventKind.RELEASED,
    EventKind.LAPSED,
    EventKind.ESCALATED,
    EventKind.RETURNED,
    EventKind.BARRED,
)


def lapsed(reader: Reader, ticket_id: int) -> tuple[int, datetime] | None:
    """Who had the ticket until when, if the last that happened to that is that their claim lapsed."""
    query = (
        select(ticket_events.c.kind, ticket_events.c.member_id, ticket_events.c.at)
        .where(
            ticket_events.c.ticket_id == ticket_id,
            ticket_events.c.kind.in_([kind.value for kind in _GIVES_OR_TAKES]),
        )
        .order_by(ticket_events.c.id.desc())
        .limit(1)
    )
    row = reader.execute(query).one_or_none()
    return (row.member_id, row.at) if row is not None and row.kind == EventKind.LAPSED else None


def count_before(reader: Reader, ticket: Ticket, hidden: Collection[str]) -> int:
    """How many tickets its requester had before it, but of the types that are hidden."""
    query = select(func.count()).select_from(tickets).where(*_before(ticket, hidden))
    return int(reader.execute(query).scalar_one())


def last_before(reader: Reader, ticket: Ticket, hidden: Collection[str]) -> Ticket | None:
    """The last one of these."""
    query = select(tickets).where(*_before(ticket, hidden)).order_by(tickets.c.opened_at.desc()).limit(1)
    return next(iter(read(reader.execute(query))), None)


def count_live(reader: Reader, ticket: Ticket, hidden: Collection[str]) -> int:
    """How many others of its requester are live, but of the types that are hidden."""
    query = select(func.count()).where(
        tickets.c.guild_id == ticket.guild_id,
        tickets.c.requester_id == ticket.requester_id,
        IS_LIVE,
        tickets.c.id != ticket.id,
        tickets.c.type_id.not_in(hidden),
    )
    return int(reader.execute(query).scalar_one())


def _before(ticket: Ticket, hidden: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return (
        tickets.c.guild_id == ticket.guild_id,
        tickets.c.requester_id == ticket.requester_id,
        tickets.c.opened_at <= ticket.opened_at,
        tickets.c.id != ticket.id,
        tickets.c.type_id.not_in(hidden),
    )

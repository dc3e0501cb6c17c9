"""The `expectations` table: what stands in the opening messages; and how long staff have taken to answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select

from bot.database import Reader, Transaction
from bot.ticket_tables import expectations, ticket_events, tickets
from bot.ticket_urgency import Priority
from bot.tickets.expectation import Span, took
from bot.tickets.sla import Calendar
from bot.tickets.ticket import EventKind

NEWEST = 1000
"""First answers in a community that are looked at: a busy one has more in a month, and they say no more."""

_OF = select(expectations).where(expectations.c.ticket_id == bindparam("ticket_id"))
_FORGET = delete(expectations).where(expectations.c.ticket_id == bindparam("which"))
_SAVE = insert(expectations)
_ANSWERS = (
    select(ticket_events.c.ticket_id, ticket_events.c.at)
    .where(
        ticket_events.c.guild_id == bindparam("guild_id"),
        ticket_events.c.kind == EventKind.RESPONDED.value,
        ticket_events.c.at > bindparam("since"),
    )
    .order_by(ticket_events.c.at.desc())
    .limit(NEWEST)
    .subquery("answers")
)
_TAKEN = (
    select(tickets.c.opened_at, _ANSWERS.c.at)
    .join_from(_ANSWERS, tickets, tickets.c.id == _ANSWERS.c.ticket_id)
    .where(tickets.c.type_id == bindparam("type_id"), tickets.c.priority == bindparam("priority"))
)


@dataclass(frozen=True)
class Told:
    """What stands in a ticket's opening message, and by when an answer was said to come; for this type and priority."""

    type_id: str
    priority: Priority
    ahead: int | None
    usual: Span | None
    due_at: datetime | None


def taken(
    reader: Reader, guild_id: int, type_id: str, priority: Priority, since: datetime, calendar: Calendar
) -> list[timedelta]:
    """How many working hours staff took for their first answers since then, to tickets of this type and priority."""
    of = {"guild_id": guild_id, "type_id": type_id, "priority": priority.value, "since": since}
    return [took(row.opened_at, row.at, calendar) for row in reader.execute(_TAKEN, of)]


def told(reader: Reader, ticket_id: int) -> Told | None:
    """What its requester was told; None where that is nothing."""
    row = reader.execute(_OF, {"ticket_id": ticket_id}).one_or_none()
    if row is None:
        return None
    usual = None
    if row.high_seconds is not None:
        usual = Span(timedelta(seconds=row.low_seconds), timedelta(seconds=row.high_seconds))
    return Told(row.type_id, Priority(row.priority), row.ahead, usual, row.due_at)


def told_places(reader: Reader, ticket_ids: Collection[int]) -> dict[int, int | None]:
    """The place of each of these tickets that its opening message names."""
    found = reader.execute(
        select(expectations.c.ticket_id, expectations.c.ahead).where(expectations.c.ticket_id.in_(ticket_ids))
    )
    return {row.ticket_id: row.ahead for row in found}


def save_told(tx: Transaction, guild_id: int, ticket_id: int, says: Told) -> None:
    """The opening message says this now."""
    forget(tx, ticket_id)
    tx.execute(
        _SAVE,
        {
            "ticket_id": ticket_id,
            "guild_id": guild_id,
            "type_id": says.type_id,
            "priority": says.priority.value,
            "ahead": says.ahead,
            "low_seconds": int(says.usual.low.total_seconds()) if says.usual else None,
            "high_seconds": int(says.usual.high.total_seconds()) if says.usual else None,
            "due_at": says.due_at,
        },
    )


def forget(tx: Transaction, ticket_id: int) -> None:
    """What its requester was told holds no longer."""
    tx.execute(_FORGET, {"which": ticket_id})


def excused_at(reader: Reader, guild_id: int, since: datetime) -> list[datetime]:
    """When late answers were excused here since then."""
    query = select(ticket_events.c.at).where(
        ticket_events.c.guild_id == guild_id,
        ticket_events.c.kind == EventKind.DELAYED.value,
        ticket_events.c.at > since,
    )
    return list(reader.execute(query).scalars())

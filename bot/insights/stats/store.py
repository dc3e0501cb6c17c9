"""Reads what happened to tickets in a period; times are microseconds since 1970, which are counted as they are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, case, exists, select, true, type_coerce

from bot.columns import microseconds
from bot.database import Reader
from bot.insights.stats.counting import ClosedTicket, DuePromise, Found, Happening, OpenedTicket, Standing
from bot.promise_tables import promises
from bot.ticket_tables import ticket_events, tickets
from bot.tickets.csat import store as csat
from bot.tickets.promises.store import CAME_AT, is_due, is_kept
from bot.tickets.store import IS_LIVE
from bot.tickets.ticket import EventKind

_COUNTED = [
    kind.value for kind in (EventKind.RESPONDED, EventKind.RESOLVED, EventKind.REOPENED, EventKind.BREACHED)
]
_CLOSES = [kind.value for kind in (EventKind.CLOSED, EventKind.FELL_SILENT)]


def communities(reader: Reader) -> list[int]:
    """The servers that have tickets."""
    return list(reader.execute(select(tickets.c.guild_id).distinct().order_by(tickets.c.guild_id)).scalars())


def found(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, barred: Collection[str] = ()
) -> Found:
    """All of this period, both ends included, but for the tickets of the barred types."""
    scored = csat.scored(reader, guild_id, start_at, end_at)
    return Found(
        opened=_opened(reader, guild_id, start_at, end_at, barred),
        happened=_happened(reader, guild_id, start_at, end_at, barred),
        closed=_closed(reader, guild_id, start_at, end_at, barred),
        promised=_promised(reader, guild_id, start_at, end_at, barred),
        standing=_standing(reader, guild_id, barred),
        scored=[one for one in scored if one.type_id not in barred],
    )


def _opened(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, barred: Collection[str]
) -> list[OpenedTicket]:
    query: Select[Any] = select(
        tickets.c.id,
        microseconds(tickets.c.opened_at),
        tickets.c.type_id,
        tickets.c.tier,
        tickets.c.merged_into.is_not(None),
    ).where(tickets.c.guild_id == guild_id, tickets.c.opened_at.between(start_at, end_at), is_read(barred))
    return [OpenedTicket._make(row) for row in reader.execute(query)]


def _happened(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, barred: Collection[str]
) -> list[Happening]:
    event = ticket_events
    clock = case(
        (event.c.kind == EventKind.BREACHED.value, type_coerce(event.c.data, JSON)["clock"].as_string()),
        else_=None,
    )
    query: Select[Any] = (
        select(
            event.c.id,
            event.c.kind,
            event.c.ticket_id,
            microseconds(event.c.at),
            microseconds(tickets.c.opened_at),
            tickets.c.type_id,
            tickets.c.tier,
            clock,
        )
        .join_from(event, tickets, tickets.c.id == event.c.ticket_id)
        .where(
            event.c.guild_id == guild_id,
            event.c.kind.in_(_COUNTED),
            event.c.at.between(start_at, end_at),
            is_read(barred),
        )
    )
    return [Happening._make(row) for row in reader.execute(query)]


def _closed(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, barred: Collection[str]
) -> list[ClosedTicket]:
    """What ended a live ticket, not what came of an end later on: time closes what was resolved before."""
    event, before, since, later = (ticket_events.alias(name) for name in ("ended", "before", "since", "later"))
    reopened = EventKind.REOPENED.value
    was_live = ~exists().where(
        before.c.ticket_id == event.c.ticket_id,
        before.c.kind.in_([EventKind.RESOLVED.value, *_CLOSES]),
        before.c.id < event.c.id,
        ~exists().where(
            since.c.ticket_id == before.c.ticket_id,
            since.c.kind == reopened,
            since.c.id.between(before.c.id, event.c.id),
        ),
    )
    stands = ~exists().where(
        later.c.ticket_id == event.c.ticket_id, later.c.kind == reopened, later.c.id > event.c.id
    )
    query: Select[Any] = (
        select(microseconds(event.c.at), microseconds(tickets.c.opened_at), tickets.c.type_id, tickets.c.tier)
        .join_from(event, tickets, tickets.c.id == event.c.ticket_id)
        .where(
            event.c.guild_id == guild_id,
            event.c.kind.in_(_CLOSES),
            event.c.at.between(start_at, end_at),
            tickets.c.merged_into.is_(None),
            is_read(barred),
            stands,
            was_live,
        )
    )
    return [ClosedTicket._make(row) for row in reader.execute(query)]


def _promised(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, barred: Collection[str]
) -> list[DuePromise]:
    query: Select[Any] = (
        select(
            microseconds(CAME_AT),
            microseconds(tickets.c.opened_at),
            tickets.c.type_id,
            tickets.c.tier,
            is_kept(),
        )
        .join_from(promises, tickets, tickets.c.id == promises.c.ticket_id)
        .where(is_due(guild_id, start_at, end_at), is_read(barred))
    )
    return [DuePromise._make(row) for row in reader.execute(query)]


def _standing(reader: Reader, guild_id: int, barred: Collection[str]) -> list[Standing]:
    query: Select[Any] = select(microseconds(tickets.c.opened_at), tickets.c.waiting_on, tickets.c.snoozed).where(
        tickets.c.guild_id == guild_id, IS_LIVE, is_read(barred)
    )
    return [Standing._make(row) for row in reader.execute(query)]


def is_read(barred: Collection[str]) -> ColumnElement[bool]:
    """Whether the ticket is of none of these types, as they are by now."""
    return tickets.c.type_id.not_in(sorted(barred)) if barred else true()

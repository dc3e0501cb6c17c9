"""The tables `ticket_resolutions` and `ticket_ratings`, both append-only, and `ticket_follow_ups`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, delete, exists, insert, select, update

from bot.database import Reader, Transaction
from bot.ticket_tables import ticket_follow_ups, ticket_ratings, ticket_resolutions, tickets
from bot.tickets.csat.rating import FollowUp, Rating, Resolution
from bot.tickets.csat.trend import Scored
from bot.tickets.store import events_after

_LATER = ticket_ratings.alias("later")
_IS_LAST = ~exists().where(
    _LATER.c.resolution_id == ticket_ratings.c.resolution_id,
    _LATER.c.member_id == ticket_ratings.c.member_id,
    _LATER.c.number > ticket_ratings.c.number,
)
"""Of what a customer has said of a resolution, the last counts."""

_RESOLUTION = select(ticket_resolutions).where(ticket_resolutions.c.id == bindparam("which"))
_RATING = select(ticket_ratings).where(
    ticket_ratings.c.resolution_id == bindparam("which"), ticket_ratings.c.member_id == bindparam("who"), _IS_LAST
)


def add_resolution(tx: Transaction, found: Resolution) -> None:
    """A ticket is resolved; by whom of staff it was answered last, where nobody had it."""
    if found.handler_id is None:
        history = events_after(tx, found.ticket_id, 0)
        answered_by = (one.event.actor_id for one in reversed(history) if one.event.is_answer)
        found = replace(found, handler_id=next(answered_by, None))
    tx.insert_once(ticket_resolutions, asdict(found))


def resolution(reader: Reader, resolution_id: int) -> Resolution | None:
    """None where there is none, or it was before ratings were asked for."""
    row = reader.execute(_RESOLUTION, {"which": resolution_id}).one_or_none()
    return None if row is None else _resolution(row)


def last_resolution(reader: Reader, ticket_id: int) -> Resolution | None:
    """How the ticket was resolved the last time."""
    found = select(ticket_resolutions).where(ticket_resolutions.c.ticket_id == ticket_id)
    row = reader.execute(found.order_by(ticket_resolutions.c.at.desc()).limit(1)).one_or_none()
    return None if row is None else _resolution(row)


def add_rating(tx: Transaction, given: Rating) -> None:
    """IntegrityError where this customer has said so much of it already."""
    tx.execute(insert(ticket_ratings).values(asdict(given)))


def rating(reader: Reader, resolution_id: int, member_id: int) -> Rating | None:
    """What this customer says of it."""
    row = reader.execute(_RATING, {"which": resolution_id, "who": member_id}).one_or_none()
    return None if row is None else _rating(row)


def of_ticket(reader: Reader, ticket_id: int) -> list[Rating]:
    """What its customers say of how it was resolved, and whose ticket went on in another of that; the newest first."""
    own = select(ticket_ratings).where(ticket_ratings.c.ticket_id == ticket_id, _IS_LAST)
    here = select(ticket_ratings).join(
        ticket_resolutions, ticket_resolutions.c.id == ticket_ratings.c.resolution_id
    )
    there = here.where(
        ticket_resolutions.c.ticket_id == ticket_id, ticket_ratings.c.ticket_id != ticket_id, _IS_LAST
    )
    rows: list[Row[Any]] = [*reader.execute(own), *reader.execute(there)]
    return sorted(map(_rating, rows), key=lambda one: one.at, reverse=True)


def scored(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, handler_id: int | None = None
) -> list[Scored]:
    """The scores that count of what was resolved in this period, by this member or by anybody. What somebody says of
    themselves counts nothing.
    """
    is_own = ticket_resolutions.c.handler_id == ticket_ratings.c.member_id
    query: Select[Any] = (
        select(
            ticket_resolutions.c.at,
            tickets.c.opened_at,
            ticket_resolutions.c.type_id,
            ticket_resolutions.c.tier,
            ticket_resolutions.c.handler_id,
            ticket_ratings.c.score,
        )
        .join(ticket_ratings, ticket_ratings.c.resolution_id == ticket_resolutions.c.id)
        .join(tickets, tickets.c.id == ticket_resolutions.c.ticket_id)
        .where(
            ticket_resolutions.c.guild_id == guild_id,
            ticket_resolutions.c.at >= start_at,
            ticket_resolutions.c.at < end_at,
            is_own.is_not(True),
            _IS_LAST,
        )
    )
    if handler_id is not None:
        query = query.where(ticket_resolutions.c.handler_id == handler_id)
    return [Scored(*row) for row in reader.execute(query)]


def put_follow_up(tx: Transaction, wanted: FollowUp) -> None:
    """How the follow-up of the ticket is now, whatever it was."""
    values = {name: value for name, value in asdict(wanted).items() if name != "handlers"}
    tx.execute(delete(ticket_follow_ups).where(ticket_follow_ups.c.ticket_id == wanted.ticket_id))
    tx.execute(insert(ticket_follow_ups).values(values))


def save_follow_up(tx: Transaction, wanted: FollowUp) -> None:
    """Who has it, or did it."""
    tx.execute(
        update(ticket_follow_ups)
        .where(ticket_follow_ups.c.ticket_id == wanted.ticket_id)
        .values(claimed_by=wanted.claimed_by, done_by=wanted.done_by, done_at=wanted.done_at)
    )


def save_follow_up_line(tx: Transaction, ticket_id: int, channel_id: int, message_id: int) -> None:
    """Its line stands here."""
    tx.execute(
        update(ticket_follow_ups)
        .where(ticket_follow_ups.c.ticket_id == ticket_id)
        .values(channel_id=channel_id, message_id=message_id)
    )


def follow_up(reader: Reader, ticket_id: int) -> FollowUp | None:
    """None where nobody is to look at the ticket."""
    query = select(ticket_follow_ups).where(ticket_follow_ups.c.ticket_id == ticket_id)
    return next(iter(_follow_ups(reader, query)), None)


def open_follow_ups(reader: Reader, guild_id: int, limit: int) -> Sequence[FollowUp]:
    """What is not done, the oldest first."""
    query = (
        select(ticket_follow_ups)
        .where(and_(ticket_follow_ups.c.guild_id == guild_id, ticket_follow_ups.c.done_at.is_(None)))
        .order_by(ticket_follow_ups.c.opened_at)
        .limit(limit)
    )
    return _follow_ups(reader, query)


def _follow_ups(reader: Reader, query: Select[Any]) -> list[FollowUp]:
    """With all who had the ticket whenever it was resolved, or that in which it went on."""
    rows = reader.execute(query).all()
    where = select(ticket_resolutions.c.id, ticket_resolutions.c.ticket_id).where(
        ticket_resolutions.c.id.in_([row.resolution_id for row in rows])
    )
    held_in = {row.id: row.ticket_id for row in reader.execute(where)}
    had = select(ticket_resolutions.c.ticket_id, ticket_resolutions.c.handler_id).where(
        ticket_resolutions.c.ticket_id.in_({*held_in.values(), *(row.ticket_id for row in rows)}),
        ticket_resolutions.c.handler_id.is_not(None),
    )
    handlers: defaultdict[int, set[int]] = defaultdict(set)
    for row in reader.execute(had):
        handlers[row.ticket_id].add(row.handler_id)
    return [
        FollowUp(
            **row._mapping, handlers=frozenset(handlers[row.ticket_id] | handlers[held_in[row.resolution_id]])
        )
        for row in rows
    ]


def _resolution(row: Row[Any]) -> Resolution:
    return Resolution(**row._mapping)


def _rating(row: Row[Any]) -> Rating:
    return Rating(**{name: value for name, value in row._mapping.items() if name != "id"})

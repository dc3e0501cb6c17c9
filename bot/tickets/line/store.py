"""The live tickets of the `tickets` table in the order of the queue, which is that of `queue.key`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    update,
)

from bot.database import Reader, Transaction
from bot.ticket_tables import tickets
from bot.tickets.queue import AtTiers, Wanted, Whose
from bot.tickets.store import IS_IN_LINE, IS_LIVE, read
from bot.tickets.ticket import Status, Ticket, WaitingOn

_IS_HERE = tickets.c.guild_id == bindparam("guild_id")
_HELD = (
    select(tickets)
    .where(
        _IS_HERE,
        tickets.c.status == literal(Status.CLAIMED.value, literal_execute=True),
        tickets.c.waiting_on == WaitingOn.STAFF.value,
        tickets.c.held_since <= bindparam("since"),
        tickets.c.snoozed.is_(False),
    )
    .order_by(tickets.c.held_since)
    .limit(bindparam("at_most"))
)
_HOLD_FROM = (
    update(tickets)
    .where(
        tickets.c.guild_id == bindparam("guild"),
        tickets.c.status == literal(Status.CLAIMED.value, literal_execute=True),
        tickets.c.waiting_on == WaitingOn.STAFF.value,
        tickets.c.held_since.is_(None),
    )
    .values(held_since=bindparam("since"))
)
_PLACE = (tickets.c.queue_key, tickets.c.id)


def count(reader: Reader, guild_id: int, wanted: Wanted, by: int, barred: Iterable[str] = ()) -> int:
    """How many are wanted; `by` is whose are *mine*. Those of the types `barred` are not counted."""
    found = reader.execute(_count(wanted, frozenset(barred)), {"guild_id": guild_id, "by": by})
    return int(found.scalar_one())


def some(
    reader: Reader,
    guild_id: int,
    wanted: Wanted,
    by: int,
    barred: Iterable[str] = (),
    *,
    offset: int,
    limit: int,
) -> list[Ticket]:
    """A part of these, in their order."""
    asked = {"guild_id": guild_id, "by": by, "before": offset, "at_most": limit}
    return read(reader.execute(_some(wanted, frozenset(barred)), asked))


def count_ahead(reader: Reader, ticket: Ticket) -> int:
    """How many of the queue come before this ticket."""
    # As it is stored: whoever asks may have the ticket from before its clocks were set.
    stored = select(tickets.c.queue_key).where(tickets.c.id == ticket.id).scalar_subquery()
    own = tuple_(stored, literal(ticket.id, tickets.c.id.type))
    query = select(func.count(tickets.c.id)).where(
        tickets.c.guild_id == ticket.guild_id, IS_IN_LINE, tuple_(*_PLACE) < own
    )
    return int(reader.execute(query).scalar_one())


def first_free(
    reader: Reader,
    guild_id: int,
    type_id: str | None,
    by: int,
    tiers: AtTiers | None = None,
    barred: Iterable[str] = (),
) -> Ticket | None:
    """The first one that nobody has and for which it is staff's turn, of this type and at these tiers or of any but those
    `barred`, and not their own.
    """
    free = _first_free(type_id, tiers, frozenset(barred))
    found = read(reader.execute(free, {"guild_id": guild_id, "by": by}))
    return found[0] if found else None


def held_since(reader: Reader, guild_id: int, since: datetime, limit: int) -> list[Ticket]:
    """Claimed tickets for which it is staff's turn and in which nobody of staff has written since then or before."""
    return read(reader.execute(_HELD, {"guild_id": guild_id, "since": since, "at_most": limit}))


def hold_from(tx: Transaction, guild_id: int, at: datetime) -> None:
    """Of claimed tickets for which it is staff's turn: who has had one since nobody knows when has it since then."""
    tx.execute(_HOLD_FROM, {"guild": guild_id, "since": at})


def held_of(reader: Reader, guild_id: int, type_ids: Collection[str]) -> list[Ticket]:
    """The live tickets of these types that somebody has."""
    found = select(tickets).where(
        tickets.c.guild_id == guild_id,
        IS_LIVE,
        tickets.c.assignee_id.is_not(None),
        tickets.c.type_id.in_(type_ids),
    )
    return read(reader.execute(found.order_by(tickets.c.id)))


@cache
def _count(wanted: Wanted, barred: frozenset[str]) -> Select[Any]:
    return select(func.count(tickets.c.id)).where(*_are(wanted, barred))


@cache
def _some(wanted: Wanted, barred: frozenset[str]) -> Select[Any]:
    # Found by the index alone, and only those of the page are read: what a ticket says fills pages of the database.
    found = select(tickets.c.id).where(*_are(wanted, barred)).order_by(*_PLACE)
    found = found.offset(bindparam("before")).limit(bindparam("at_most"))
    return select(tickets).where(tickets.c.id.in_(found)).order_by(*_PLACE)


@cache
def _first_free(type_id: str | None, tiers: AtTiers | None, barred: frozenset[str]) -> Select[Any]:
    free = _are(Wanted(Whose.UNCLAIMED, type_id, WaitingOn.STAFF, tiers), barred)
    return select(tickets).where(*free, tickets.c.requester_id != bindparam("by")).order_by(*_PLACE).limit(1)


def _are(wanted: Wanted, barred: frozenset[str]) -> list[ColumnElement[bool]]:
    is_snoozed = wanted.whose is Whose.SNOOZED
    conditions = [_IS_HERE, IS_LIVE, tickets.c.snoozed.is_(is_snoozed)]
    if wanted.whose is Whose.MINE:
        conditions.append(tickets.c.assignee_id == bindparam("by"))
    elif wanted.whose is Whose.UNCLAIMED:
        conditions.append(tickets.c.assignee_id.is_(None))
    if wanted.type_id is not None:
        conditions.append(tickets.c.type_id == wanted.type_id)
    if wanted.waiting_on is not None:
        conditions.append(tickets.c.waiting_on == wanted.waiting_on.value)
    if wanted.at is not None:
        conditions.append(_is_at(wanted.at))
    if barred:
        conditions.append(tickets.c.type_id.not_in(sorted(barred)))
    return conditions


def _is_at(tiers: AtTiers) -> ColumnElement[bool]:
    begins = tickets.c.type_id.not_in(tiers.types) if tiers.all_but else tickets.c.type_id.in_(tiers.types)
    found = _was_brought(tiers, tiers.known, begins)
    if not tiers.some:
        return found
    of_type = [
        and_(tickets.c.type_id == type_id, _was_brought(tiers, known, true() if begins_here else false()))
        for type_id, known, begins_here in tiers.some
    ]
    return or_(and_(tickets.c.type_id.not_in([one[0] for one in tiers.some]), found), *of_type)


def _was_brought(tiers: AtTiers, known: Collection[str], begins: ColumnElement[bool]) -> ColumnElement[bool]:
    """To one of these tiers; or to none that is known, and begins there."""
    nowhere = or_(tickets.c.tier.is_(None), tickets.c.tier.not_in(known))
    return or_(tickets.c.tier.in_([id_ for id_ in tiers.ids if id_ in known]), and_(nowhere, begins))

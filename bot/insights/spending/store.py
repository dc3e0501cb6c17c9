"""Counts what staff say that resolved tickets cost, and what they do to prevent others. A period has both its ends."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, exists, func, select

from bot.cost_tables import prevention_work, ticket_costs
from bot.database import Reader
from bot.insights.spending.spent import CauseCost, EntryFound, Lacking, LackingTicket
from bot.prevention.store import COUNTS
from bot.ticket_tables import ticket_resolutions, tickets
from bot.tickets.costs.cost import OF_AN_ENTRY, Finding
from bot.tickets.costs.store import IS_LAST, is_last

_LATER, _MERGED, _ANY = ticket_resolutions.alias("later"), tickets.alias("merged"), ticket_costs.alias("any")
_IS_FINAL: ColumnElement[bool] = ~exists().where(
    _LATER.c.ticket_id == ticket_resolutions.c.ticket_id,
    _LATER.c.at > ticket_resolutions.c.at,
    _ANY.c.resolution_id == _LATER.c.id,
    _ANY.c.finding.is_not(None),
    is_last(_ANY),
)
"""Nothing is said of the FAQ of a later resolution of the ticket."""

_OF_TICKET: ColumnElement[int] = (
    select(func.sum(_ANY.c.minutes))
    .where(_ANY.c.ticket_id == ticket_resolutions.c.ticket_id, is_last(_ANY))
    .scalar_subquery()
)
"""The minutes of all resolutions of the ticket."""


@dataclass(frozen=True)
class Answering:
    """Minutes of tickets that were resolved, and of how many tickets they are known and not known."""

    minutes: int
    estimated: int
    unestimated: int


def answering(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, barred: Collection[str]
) -> Answering:
    """Of what was resolved in this period, but of types that are barred. A ticket that was resolved several times is one, and
    known where that is said of any of them. What is merged costs where it goes on.
    """
    timed = case((ticket_costs.c.minutes.is_not(None), ticket_resolutions.c.ticket_id))
    query: Select[Any] = (
        select(
            func.coalesce(func.sum(ticket_costs.c.minutes), 0),
            func.count(distinct(timed)),
            func.count(distinct(ticket_resolutions.c.ticket_id)),
        )
        .select_from(ticket_resolutions)
        .outerjoin(ticket_costs, and_(ticket_costs.c.resolution_id == ticket_resolutions.c.id, IS_LAST))
        .where(*_resolved(guild_id, start_at, end_at, barred))
    )
    minutes, estimated, resolved = reader.execute(query).one()
    return Answering(int(minutes), int(estimated), int(resolved) - int(estimated))


def by_cause(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, barred: Collection[str]
) -> list[CauseCost]:
    """The same by cause, as far as minutes are known; what cost most comes first."""
    minutes = func.sum(ticket_costs.c.minutes)
    query = (
        _said(ticket_costs.c.cause, minutes, func.count(distinct(ticket_costs.c.ticket_id)))
        .where(*_resolved(guild_id, start_at, end_at, barred), ticket_costs.c.minutes.is_not(None))
        .group_by(ticket_costs.c.cause)
        .order_by(minutes.desc(), ticket_costs.c.cause)
    )
    return [CauseCost(cause, int(sum_), count) for cause, sum_, count in reader.execute(query)]


def answering_by(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, barred: Collection[str]
) -> dict[int, int]:
    """The minutes by who had the tickets; of what nobody had, by who has said what it cost."""
    who = func.coalesce(ticket_resolutions.c.handler_id, ticket_costs.c.said_by)
    query = (
        _said(who, func.sum(ticket_costs.c.minutes))
        .where(*_resolved(guild_id, start_at, end_at, barred), ticket_costs.c.minutes.is_not(None))
        .group_by(who)
    )
    return {int(member_id): int(minutes) for member_id, minutes in reader.execute(query)}


def preventing_by(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> dict[int, int]:
    """The minutes of prevention by who did it."""
    query: Select[Any] = (
        select(prevention_work.c.member_id, func.sum(prevention_work.c.minutes))
        .where(
            prevention_work.c.guild_id == guild_id,
            prevention_work.c.at.between(start_at, end_at),
            COUNTS,
        )
        .group_by(prevention_work.c.member_id)
    )
    return {int(member_id): int(minutes) for member_id, minutes in reader.execute(query)}


def findings(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> dict[Finding, int]:
    """In how many tickets staff found what of the FAQ, the last time that they said."""
    found = ticket_costs.c.finding
    query = (
        _found(found, func.count(distinct(ticket_costs.c.ticket_id)))
        .where(*_resolved(guild_id, start_at, end_at, ()), found.is_not(None))
        .group_by(found)
    )
    return {Finding(finding): int(count) for finding, count in reader.execute(query)}


def by_entry(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> list[EntryFound]:
    """What was found of entries; those that cost most come first."""
    counts = [_found_in(finding) for finding in OF_AN_ENTRY]
    minutes = func.coalesce(func.sum(_OF_TICKET), 0)
    query = (
        _found(ticket_costs.c.entry_id, *counts, minutes)
        .where(*_resolved(guild_id, start_at, end_at, ()), ticket_costs.c.entry_id.is_not(None))
        .group_by(ticket_costs.c.entry_id)
        .order_by(minutes.desc(), func.count().desc(), ticket_costs.c.entry_id)
    )
    return [EntryFound(one, wrong, lost, int(sum_)) for one, wrong, lost, sum_ in reader.execute(query)]


def lacking(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, barred: Collection[str], limit: int
) -> Lacking:
    """The tickets of which staff say that an entry is missing; `barred` are types as they are by now."""
    is_lacking = (
        *_resolved(guild_id, start_at, end_at, ()),
        ticket_costs.c.finding == Finding.MISSING.value,
        tickets.c.type_id.not_in(barred),
    )
    minutes = _OF_TICKET.label("minutes")
    count, total = reader.execute(
        _with_ticket(func.count(), func.coalesce(func.sum(_OF_TICKET), 0)).where(*is_lacking)
    ).one()
    rows = reader.execute(
        _with_ticket(
            tickets.c.number,
            tickets.c.thread_id,
            tickets.c.summary,
            ticket_resolutions.c.at,
            minutes,
            ticket_costs.c.cause,
        )
        .where(*is_lacking)
        .order_by(func.coalesce(_OF_TICKET, 0).desc(), tickets.c.number.desc())
        .limit(limit)
    )
    return Lacking(int(count), int(total), [LackingTicket(*row) for row in rows])


def _resolved(
    guild_id: int, start_at: datetime, end_at: datetime, barred: Collection[str]
) -> tuple[ColumnElement[bool], ...]:
    return (
        ticket_resolutions.c.guild_id == guild_id,
        ticket_resolutions.c.at.between(start_at, end_at),
        ticket_resolutions.c.type_id.not_in(barred),
        ticket_resolutions.c.ticket_id.not_in(
            select(_MERGED.c.id).where(_MERGED.c.guild_id == guild_id, _MERGED.c.merged_into.is_not(None))
        ),
    )


def _said(*columns: ColumnElement[Any]) -> Select[Any]:
    """Of what is said of resolutions by now."""
    joined = ticket_resolutions.join(ticket_costs, ticket_costs.c.resolution_id == ticket_resolutions.c.id)
    return select(*columns).select_from(joined).where(IS_LAST)


def _found(*columns: ColumnElement[Any]) -> Select[Any]:
    """Of what is found of the FAQ by now: of each ticket once."""
    return _said(*columns).where(_IS_FINAL)


def _with_ticket(*columns: ColumnElement[Any]) -> Select[Any]:
    return _found(*columns).join(tickets, tickets.c.id == ticket_resolutions.c.ticket_id)


def _found_in(finding: Finding) -> ColumnElement[int]:
    """In how many tickets."""
    return func.count(case((ticket_costs.c.finding == finding.value, 1)))

"""The `ticket_costs` table, append-only: of each resolution the last line counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, bindparam, exists, insert, select

from bot.cost_tables import ticket_costs
from bot.database import Reader, Transaction
from bot.ticket_tables import ticket_resolutions
from bot.tickets.costs.cost import Cost, Estimate, Finding, Said
from bot.tickets.csat.rating import Resolution

_LATER = ticket_costs.alias("later_costs")


def is_last(said: FromClause) -> ColumnElement[bool]:
    """Whether a row of `ticket_costs`, by whatever name, is the last word on its resolution."""
    return ~exists().where(_LATER.c.resolution_id == said.c.resolution_id, _LATER.c.number > said.c.number)


IS_LAST = is_last(ticket_costs)
_LAST = select(ticket_costs).where(ticket_costs.c.resolution_id == bindparam("which"), IS_LAST)


def add(tx: Transaction, cost: Cost) -> None:
    """IntegrityError where so much was said of the resolution already."""
    row = asdict(cost)
    said = row.pop("estimate")
    tx.execute(insert(ticket_costs).values({**row, **said}))


def last(reader: Reader, resolution_id: int) -> Cost | None:
    """What is said of it by now; None where nothing was ever said."""
    row = reader.execute(_LAST, {"which": resolution_id}).one_or_none()
    return None if row is None else _cost(row)


def of_tickets(reader: Reader, ticket_ids: Collection[int]) -> list[Said]:
    """What is said of the resolutions of these tickets, the oldest first."""
    query = (
        select(ticket_costs, *(column.label(f"of_{column.name}") for column in ticket_resolutions.c))
        .join(ticket_resolutions, ticket_resolutions.c.id == ticket_costs.c.resolution_id)
        .where(ticket_costs.c.ticket_id.in_(ticket_ids), IS_LAST)
    )
    found = [Said(_resolution(row), _cost(row)) for row in reader.execute(query)]
    return sorted(found, key=lambda one: one.resolution.at)


def _cost(row: Row[Any]) -> Cost:
    finding = None if row.finding is None else Finding(row.finding)
    estimate = Estimate(row.minutes, row.cause, finding, row.entry_id)
    return Cost(row.guild_id, row.resolution_id, row.ticket_id, row.number, row.said_by, row.at, estimate)


def _resolution(row: Row[Any]) -> Resolution:
    return Resolution(**{column.name: row._mapping[f"of_{column.name}"] for column in ticket_resolutions.c})

"""Which tickets go on in which, as the `tickets` table has it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, bindparam, select, true

from bot.database import Reader
from bot.ticket_tables import tickets
from bot.tickets import store as tickets_store
from bot.tickets.relations import Other
from bot.tickets.ticket import LIVE, Status, Ticket

LOOKED_AT = 20
"""Merged tickets of a member of which it is asked where they go on."""

_OTHER: Select[Any] = select(
    tickets.c.id,
    tickets.c.number,
    tickets.c.requester_id,
    tickets.c.thread_id,
    tickets.c.question_id,
    tickets.c.status,
    tickets.c.merged_into,
    tickets.c.type_id,
).where(tickets.c.guild_id == bindparam("guild_id"))
# In no order: SQLite would read the server's tickets by their numbers, all of them.
_MERGED_INTO = _OTHER.where(tickets.c.merged_into.in_(bindparam("numbers", expanding=True)))
_BY_NUMBER = _OTHER.where(tickets.c.number == bindparam("number"))


def merged_into(reader: Reader, ticket: Ticket) -> list[Other]:
    """The tickets that go on in this one, also by way of others."""
    found: list[Other] = []
    numbers = [ticket.number]
    while numbers:
        rows = reader.execute(_MERGED_INTO, {"guild_id": ticket.guild_id, "numbers": numbers})
        level = sorted(map(_other, rows), key=lambda other: other.number)
        found += level
        numbers = [other.number for other in level]
    return found


def above(reader: Reader, ticket: Ticket) -> list[Other]:
    """The tickets in which this one goes on, the nearest first; the last is where people write."""
    found: list[Other] = []
    number = ticket.merged_into
    while number is not None:
        row = reader.execute(_BY_NUMBER, {"guild_id": ticket.guild_id, "number": number}).one()
        found.append(_other(row))
        number = row.merged_into
    return found


def surviving(reader: Reader, ticket: Ticket) -> Ticket:
    """Where people write: the ticket itself, or the last one in which it goes on."""
    ends = above(reader, ticket)
    return tickets_store.known(reader, ends[-1].id) if ends else ticket


def live_survivors(reader: Reader, guild_id: int, requester_id: int, type_id: str | None = None) -> list[Ticket]:
    """The live tickets in which tickets of this member go on, of this type or of any: of their newest `LOOKED_AT`."""
    of_type = tickets.c.type_id == type_id if type_id is not None else true()
    gone_on = reader.execute(
        select(tickets)
        .where(
            tickets.c.guild_id == guild_id,
            tickets.c.requester_id == requester_id,
            tickets.c.merged_into.is_not(None),
            of_type,
        )
        .order_by(tickets.c.opened_at.desc())
        .limit(LOOKED_AT)
    )
    found = [surviving(reader, ticket) for ticket in tickets_store.read(gone_on)]
    return list({ticket.id: ticket for ticket in found if ticket.status in LIVE}.values())


def is_live(reader: Reader, ticket: Ticket) -> bool:
    """Whether somebody waits in this ticket, or where it goes on."""
    ends = above(reader, ticket)
    return (ends[-1].status if ends else ticket.status) in LIVE


def _other(row: Row[Any]) -> Other:
    return Other(
        row.id, row.number, row.requester_id, row.thread_id, row.question_id, Status(row.status), row.type_id
    )

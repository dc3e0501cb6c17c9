"""Which tickets go on in which, as the `tickets` table has it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from bot.database import Reader
from bot.ticket_tables import tickets
from bot.tickets.relations import Other
from bot.tickets.ticket import LIVE, Status, Ticket

_OTHER: Select[Any] = select(
    tickets.c.id,
    tickets.c.number,
    tickets.c.requester_id,
    tickets.c.thread_id,
    tickets.c.question_id,
    tickets.c.status,
    tickets.c.merged_into,
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


def is_live(reader: Reader, ticket: Ticket) -> bool:
    """Whether somebody waits in this ticket, or where it goes on."""
    ends = above(reader, ticket)
    return (ends[-1].status if ends else ticket.status) in LIVE


def _other(row: Row[Any]) -> Other:
    return Other(row.id, row.number, row.requester_id, row.thread_id, row.question_id, Status(row.status))

"""The `ticket_guests` table: who was added to a ticket by staff, and who is known to be in its thread."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from bot.actor import Actor
from bot.database import Reader, Transaction
from bot.ticket_tables import ticket_guests
from bot.tickets.merges import store as merges
from bot.tickets.parties import NOBODY, Parties
from bot.tickets.reading import reads
from bot.tickets.ticket import Ticket

_OF_TICKETS = select(ticket_guests).where(ticket_guests.c.ticket_id.in_(bindparam("ticket_ids", expanding=True)))
_ADD = update(ticket_guests).where(
    ticket_guests.c.ticket_id == bindparam("of_ticket"), ticket_guests.c.member_id == bindparam("which_member")
)


def added(reader: Reader, ticket: Ticket) -> set[int]:
    """Whom staff have added to this very ticket."""
    return {row.member_id for row in _rows(reader, [ticket.id]) if row.is_added}


def belonging(reader: Reader, ticket: Ticket) -> set[int]:
    """Who belongs into the ticket's thread beside staff: its requester, whoever was added, and the same of all that is
    merged into it.
    """
    beside = parties(reader, ticket)
    return {ticket.requester_id} | beside.customers | beside.guests


def parties(reader: Reader, ticket: Ticket) -> Parties:
    """Those of them who are not its requester."""
    merged = merges.merged_into(reader, ticket)
    rows = _rows(reader, [ticket.id, *(other.id for other in merged)])
    customers = {other.requester_id for other in merged} - {ticket.requester_id}
    guests = {row.member_id for row in rows if row.is_added} - customers - {ticket.requester_id}
    return Parties(frozenset(customers), frozenset(guests))


def parties_for(reader: Reader, ticket: Ticket, by: Actor) -> Parties:
    """The same, as far as it matters to what this person may do: not where they are staff or its requester."""
    return NOBODY if reads(ticket, by) or by.id == ticket.requester_id else parties(reader, ticket)


def owed(reader: Reader, ticket: Ticket) -> tuple[list[int], list[int]]:
    """Who is to be added to the thread, its requester aside, and who is to be taken out of it."""
    belong = belonging(reader, ticket) - {ticket.requester_id}
    there = {row.member_id: row.is_there for row in _rows(reader, [ticket.id])}
    to_add = [member_id for member_id in belong if not there.get(member_id)]
    to_remove = [
        member_id
        for member_id, is_there in there.items()
        if is_there is not False and member_id not in belong and member_id != ticket.requester_id
    ]
    return sorted(to_add), sorted(to_remove)


def save_added(tx: Transaction, ticket: Ticket, member_id: int, *, is_added: bool) -> None:
    """Staff have added somebody, or taken them out."""
    found = tx.execute(_ADD, {"of_ticket": ticket.id, "which_member": member_id, "is_added": is_added})
    if not found.rowcount:
        tx.execute(
            insert(ticket_guests).values(
                ticket_id=ticket.id, member_id=member_id, guild_id=ticket.guild_id, is_added=is_added
            )
        )


def _rows(reader: Reader, ticket_ids: Collection[int]) -> Iterable[Row[Any]]:
    return reader.execute(_OF_TICKETS, {"ticket_ids": ticket_ids})

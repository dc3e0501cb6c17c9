"""The `ticket_links` table: each time two tickets were linked, or no longer; append-only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, select, union_all

from bot.database import Reader, Transaction
from bot.ticket_tables import ticket_links, tickets
from bot.tickets.relations import Other
from bot.tickets.ticket import Status, Ticket

_FACTS = union_all(
    *(
        select(ticket_links.c.id, theirs.label("other_id"), ticket_links.c.is_linked).where(
            own == bindparam("ticket_id")
        )
        for own, theirs in (
            (ticket_links.c.one_id, ticket_links.c.other_id),
            (ticket_links.c.other_id, ticket_links.c.one_id),
        )
    )
)
_OTHERS = select(
    tickets.c.id,
    tickets.c.number,
    tickets.c.requester_id,
    tickets.c.thread_id,
    tickets.c.question_id,
    tickets.c.status,
    tickets.c.type_id,
).where(tickets.c.id.in_(bindparam("ids", expanding=True)))


def linked(reader: Reader, ticket: Ticket) -> list[Other]:
    """The tickets that are linked with this one, by their numbers."""
    facts = sorted(reader.execute(_FACTS, {"ticket_id": ticket.id}), key=lambda fact: fact.id)
    latest = {fact.other_id: fact.is_linked for fact in facts}
    ids = [other_id for other_id, is_linked in latest.items() if is_linked]
    if not ids:
        return []
    found = [
        Other(
            row.id, row.number, row.requester_id, row.thread_id, row.question_id, Status(row.status), row.type_id
        )
        for row in reader.execute(_OTHERS, {"ids": ids})
    ]
    return sorted(found, key=lambda other: other.number)


def add(tx: Transaction, ticket: Ticket, other_id: int, *, by: int, at: datetime, is_linked: bool) -> None:
    """These two are linked, or no longer."""
    one_id, two_id = sorted((ticket.id, other_id))
    tx.execute(
        insert(ticket_links).values(
            guild_id=ticket.guild_id,
            one_id=one_id,
            other_id=two_id,
            is_linked=is_linked,
            actor_id=by,
            at=at,
        )
    )

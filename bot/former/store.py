"""Writes closed tickets of another bot among ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import insert, select

from bot.database import Reader, Transaction
from bot.former.ticket import FormerTicket
from bot.ids import Ids
from bot.ticket_tables import ticket_events, tickets
from bot.ticket_types import TicketType
from bot.tickets import as_json
from bot.tickets.queue import first_key
from bot.tickets.search import store as search
from bot.tickets.ticket import Detail, EventKind, Status


def taken(reader: Reader, guild_id: int) -> set[int]:
    """The numbers that tickets of this server have already."""
    return set(reader.execute(select(tickets.c.number).where(tickets.c.guild_id == guild_id)).scalars())


def add(tx: Transaction, found: Sequence[FormerTicket], types: Mapping[str, TicketType], offset: int) -> None:
    """Store them as closed, each of the type that its kind became, in the order in which they were opened.

    There is nothing of them in Discord, nothing is owed, and nothing is left to be announced.
    """
    ids = Ids()
    for ticket in sorted(found, key=lambda one: one.opened_at):
        type_ = types[ticket.kind]
        ticket_id = ids.draw(ticket.opened_at)
        summary = ticket.text or ticket.kind or type_.label
        details = _details(ticket, type_)
        tx.execute(
            insert(tickets).values(
                id=ticket_id,
                guild_id=ticket.guild_id,
                number=ticket.number + offset,
                type_id=type_.id,
                status=Status.CLOSED.value,
                priority=type_.priority.value,
                requester_id=ticket.requester_id,
                assignee_id=ticket.handler_id,
                summary=summary,
                details=as_json.of_details(details),
                interaction_id=ids.draw(ticket.opened_at),
                opened_at=ticket.opened_at,
                requester_added=False,
                announced_event_id=0,
                queue_key=first_key(type_.priority, ticket.opened_at),
            )
        )
        search.add(tx, ticket.guild_id, ticket_id, summary, details)
        for values in _events(ticket):
            tx.execute(
                insert(ticket_events).values(ticket_id=ticket_id, guild_id=ticket.guild_id, data={}, **values)
            )


def _details(ticket: FormerTicket, type_: TicketType) -> tuple[Detail, ...]:
    """What it was about, as if it had been filled into the field that says so."""
    if not ticket.text:
        return ()
    field = type_.main
    if field is None:
        return (Detail(ticket.kind, ticket.text),)
    return (Detail(field.label, ticket.text, field_id=field.id),)


def _events(ticket: FormerTicket) -> Iterable[Mapping[str, object]]:
    yield {"kind": EventKind.OPENED.value, "actor_id": ticket.requester_id, "at": ticket.opened_at}
    if ticket.responded_at is not None:
        yield {"kind": EventKind.RESPONDED.value, "actor_id": ticket.responder_id, "at": ticket.responded_at}
    closer_id, reason = ticket.closer_id, ticket.reason
    yield {"kind": EventKind.CLOSED.value, "actor_id": closer_id, "at": ticket.closed_at, "note": reason}

"""The `tickets` and `ticket_events` tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Row,
    Select,
    and_,
    bindparam,
    func,
    insert,
    literal,
    select,
    update,
)

from bot.database import Reader, Transaction
from bot.ticket_errors import UnknownTicket
from bot.ticket_tables import ticket_events, tickets
from bot.ticket_urgency import Priority
from bot.tickets import as_json
from bot.tickets.priority import Grounds
from bot.tickets.queue import first_key, key
from bot.tickets.search import store as search
from bot.tickets.ticket import (
    LIVE,
    Detail,
    Event,
    EventKind,
    Receipts,
    Snooze,
    Status,
    StoredEvent,
    Ticket,
    WaitingOn,
)


def _literally(statuses: Iterable[Status]) -> list[BindParameter[str]]:
    """As part of the statement itself: an index over some statuses is used only where these are spelt out."""
    return [literal(status.value, literal_execute=True) for status in statuses]


IS_LIVE = tickets.c.status.not_in(_literally((Status.RESOLVED, Status.WITHDRAWN, Status.SILENT, Status.CLOSED)))
"""`LIVE`, spelt as in the index of the queue."""

IS_IN_LINE = and_(IS_LIVE, tickets.c.snoozed.is_(False))
"""In the queue: live, and not snoozed."""

_IS_UNSETTLED = tickets.c.status != _literally([Status.CLOSED])[0]
"""Spelt as in the index of these."""

# What runs for every line and press is built once, and executed with parameters: SQLAlchemy would else look through each
# new statement for whether it has compiled the same before, which costs more than to run it.

_BY_ID = select(tickets).where(tickets.c.id == bindparam("ticket_id"))
_BY_THREAD = select(tickets).where(tickets.c.thread_id == bindparam("thread_id"))
_BY_NUMBER = select(tickets).where(
    tickets.c.guild_id == bindparam("guild_id"), tickets.c.number == bindparam("number")
)
_BY_INTERACTION = select(tickets).where(tickets.c.interaction_id == bindparam("interaction_id"))
_IS_HERE = tickets.c.guild_id == bindparam("guild_id")
_BY_ID_HERE, _BY_THREAD_HERE = _BY_ID.where(_IS_HERE), _BY_THREAD.where(_IS_HERE)
_LIVE_OF_ANY_TYPE = select(tickets).where(
    _IS_HERE,
    tickets.c.requester_id == bindparam("requester_id"),
    tickets.c.status.in_(_literally(status for status in Status if status in LIVE)),
)
_LIVE_OF = _LIVE_OF_ANY_TYPE.where(tickets.c.type_id == bindparam("type_id"))
_LIVE_OF_MEMBER = _LIVE_OF_ANY_TYPE.order_by(tickets.c.id.desc()).limit(bindparam("at_most"))
_HAS_RESPONSE = (
    select(ticket_events.c.id)
    .where(ticket_events.c.ticket_id == bindparam("ticket_id"), ticket_events.c.kind == EventKind.RESPONDED.value)
    .limit(1)
)
_SAVE = update(tickets).where(tickets.c.id == bindparam("which"))
_APPEND = insert(ticket_events)


def insert_ticket(
    tx: Transaction,
    *,
    ticket_id: int,
    guild_id: int,
    type_id: str,
    priority: Priority,
    requester_id: int,
    summary: str,
    details: tuple[Detail, ...],
    question_id: int | None,
    interaction_id: int,
    at: datetime,
    language: str | None = None,
    slot: int = 1,
    grounds: Grounds | None = None,
) -> Ticket:
    """A new ticket with the community's next number. IntegrityError where a live one of the requester has the slot."""
    newest = (
        select(tickets.c.number).where(tickets.c.guild_id == guild_id).order_by(tickets.c.number.desc()).limit(1)
    )
    row = tx.execute(
        insert(tickets)
        .values(
            id=ticket_id,
            guild_id=guild_id,
            number=func.coalesce(newest.scalar_subquery(), 0) + 1,
            type_id=type_id,
            status=Status.OPEN.value,
            priority=priority.value,
            requester_id=requester_id,
            summary=summary,
            details=as_json.of_details(details),
            question_id=question_id,
            interaction_id=interaction_id,
            opened_at=at,
            requester_added=False,
            announced_event_id=0,
            told_parts=0,
            remade=False,
            language=language,
            slot=slot,
            grounds=as_json.of_grounds(grounds),
            queue_key=first_key(priority, at),
        )
        .returning(tickets)
    )
    search.add(tx, guild_id, ticket_id, summary, details)
    return _ticket(row.one())


def save(tx: Transaction, ticket: Ticket, event: Event) -> None:
    """Store what a decision returned. IntegrityError where a live ticket is in the way."""
    tx.execute(
        _SAVE,
        {
            "which": ticket.id,
            "status": ticket.status.value,
            "assignee_id": ticket.assignee_id,
            "type_id": ticket.type_id,
            "priority": ticket.priority.value,
            "slot": ticket.slot,
            "grounds": as_json.of_grounds(ticket.grounds),
            "waiting_on": ticket.waiting_on.value,
            "waits_since": ticket.waits_since,
            "held_since": ticket.held_since,
            "queue_key": key(ticket),
            "merged_into": ticket.merged_into,
            "snoozed": ticket.snooze is not None,
            "wakes_at": ticket.snooze.until if ticket.snooze else None,
            "tier": ticket.tier,
        },
    )
    append(tx, ticket, event)


def append(tx: Transaction, ticket: Ticket, event: Event) -> None:
    """Write one event."""
    tx.execute(
        _APPEND,
        {
            "guild_id": ticket.guild_id,
            "ticket_id": ticket.id,
            "kind": event.kind.value,
            "actor_id": event.actor_id,
            "at": event.at,
            "note": event.note,
            "member_id": event.member_id,
            "data": as_json.of_event(event),
        },
    )


def save_details(tx: Transaction, ticket_id: int, details: Sequence[Detail]) -> None:
    """What the ticket says, in place of what it said."""
    tx.execute(_SAVE, {"which": ticket_id, "details": as_json.of_details(details)})
    search.save(tx, ticket_id, details)


def known(reader: Reader, ticket_id: int) -> Ticket:
    """By the database's id. Raises UnknownTicket."""
    return _known(reader, _BY_ID, ticket_id=ticket_id)


def known_in(reader: Reader, ticket_id: int, guild_id: int) -> Ticket:
    """The same, of this server. Raises UnknownTicket."""
    return _known(reader, _BY_ID_HERE, ticket_id=ticket_id, guild_id=guild_id)


def known_by_thread(reader: Reader, thread_id: int, guild_id: int) -> Ticket:
    """The ticket of this server whose thread this is. Raises UnknownTicket."""
    return _known(reader, _BY_THREAD_HERE, thread_id=thread_id, guild_id=guild_id)


def by_number(reader: Reader, guild_id: int, number: int) -> Ticket | None:
    """By the number people see."""
    return _one(reader, _BY_NUMBER, guild_id=guild_id, number=number)


def of_questions(reader: Reader, question_ids: Collection[int]) -> list[Ticket]:
    """The tickets that came from these questions."""
    found = reader.execute(select(tickets).where(tickets.c.question_id.in_(question_ids)))
    return [_ticket(row) for row in found]


def by_thread(reader: Reader, thread_id: int) -> Ticket | None:
    """The ticket whose thread this is; None for a thread of something else."""
    return _one(reader, _BY_THREAD, thread_id=thread_id)


def by_interaction(reader: Reader, interaction_id: int) -> Ticket | None:
    """The ticket that this very submission opened."""
    return _one(reader, _BY_INTERACTION, interaction_id=interaction_id)


def live_of(reader: Reader, guild_id: int, requester_id: int, type_id: str) -> list[Ticket]:
    """The requester's live tickets of this type."""
    here = {"guild_id": guild_id, "requester_id": requester_id, "type_id": type_id}
    return [_ticket(row) for row in reader.execute(_LIVE_OF, here)]


def live_of_member(reader: Reader, guild_id: int, requester_id: int, limit: int) -> list[Ticket]:
    """The requester's live tickets of whatever type, the newest first."""
    here = {"guild_id": guild_id, "requester_id": requester_id, "at_most": limit}
    return [_ticket(row) for row in reader.execute(_LIVE_OF_MEMBER, here)]


def last_done_at(
    reader: Reader,
    guild_id: int,
    member_id: int,
    kind: EventKind,
    *,
    after: datetime,
    until: datetime,
    type_id: str | None = None,
) -> datetime | None:
    """When a member did this last in that time, to one of their tickets of this type or to any; None where they did not.

    That they wrote is not counted.
    """
    query = select(ticket_events.c.at, ticket_events.c.data).where(
        ticket_events.c.guild_id == guild_id,
        ticket_events.c.kind == kind.value,
        ticket_events.c.at > after,
        ticket_events.c.at <= until,
        ticket_events.c.actor_id == member_id,
    )
    if type_id is not None:
        query = query.join(tickets, tickets.c.id == ticket_events.c.ticket_id).where(tickets.c.type_id == type_id)
    found = reader.execute(query.order_by(ticket_events.c.at.desc()))
    return next((row.at for row in found if "wrote" not in row.data), None)


def read(rows: Iterable[Row[Any]]) -> list[Ticket]:
    """The tickets that these rows of their table are."""
    return [_ticket(row) for row in rows]


def of_card(reader: Reader, message_ids: Collection[int]) -> list[Ticket]:
    """The tickets whose cards these messages are."""
    rows = reader.execute(select(tickets).where(tickets.c.card_message_id.in_(message_ids)))
    return [_ticket(row) for row in rows]


def all_unsettled(reader: Reader) -> list[Ticket]:
    """The tickets of every community that are not closed."""
    rows = reader.execute(select(tickets).where(_IS_UNSETTLED).order_by(tickets.c.id))
    return [_ticket(row) for row in rows]


def unsettled(reader: Reader, guild_id: int, after_id: int, limit: int) -> list[Ticket]:
    """Tickets that are not closed, in the order of their ids, after this one."""
    rows = reader.execute(
        select(tickets)
        .where(tickets.c.guild_id == guild_id, _IS_UNSETTLED, tickets.c.id > after_id)
        .order_by(tickets.c.id)
        .limit(limit)
    )
    return [_ticket(row) for row in rows]


def turns_of(reader: Reader, guild_id: int, member_id: int, limit: int) -> list[Ticket]:
    """The tickets that this member has and that wait for staff, the oldest first."""
    rows = reader.execute(
        select(tickets)
        .where(
            tickets.c.guild_id == guild_id,
            tickets.c.assignee_id == member_id,
            tickets.c.status == _literally([Status.CLAIMED])[0],
            tickets.c.waiting_on == WaitingOn.STAFF.value,
            tickets.c.snoozed.is_(False),
        )
        .order_by(tickets.c.opened_at)
        .limit(limit)
    )
    return [_ticket(row) for row in rows]


def of_ids(reader: Reader, ticket_ids: Collection[int]) -> list[Ticket]:
    """These tickets, as far as they are there."""
    return [_ticket(row) for row in reader.execute(select(tickets).where(tickets.c.id.in_(ticket_ids)))]


def events_after(reader: Reader, ticket_id: int, event_id: int) -> list[StoredEvent]:
    """The ticket's events after this one, oldest first; 0 for all."""
    number = func.row_number().over(order_by=ticket_events.c.id).label("number")
    counted = select(ticket_events, number).where(ticket_events.c.ticket_id == ticket_id).subquery()
    rows = reader.execute(select(counted).where(counted.c.id > event_id).order_by(counted.c.id))
    return [
        StoredEvent(
            row.id,
            Event(EventKind(row.kind), row.actor_id, row.at, row.note, row.member_id, **as_json.more_of(row.data)),
            row.number,
        )
        for row in rows
    ]


def has_response(reader: Reader, ticket_id: int) -> bool:
    """Whether staff have written to the requester yet."""
    return reader.execute(_HAS_RESPONSE, {"ticket_id": ticket_id}).first() is not None


def _one(reader: Reader, query: Select[Any], **parameters: object) -> Ticket | None:
    row = reader.execute(query, parameters).one_or_none()
    return None if row is None else _ticket(row)


def _known(reader: Reader, query: Select[Any], **parameters: object) -> Ticket:
    ticket = _one(reader, query, **parameters)
    if ticket is None:
        raise UnknownTicket(None)
    return ticket


def _ticket(row: Row[Any]) -> Ticket:
    return Ticket(
        id=row.id,
        guild_id=row.guild_id,
        number=row.number,
        type_id=row.type_id,
        status=Status(row.status),
        priority=Priority(row.priority),
        requester_id=row.requester_id,
        assignee_id=row.assignee_id,
        summary=row.summary,
        details=tuple(map(as_json.detail_of, row.details)),
        question_id=row.question_id,
        interaction_id=row.interaction_id,
        opened_at=row.opened_at,
        receipts=Receipts(
            thread_id=row.thread_id,
            opening_message_id=row.opening_message_id,
            requester_added=row.requester_added,
            card_channel_id=row.card_channel_id,
            card_message_id=row.card_message_id,
            told_parts=row.told_parts,
            remade=row.remade,
            offer_ids=tuple(row.offer_ids),
        ),
        announced_event_id=row.announced_event_id,
        language=row.language,
        slot=row.slot,
        grounds=as_json.grounds_of(row.grounds),
        waiting_on=WaitingOn(row.waiting_on),
        waits_since=row.waits_since,
        held_since=row.held_since,
        merged_into=row.merged_into,
        snooze=Snooze(row.wakes_at) if row.snoozed else None,
        tier=row.tier,
        due_at=row.due_at,
    )

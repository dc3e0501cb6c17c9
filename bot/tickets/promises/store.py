"""The table `promises`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, insert, literal, or_, select, update

from bot.database import Reader, Transaction
from bot.promise_tables import promises
from bot.tickets.promises.promise import UNSETTLED, Call, Promise, Says, Shown, State

IS_UNSETTLED = promises.c.state.not_in(
    [literal(state.value, literal_execute=True) for state in State if state not in UNSETTLED]
)
"""Spelt as in the index of these."""

CAME_AT: ColumnElement[datetime] = func.coalesce(promises.c.missed_at, promises.c.due_at)
"""When its time came: of what was missed, however far it was moved since, the time that was missed."""

_OF_TICKET = select(promises).where(promises.c.ticket_id == bindparam("of_ticket")).order_by(promises.c.number)


def add(tx: Transaction, promise: Promise) -> Promise:
    """A new promise, with the ticket's next number."""
    numbered = replace(promise, number=_next_number(tx, promise.ticket_id))
    tx.execute(
        insert(promises).values(
            id=numbered.id,
            guild_id=numbered.guild_id,
            ticket_id=numbered.ticket_id,
            number=numbered.number,
            made_at=numbered.made_at,
            is_call=numbered.is_call,
            **_changing(numbered),
        )
    )
    return numbered


def save(tx: Transaction, promise: Promise) -> None:
    """What became of it; what Discord shows of it stays as it is."""
    tx.execute(update(promises).where(promises.c.id == promise.id).values(**_changing(promise)))


def save_ticket(tx: Transaction, promise: Promise, ticket_id: int) -> Promise:
    """It is another ticket's from now on, with the next number there."""
    moved = replace(promise, ticket_id=ticket_id, number=_next_number(tx, ticket_id))
    tx.execute(
        update(promises)
        .where(promises.c.id == moved.id)
        .values(ticket_id=ticket_id, number=moved.number, **_changing(moved))
    )
    return moved


def save_message(
    tx: Transaction, promise_id: int, thread_id: int, message_id: int, proposal_at: datetime | None
) -> None:
    """It stands here in the ticket's thread."""
    tx.execute(
        update(promises)
        .where(promises.c.id == promise_id)
        .values(thread_id=thread_id, message_id=message_id, proposal_at=proposal_at)
    )


def save_line(tx: Transaction, promise_id: int, shown: Shown) -> None:
    """The line by which staff hear of it, if there is one."""
    tx.execute(
        update(promises)
        .where(promises.c.id == promise_id)
        .values(
            line_channel_id=shown.line_channel_id,
            line_message_id=shown.line_message_id,
            line_says=shown.line_says and shown.line_says.value,
            line_member_id=shown.line_member_id,
        )
    )


def get(reader: Reader, promise_id: int) -> Promise | None:
    """The promise, or None where there is none (any more)."""
    row = reader.execute(select(promises).where(promises.c.id == promise_id)).one_or_none()
    return None if row is None else _promise(row)


def of_ticket(reader: Reader, ticket_id: int) -> list[Promise]:
    """All that was promised in this ticket, in that order."""
    return [_promise(row) for row in reader.execute(_OF_TICKET, {"of_ticket": ticket_id})]


def unsettled(reader: Reader, guild_id: int, limit: int) -> list[Promise]:
    """What somebody waits for, soonest due first."""
    rows = reader.execute(
        select(promises)
        .where(promises.c.guild_id == guild_id, IS_UNSETTLED)
        .order_by(promises.c.due_at)
        .limit(limit)
    )
    return [_promise(row) for row in rows]


def is_due(guild_id: int, start_at: datetime, end_at: datetime) -> ColumnElement[bool]:
    """Whether its time came in this period, and it was kept or missed. What was withdrawn before its time, and what was never
    agreed, is neither. Of a call-back that nobody answered, the first of its times has to be in the period, too.
    """
    is_missed = or_(
        promises.c.missed_at.is_not(None), (promises.c.state == State.OPEN.value) & (promises.c.due_at < end_at)
    )
    # Nothing is due before it was missed, and only when it is due has an index.
    has_come = (promises.c.due_at >= start_at) & CAME_AT.between(start_at, end_at)
    return and_(promises.c.guild_id == guild_id, has_come, or_(is_kept(), is_missed))


def is_kept() -> ColumnElement[bool]:
    """Whether it was kept in time."""
    return (promises.c.state == State.KEPT.value) & promises.c.missed_at.is_(None)


def _next_number(reader: Reader, ticket_id: int) -> int:
    last = select(func.coalesce(func.max(promises.c.number), 0)).where(promises.c.ticket_id == ticket_id)
    return int(reader.execute(last).scalar_one()) + 1


def _changing(promise: Promise) -> dict[str, Any]:
    return {
        "state": promise.state.value,
        "text": promise.text,
        "made_by": promise.made_by,
        "due_at": promise.due_at,
        "call": None if promise.call is None else _as_json(promise.call),
        "missed_at": promise.missed_at,
        "is_moved": promise.is_moved,
        "settled_by": promise.settled_by,
        "settled_at": promise.settled_at,
        "note": promise.note,
    }


def _as_json(call: Call) -> dict[str, Any]:
    return {
        "contact": call.contact,
        "time_zone": call.time_zone,
        "slots": [slot.isoformat() for slot in call.slots],
        "member_id": call.member_id,
    }


def _call(item: dict[str, Any]) -> Call:
    slots: Iterable[str] = item["slots"]
    return Call(
        item["contact"], item["time_zone"], tuple(map(datetime.fromisoformat, slots)), item.get("member_id")
    )


def _promise(row: Row[Any]) -> Promise:
    return Promise(
        id=row.id,
        guild_id=row.guild_id,
        ticket_id=row.ticket_id,
        number=row.number,
        state=State(row.state),
        text=row.text,
        made_by=row.made_by,
        made_at=row.made_at,
        due_at=row.due_at,
        is_call=row.is_call,
        call=None if row.call is None else _call(row.call),
        missed_at=row.missed_at,
        is_moved=row.is_moved,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        note=row.note,
        shown=Shown(
            thread_id=row.thread_id,
            message_id=row.message_id,
            proposal_at=row.proposal_at,
            line_channel_id=row.line_channel_id,
            line_message_id=row.line_message_id,
            line_says=None if row.line_says is None else Says(row.line_says),
            line_member_id=row.line_member_id,
        ),
    )

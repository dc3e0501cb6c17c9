"""The `ticket_clocks` table, and when a ticket is due as the queue has it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, insert, select, update

from bot.clock_tables import ticket_clocks
from bot.database import Reader, Transaction
from bot.ticket_tables import tickets
from bot.ticket_urgency import Priority
from bot.tickets.clocks.clock import Clock, ClockKind
from bot.tickets.clocks.watched import Watched
from bot.tickets.queue import first_key, key
from bot.tickets.ticket import Ticket

_MICROSECOND = timedelta(microseconds=1)
_OF = select(ticket_clocks).where(ticket_clocks.c.ticket_id == bindparam("ticket"))
_INSERT = insert(ticket_clocks)
_SAVE = update(ticket_clocks).where(
    ticket_clocks.c.ticket_id == bindparam("of_ticket"), ticket_clocks.c.kind == bindparam("of_kind")
)
_RESTATE = _SAVE.values(
    {name: bindparam(f"new_{name}") for name in ("warn_at", "due_at", "made_late_at", "acts_at")}
)
_IS_HERE = ticket_clocks.c.guild_id == bindparam("guild")
_IS_ACTING = and_(_IS_HERE, ticket_clocks.c.acts_at.is_not(None))
_RUNNING = (
    select(
        ticket_clocks,
        tickets.c.type_id,
        tickets.c.priority,
        tickets.c.opened_at,
        tickets.c.waits_since,
        tickets.c.due_at.label("ticket_due_at"),
    )
    .join_from(ticket_clocks, tickets, tickets.c.id == ticket_clocks.c.ticket_id)
    .where(_IS_HERE, ticket_clocks.c.runs_since.is_not(None))
)
_ACTING = (
    select(ticket_clocks)
    .where(_IS_ACTING, ticket_clocks.c.acts_at <= bindparam("until"))
    .order_by(ticket_clocks.c.acts_at)
    .limit(bindparam("at_most"))
)
_IS_UNNOTED = and_(_IS_ACTING, ticket_clocks.c.breached_at.is_(None))
_MISSED = _ACTING.where(_IS_UNNOTED, ticket_clocks.c.due_at <= bindparam("until"))
_NEXT = select(func.min(ticket_clocks.c.acts_at)).where(_IS_ACTING)
_NEXT_MISSED = select(func.min(ticket_clocks.c.due_at)).where(_IS_UNNOTED)
_DUE = update(tickets).where(tickets.c.id == bindparam("which"))


@dataclass(frozen=True)
class Running:
    """A clock that runs, with what its ticket says of how long it may, and of the ticket's place."""

    ticket_id: int
    watched: Watched
    type_id: str
    priority: Priority
    since: datetime
    ticket_due_at: datetime | None


def of(reader: Reader, ticket_id: int) -> dict[ClockKind, Watched]:
    """The clocks of a ticket."""
    found = [_watched(row) for row in reader.execute(_OF, {"ticket": ticket_id})]
    return {one.clock.kind: one for one in found}


def add(tx: Transaction, ticket: Ticket, clocks: Iterable[Watched]) -> None:
    """Those of a ticket that has none of their kinds."""
    tx.execute_many(
        _INSERT,
        [
            {"ticket_id": ticket.id, "guild_id": ticket.guild_id, "kind": one.clock.kind.value, **_values(one)}
            for one in clocks
        ],
    )


def save(tx: Transaction, clocks: Iterable[tuple[int, Watched]]) -> None:
    """Those that these tickets have."""
    tx.execute_many(
        _SAVE, [{"of_ticket": id_, "of_kind": one.clock.kind.value, **_values(one)} for id_, one in clocks]
    )


def save_restated(tx: Transaction, clocks: Iterable[tuple[int, Watched]]) -> None:
    """The same where only the policy has changed: of 10,000 that takes half as long."""
    tx.execute_many(
        _RESTATE,
        [
            {
                "of_ticket": id_,
                "of_kind": one.clock.kind.value,
                "new_warn_at": one.warn_at,
                "new_due_at": one.due_at,
                "new_made_late_at": one.made_late_at,
                "new_acts_at": one.acts_at,
            }
            for id_, one in clocks
        ],
    )


def save_due(tx: Transaction, ticket: Ticket) -> None:
    """When the ticket is due, and with that its place in the queue."""
    tx.execute(_DUE, {"which": ticket.id, "due_at": ticket.due_at, "queue_key": key(ticket)})


def save_all_due(tx: Transaction, due: Mapping[int, datetime | None], running: Sequence[Running]) -> None:
    """The same of many for which it is staff's turn: of each a clock is among these."""
    of_id = {one.ticket_id: one for one in running}
    tx.execute_many(
        _DUE,
        [
            {
                "which": id_,
                "due_at": due_at,
                "queue_key": first_key(of_id[id_].priority, of_id[id_].since, due_at),
            }
            for id_, due_at in due.items()
        ],
    )


def running(reader: Reader, guild_id: int) -> list[Running]:
    """All clocks of a community that run."""
    return [
        Running(
            row.ticket_id,
            _watched(row),
            row.type_id,
            Priority(row.priority),
            row.waits_since or row.opened_at,
            row.ticket_due_at,
        )
        for row in reader.execute(_RUNNING, {"guild": guild_id})
    ]


def acting(reader: Reader, guild_id: int, until: datetime, limit: int) -> list[tuple[int, Watched]]:
    """The clocks of which there has been something to tell since then or before, with the ids of their tickets; the longest
    since first.
    """
    return _some(reader, _ACTING, guild_id, until, limit)


def missed(reader: Reader, guild_id: int, until: datetime, limit: int) -> list[tuple[int, Watched]]:
    """Those of them that have run out, which is not noted."""
    return _some(reader, _MISSED, guild_id, until, limit)


def next_missed_at(reader: Reader, guild_id: int) -> datetime | None:
    """When the next one runs out of which that is not noted; None where none does."""
    found: datetime | None = reader.execute(_NEXT_MISSED, {"guild": guild_id}).scalar_one()
    return found


def next_at(reader: Reader, guild_id: int) -> datetime | None:
    """When there is something to tell of a clock of this community; None where there is nothing."""
    found: datetime | None = reader.execute(_NEXT, {"guild": guild_id}).scalar_one()
    return found


def of_tickets(reader: Reader, ticket_ids: Collection[int]) -> dict[tuple[int, ClockKind], Watched]:
    """The clocks of these tickets."""
    rows = reader.execute(select(ticket_clocks).where(ticket_clocks.c.ticket_id.in_(ticket_ids)))
    return {(row.ticket_id, ClockKind(row.kind)): _watched(row) for row in rows}


def _some(
    reader: Reader, query: Select[Any], guild_id: int, until: datetime, limit: int
) -> list[tuple[int, Watched]]:
    rows = reader.execute(query, {"guild": guild_id, "until": until, "at_most": limit})
    return [(row.ticket_id, _watched(row)) for row in rows]


def _values(one: Watched) -> dict[str, Any]:
    return {
        "spent_microseconds": one.clock.spent // _MICROSECOND,
        "runs_since": one.clock.runs_since,
        "met_at": one.clock.met_at,
        "warn_at": one.warn_at,
        "due_at": one.due_at,
        "warned_at": one.warned_at,
        "breached_at": one.breached_at,
        "made_late_at": one.made_late_at,
        "acts_at": one.acts_at,
    }


def _watched(row: Row[Any]) -> Watched:
    clock = Clock(ClockKind(row.kind), row.spent_microseconds * _MICROSECOND, row.runs_since, row.met_at)
    return Watched(clock, row.warn_at, row.due_at, row.warned_at, row.breached_at, row.made_late_at)

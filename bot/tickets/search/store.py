"""The `search_texts` table, and what is found by its index."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    ScalarSelect,
    Select,
    Text,
    bindparam,
    cast,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.types import UserDefinedType

from bot.database import Reader, Transaction
from bot.search_tables import search_index, search_texts
from bot.ticket_tables import ticket_events, tickets
from bot.tickets.search.terms import of_ticket
from bot.tickets.ticket import Detail, EventKind

TICKET = "ticket"
"""Terms of the ticket itself: its summary and its answers."""

MOST_COUNTED = 2000
"""Texts up to which it is counted in how many a term stands: what is in more says next to nothing."""


class _TsQuery(UserDefinedType[str]):
    """PostgreSQL's own; SQLAlchemy's would load its whole dialect."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "TSQUERY"


def add(tx: Transaction, guild_id: int, ticket_id: int, summary: str, details: Sequence[Detail]) -> None:
    """A new ticket can be found."""
    tx.execute(
        insert(search_texts).values(
            guild_id=guild_id,
            ticket_id=ticket_id,
            kind=TICKET,
            source_id=ticket_id,
            terms=of_ticket(summary, details),
        )
    )


def save(tx: Transaction, ticket_id: int, details: Sequence[Detail]) -> None:
    """It is found by what it says now, and no more by what it said."""
    summary = tx.execute(select(tickets.c.summary).where(tickets.c.id == ticket_id)).scalar_one()
    tx.execute(
        update(search_texts)
        .where(search_texts.c.kind == TICKET, search_texts.c.source_id == ticket_id)
        .values(terms=of_ticket(summary, details))
    )


def count(reader: Reader, terms: Collection[str]) -> dict[str, int]:
    """In how many texts each of these terms stands, up to `MOST_COUNTED`."""
    if not terms:
        return {}
    is_sqlite = _is_sqlite(reader)
    asked = {f"asked_{number}": _query(is_sqlite, [term], every=True) for number, term in enumerate(terms)}
    row = reader.execute(_counting(is_sqlite, len(terms)), asked).one()
    return dict(zip(terms, row, strict=True))


def newest(reader: Reader) -> int:
    """How many texts there have been."""
    query = select(search_texts.c.id).order_by(search_texts.c.id.desc()).limit(1)
    return reader.execute(query).scalar() or 0


def matching(
    reader: Reader,
    guild_id: int,
    terms: Sequence[str],
    *,
    every: bool,
    kinds: Collection[str],
    since: datetime,
    barred: Collection[str],
    limit: int,
) -> list[tuple[int, tuple[str, ...]]]:
    """Tickets of the community opened since then in which one of the terms stands, or `every` one; the newest first.

    For each its id and all its terms. Of types that are `barred` there are none, nor of tickets that go on in others.
    """
    if not terms:
        return []
    is_sqlite = _is_sqlite(reader)
    values = {
        "asked": _query(is_sqlite, terms, every=every),
        "guild_id": guild_id,
        "kinds": list(kinds),
        "since": since,
        "barred": list(barred),
        "at_most": limit,
    }
    return [(row.ticket_id, tuple(row.terms.split())) for row in reader.execute(_matching(is_sqlite), values)]


def resolutions(reader: Reader, ticket_ids: Collection[int]) -> Mapping[int, tuple[int | None, str | None]]:
    """Who resolved each of these tickets last, and what they wrote that solved it; nothing of what was opened again since."""
    rows = reader.execute(
        select(ticket_events.c.ticket_id, ticket_events.c.kind, ticket_events.c.actor_id, ticket_events.c.note)
        .where(
            ticket_events.c.ticket_id.in_(ticket_ids),
            ticket_events.c.kind.in_([EventKind.RESOLVED.value, EventKind.REOPENED.value]),
        )
        .order_by(ticket_events.c.id)
    )
    held: dict[int, tuple[int | None, str | None]] = {}
    for row in rows:
        if row.kind == EventKind.RESOLVED:
            held[row.ticket_id] = (row.actor_id, row.note)
        else:
            held.pop(row.ticket_id, None)
    return held


# Built once each, like those of `bot/tickets/store.py`: to build them took longer than to run them.


@cache
def _counting(is_sqlite: bool, terms: int) -> Executable:
    def counted(number: int) -> ScalarSelect[int]:
        holds, place = _holding(is_sqlite, f"asked_{number}")
        some = select(place).where(holds).limit(MOST_COUNTED).subquery()
        return select(func.count()).select_from(some).scalar_subquery()

    return select(*map(counted, range(terms)))


@cache
def _matching(is_sqlite: bool) -> Select[Any]:
    holds, place = _holding(is_sqlite, "asked")
    texts = search_texts.join(tickets, tickets.c.id == search_texts.c.ticket_id)
    if is_sqlite:
        texts = search_index.join(texts, search_texts.c.id == search_index.c.rowid)
    return (
        select(search_texts.c.ticket_id, search_texts.c.terms)
        .select_from(texts)
        .where(
            holds,
            search_texts.c.guild_id == bindparam("guild_id"),
            search_texts.c.kind.in_(bindparam("kinds", expanding=True)),
            tickets.c.opened_at >= bindparam("since"),
            tickets.c.merged_into.is_(None),
            tickets.c.type_id.not_in(bindparam("barred", expanding=True)),
        )
        .order_by(place.desc())
        .limit(bindparam("at_most"))
    )


def _holding(is_sqlite: bool, name: str) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """What the index says of texts in which the query of this name finds something, and the place by which it gives them
    in the order of time.
    """
    if is_sqlite:
        return search_index.c.search_index.op("MATCH", is_comparison=True)(bindparam(name)), search_index.c.rowid
    vector = func.array_to_tsvector(func.string_to_array(search_texts.c.terms, literal_column("' '")))
    return vector.op("@@", is_comparison=True)(cast(bindparam(name, type_=Text), _TsQuery)), search_texts.c.id


def _query(is_sqlite: bool, terms: Collection[str], *, every: bool) -> str:
    """One of these terms, or `every` one. A term is of letters and digits alone: between quotes it is itself, in either
    language.
    """
    if is_sqlite:
        return (" AND " if every else " OR ").join(f'"{term}"' for term in terms)
    return (" & " if every else " | ").join(f"'{term}'" for term in terms)


def _is_sqlite(reader: Reader) -> bool:
    return reader.dialect.name == "sqlite"

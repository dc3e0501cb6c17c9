"""What is found by the indexes and in the tickets of one member, and by whom: who may read it is asked in each query.

A member finds in their own tickets, in those that these go on in, and in those that they were added to, of which there are
few: all that stands in them is compared. Staff find by the index whatever they read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy import Text as SqlText

from bot.actor import Actor
from bot.database import Reader, Transaction
from bot.record_tables import ticket_message_versions, ticket_messages
from bot.search_tables import said_texts, search_texts, ticket_searches
from bot.ticket_tables import ticket_guests, ticket_notes, tickets
from bot.tickets import store as tickets_store
from bot.tickets.finding.ranking import Sought, Text
from bot.tickets.finding.wanted import Source, State, Wanted, Words
from bot.tickets.record import as_json
from bot.tickets.search import store as search
from bot.tickets.search.store import NOTE, holding, index_of
from bot.tickets.ticket import ORIGIN

MOST_HITS = 2000
"""Texts of an index that hold the words, the newest, among which is looked for those that are wanted."""

MOST_NEWEST = 10_000
"""Tickets of a server, the newest, among which is looked for those that are wanted."""

_SOURCES = {
    search_texts: (Source.TICKET, Source.NOTE, search_texts.c.source_id),
    said_texts: (Source.MESSAGE, Source.ASIDE, said_texts.c.message_id),
}


def by_index(
    reader: Reader, sought: Sought, wanted: Wanted, since: datetime | None, limit: int, *, by: Actor
) -> list[Text]:
    """Texts that hold all of it, for staff, the newest first: so many of each index."""
    narrowed = _narrowed(wanted, since)
    values = {
        "asked": _query(reader, sought),
        "at_most": limit,
        "most_hits": MOST_HITS,
        **_values(wanted, since, by),
    }
    found = []
    for texts in _SOURCES:
        query = _by_index(_is_sqlite(reader), texts, narrowed, bool(by.barred))
        found += [_text(texts, row) for row in reader.execute(query, values)]
    return found


def counts(reader: Reader, terms: Collection[str]) -> Mapping[str, int]:
    """In how many texts each of these terms stands, up to where it says nothing any more."""
    found = [search.count(reader, terms, texts) for texts in _SOURCES]
    return {term: sum(one[term] for one in found) for term in terms}


def is_beyond(reader: Reader, sought: Sought, *, by: Actor) -> bool:
    """Whether in one of the indexes more texts hold all of it than are looked through where something else is asked, too."""
    values = {"asked": _query(reader, sought), "guild_id": by.guild_id, "most_hits": MOST_HITS}
    queries = (_counting(_is_sqlite(reader), texts) for texts in _SOURCES)
    return any(reader.execute(query, values).scalar_one() >= MOST_HITS for query in queries)


def newest(
    reader: Reader, wanted: Wanted, since: datetime | None, limit: int, *, by: Actor
) -> tuple[list[int], bool]:
    """So many of the tickets that are wanted and staff may read, those that were opened last; and whether these are all."""
    values = {"at_most": limit, **_values(wanted, since, by)}
    found = list(reader.execute(_newest(_narrowed(wanted, since)), values).scalars())
    of_server = reader.execute(_count_newest(), values).scalar_one()
    return found, len(found) < limit and of_server < MOST_NEWEST


def in_tickets(
    reader: Reader,
    ticket_ids: Collection[int] | None,
    sought: Sought,
    wanted: Wanted,
    since: datetime | None,
    limit: int,
    *,
    by: Actor,
) -> list[Text]:
    """Of so many tickets that hold all of it, wherever in them, those that were opened last: the texts that hold most, one
    of each index. Of these tickets, or else of those of the member that is wanted, or else, for who is not staff, of those
    that concern them.
    """
    spellings = tuple(map(len, sought))
    values = {
        f"like_{place}_{number}": f"% {term}%"
        for place, terms in enumerate(sought)
        for number, term in enumerate(terms)
    } | _values(wanted, since, by)
    whole = _holding_all(ticket_ids is not None, _narrowed(wanted, since), by.is_staff, spellings)
    ids = list(reader.execute(whole, {**values, "ticket_ids": list(ticket_ids or ()), "at_most": limit}).scalars())
    found = []
    for texts in _SOURCES if ids else ():
        rows = reader.execute(_holding_most(texts, by.is_staff, spellings), {**values, "ticket_ids": ids})
        found += [_text(texts, row) for row in rows]
    return found


def words(reader: Reader, texts: Iterable[Text]) -> Mapping[tuple[Source, int], Words]:
    """What is written at each of these places now."""
    ids: dict[Source, list[int]] = {source: [] for source in Source}
    for text in texts:
        ids[text.source].append(text.source_id)
    found: dict[tuple[Source, int], Words] = {}
    for ticket in tickets_store.of_ids(reader, ids[Source.TICKET]):
        said = (detail.text for detail in ticket.details if detail.field_id != ORIGIN)
        found[Source.TICKET, ticket.id] = Words((ticket.summary, *said))
    for note in reader.execute(select(ticket_notes).where(ticket_notes.c.id.in_(ids[Source.NOTE]))):
        found[Source.NOTE, note.id] = Words((note.text,), note.author_id, note.at)
    message_ids = ids[Source.MESSAGE] + ids[Source.ASIDE]
    latest = {
        row.message_id: row
        for row in reader.execute(
            select(ticket_message_versions)
            .where(ticket_message_versions.c.message_id.in_(message_ids))
            .order_by(ticket_message_versions.c.message_id, ticket_message_versions.c.at)
        )
    }
    for row in reader.execute(select(ticket_messages).where(ticket_messages.c.id.in_(message_ids))):
        now = latest.get(row.id, row)
        source = Source.ASIDE if row.kind == NOTE else Source.MESSAGE
        texts_now = as_json.words_of(now.text, now.more).texts
        found[source, row.id] = Words(texts_now, row.author_id, row.at, row.thread_id, row.id)
    return found


def keep(tx: Transaction, search_id: int, wanted: Wanted, before: int, *, by: Actor) -> None:
    """Somebody looks for this; what was kept before this id is over."""
    tx.execute(delete(ticket_searches).where(ticket_searches.c.id < before))
    tx.execute(
        insert(ticket_searches).values(
            id=search_id,
            guild_id=by.guild_id,
            member_id=by.id,
            words=wanted.words,
            type_id=wanted.type_id,
            state=wanted.state,
            requester_id=wanted.requester_id,
            days=wanted.days,
        )
    )


def kept(reader: Reader, search_id: int, *, by: Actor) -> Wanted | None:
    """What this member looked for in this server; None where that is nothing, or no longer known."""
    row = reader.execute(
        select(ticket_searches).where(
            ticket_searches.c.id == search_id,
            ticket_searches.c.guild_id == by.guild_id,
            ticket_searches.c.member_id == by.id,
        )
    ).one_or_none()
    if row is None:
        return None
    return Wanted(row.words, row.type_id, State(row.state) if row.state else None, row.requester_id, row.days)


# Built once each: to build them took longer than to run them.


@cache
def _by_index(is_sqlite: bool, texts: Table, narrowed: frozenset[str], is_barred: bool) -> Select[Any]:
    if not narrowed and not is_barred:
        return _holding(is_sqlite, texts).limit(bindparam("at_most"))
    hits = _holding(is_sqlite, texts).limit(bindparam("most_hits")).subquery("hits")
    return (
        select(hits)
        .join(tickets, tickets.c.id == hits.c.ticket_id)
        .where(*_conditions(narrowed), _readable(hits.c.kind, hits.c.ticket_id, is_staff=True))
        .order_by(hits.c.place.desc())
        .limit(bindparam("at_most"))
    )


@cache
def _counting(is_sqlite: bool, texts: Table) -> Select[Any]:
    return select(func.count()).select_from(_holding(is_sqlite, texts).limit(bindparam("most_hits")).subquery())


@cache
def _newest(narrowed: frozenset[str]) -> Select[Any]:
    is_read = tickets.c.type_id.not_in(bindparam("barred", expanding=True))
    return (
        select(tickets.c.id)
        .where(
            tickets.c.id.in_(_newest_of_server()),
            *_conditions(narrowed),
            or_(is_read, tickets.c.id.in_(_concerning())),
        )
        .order_by(tickets.c.opened_at.desc(), tickets.c.id.desc())
        .limit(bindparam("at_most"))
    )


@cache
def _count_newest() -> Select[Any]:
    return select(func.count()).select_from(_newest_of_server().subquery())


def _newest_of_server() -> Select[Any]:
    return (
        select(tickets.c.id)
        .where(tickets.c.guild_id == bindparam("guild_id"))
        .order_by(tickets.c.opened_at.desc(), tickets.c.id.desc())
        .limit(MOST_NEWEST)
    )


@lru_cache(256)
def _holding_all(
    of_some: bool, narrowed: frozenset[str], is_staff: bool, spellings: tuple[int, ...]
) -> Select[Any]:
    """The tickets; `spellings` says of each word that is looked for how many there are."""

    def of_index(texts: Table) -> Select[Any]:
        held = (one.label(f"held_{place}") for place, one in enumerate(_held(texts, spellings)))
        return (
            select(texts.c.ticket_id, *held)
            .join(tickets, tickets.c.id == texts.c.ticket_id)
            .where(
                tickets.c.id.in_(bindparam("ticket_ids", expanding=True)) if of_some else true(),
                *_conditions(narrowed),
                _readable(texts.c.kind, texts.c.ticket_id, is_staff=is_staff),
            )
        )

    held = union_all(*map(of_index, _SOURCES)).subquery("held")
    return (
        select(held.c.ticket_id)
        .group_by(held.c.ticket_id)
        .having(*(func.max(held.c[f"held_{place}"]) == 1 for place in range(len(spellings))))
        .order_by(held.c.ticket_id.desc())
        .limit(bindparam("at_most"))
    )


@lru_cache(256)
def _holding_most(texts: Table, is_staff: bool, spellings: tuple[int, ...]) -> Select[Any]:
    """Of each ticket the text; the ticket itself before its notes, and what is new before what is old."""
    _, _, source_id = _SOURCES[texts]
    most = sum(_held(texts, spellings), literal(0)).desc()
    first = func.row_number().over(
        partition_by=texts.c.ticket_id, order_by=(most, (texts.c.kind == search.TICKET).desc(), source_id.desc())
    )
    ranked = (
        select(texts.c.ticket_id, texts.c.kind, source_id.label("source_id"), texts.c.terms, first.label("place"))
        .join(tickets, tickets.c.id == texts.c.ticket_id)
        .where(
            texts.c.ticket_id.in_(bindparam("ticket_ids", expanding=True)),
            _readable(texts.c.kind, texts.c.ticket_id, is_staff=is_staff),
        )
        .subquery("ranked")
    )
    return select(ranked).where(ranked.c.place == 1)


def _held(texts: Table, spellings: tuple[int, ...]) -> list[ColumnElement[int]]:
    """For each word that is looked for whether a text holds it: 1 or 0."""
    padded = literal(" ") + texts.c.terms + " "

    def holds(place: int, count: int) -> ColumnElement[bool]:
        # A term is of letters and digits alone, and means nothing else to `LIKE`.
        return or_(*(padded.like(bindparam(f"like_{place}_{one}", type_=SqlText)) for one in range(count)))

    return [case((holds(place, count), 1), else_=0) for place, count in enumerate(spellings)]


def _holding(is_sqlite: bool, texts: Table) -> Select[Any]:
    """The texts of the server that hold what is `asked`, the newest first."""
    holds, place = holding(is_sqlite, "asked", texts)
    found: Any = texts
    if is_sqlite:
        index = index_of(texts)
        [id_] = texts.primary_key
        found = index.join(texts, id_ == index.c.rowid)
    _, _, source_id = _SOURCES[texts]
    return (
        select(place.label("place"), texts.c.ticket_id, texts.c.kind, source_id.label("source_id"), texts.c.terms)
        .select_from(found)
        .where(holds, texts.c.guild_id == bindparam("guild_id"))
        .order_by(place.desc())
    )


def _text(texts: Table, row: Row[Any]) -> Text:
    own, of_staff, _ = _SOURCES[texts]
    return Text(row.ticket_id, of_staff if row.kind == NOTE else own, row.source_id, row.terms)


def _narrowed(wanted: Wanted, since: datetime | None) -> frozenset[str]:
    """By what it is asked in which tickets the words may stand."""
    asked = {
        "type_id": wanted.type_id,
        "statuses": wanted.state,
        "requester_id": wanted.requester_id,
        "since": since,
    }
    return frozenset(name for name, value in asked.items() if value is not None)


def _values(wanted: Wanted, since: datetime | None, by: Actor) -> dict[str, Any]:
    return {
        "type_id": wanted.type_id,
        "statuses": sorted(wanted.state.statuses) if wanted.state else [],
        "requester_id": wanted.requester_id,
        "since": since,
        "guild_id": by.guild_id,
        "member_id": by.id,
        "barred": sorted(by.barred),
    }


def _conditions(narrowed: frozenset[str]) -> list[ColumnElement[bool]]:
    """The same as SQL."""
    conditions = {
        "type_id": tickets.c.type_id == bindparam("type_id"),
        "statuses": tickets.c.status.in_(bindparam("statuses", expanding=True)),
        "requester_id": and_(
            tickets.c.guild_id == bindparam("guild_id"), tickets.c.requester_id == bindparam("requester_id")
        ),
        "since": tickets.c.opened_at >= bindparam("since"),
    }
    return [conditions[name] for name in sorted(narrowed)]


def _readable(kind: ColumnElement[str], ticket_id: ColumnElement[int], *, is_staff: bool) -> ColumnElement[bool]:
    """Staff read all of a type from which they are not barred; everybody, of what concerns them, what is not for staff."""
    concerns = and_(kind != NOTE, ticket_id.in_(_concerning()))
    if not is_staff:
        return concerns
    is_read = tickets.c.type_id.not_in(bindparam("barred", expanding=True))
    return or_(and_(tickets.c.guild_id == bindparam("guild_id"), is_read), concerns)


@cache
def _concerning() -> Select[Any]:
    """The tickets of a member, those that they were added to, and all in which these go on."""
    one, above = tickets.alias("one"), tickets.alias("above")
    here: ColumnElement[int] = bindparam("guild_id")
    member_id: ColumnElement[int] = bindparam("member_id")
    added = select(ticket_guests.c.ticket_id).where(
        ticket_guests.c.guild_id == here, ticket_guests.c.member_id == member_id, ticket_guests.c.is_added
    )
    its = (one.c.id, one.c.merged_into)
    own = select(*its).where(one.c.guild_id == here, one.c.requester_id == member_id)
    # Not by one condition: all of the server's tickets would be read for it.
    either = own.union_all(select(*its).where(one.c.id.in_(added))).subquery()
    start = select(either).cte("concerning", recursive=True)
    goes_on = select(above.c.id, above.c.merged_into).where(
        above.c.guild_id == here, above.c.number == start.c.merged_into
    )
    return select(start.union(goes_on).c.id)


def _query(reader: Reader, sought: Sought) -> str:
    """All of it, in the language of the index. A term is of letters and digits alone: between quotes it is itself."""
    is_sqlite = _is_sqlite(reader)

    def one(term: str) -> str:
        if is_sqlite:
            return f'"{term[:-1]}"' if term.endswith(" ") else f'"{term}" *'
        return f"'{term[:-1]}'" if term.endswith(" ") else f"'{term}':*"

    either, both = (" OR ", " AND ") if is_sqlite else (" | ", " & ")
    return both.join(f"({either.join(map(one, terms))})" for terms in sought)


def _is_sqlite(reader: Reader) -> bool:
    return reader.dialect.name == "sqlite"

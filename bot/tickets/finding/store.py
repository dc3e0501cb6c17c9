"""What is found by the indexes and in the tickets of one member, and by whom: who may read it is asked in each query.

A member finds in their own tickets, in those that these go on in, and in those that they were added to, of which there are
few: all that stands in them is compared. Staff find by the index whatever they read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    true,
)

from bot.actor import Actor
from bot.database import Reader, Transaction
from bot.record_tables import ticket_message_versions, ticket_messages
from bot.search_tables import said_index, said_texts, search_index, search_texts, ticket_searches
from bot.ticket_tables import ticket_guests, ticket_notes, tickets
from bot.tickets import store as tickets_store
from bot.tickets.finding.ranking import Sought, Text, is_prefix
from bot.tickets.finding.wanted import Source, State, Wanted, Words
from bot.tickets.record import as_json
from bot.tickets.search.store import NOTE, holding
from bot.tickets.ticket import ORIGIN

MOST_HITS = 5000
"""Texts of an index that hold the words, the newest, among which is looked for those that are wanted."""

MOST_TEXTS = 2000
"""Texts of tickets that hold one of the words."""

_SOURCES = {
    search_texts: (Source.TICKET, Source.NOTE, search_texts.c.source_id),
    said_texts: (Source.MESSAGE, Source.ASIDE, said_texts.c.message_id),
}


def by_index(
    reader: Reader, sought: Sought, wanted: Wanted, since: datetime | None, limit: int, *, by: Actor
) -> list[Text]:
    """Texts that hold all of it, the newest first: so many of each index."""
    values = {"asked": _query(reader, sought), "guild_id": by.guild_id}
    found = []
    for texts in _SOURCES:
        hits = _hits(reader.dialect.name == "sqlite", texts)
        query = (
            _texts(texts, hits)
            .where(*_wanted(wanted, since), _readable(hits.c.kind, hits.c.ticket_id, by))
            .order_by(hits.c.place.desc())
            .limit(limit)
        )
        found += [_text(texts, row) for row in reader.execute(query, values)]
    return found


def is_beyond(reader: Reader, guild_id: int, sought: Sought) -> bool:
    """Whether in one of the indexes more texts hold all of it than are looked through."""
    values = {"asked": _query(reader, sought), "guild_id": guild_id}
    is_sqlite = reader.dialect.name == "sqlite"
    counted = (select(func.count()).select_from(_hits(is_sqlite, texts)) for texts in _SOURCES)
    return any(reader.execute(query, values).scalar_one() >= MOST_HITS for query in counted)


def in_tickets(
    reader: Reader,
    ticket_ids: Collection[int] | None,
    sought: Sought,
    wanted: Wanted,
    since: datetime | None,
    *,
    by: Actor,
) -> list[Text]:
    """Texts that hold some of it: of these tickets, or else of those of the member that is wanted, or else, for who is not
    staff, of those that concern them.
    """
    which: ColumnElement[bool] = true()
    if ticket_ids is not None:
        which = tickets.c.id.in_(ticket_ids)
    elif wanted.requester_id is not None:
        which = and_(tickets.c.guild_id == by.guild_id, tickets.c.requester_id == wanted.requester_id)
    found = []
    for texts, (_, _, own_id) in _SOURCES.items():
        query = (
            _texts(texts, texts)
            .where(
                which,
                *_wanted(wanted, since),
                _readable(texts.c.kind, texts.c.ticket_id, by),
                or_(*(_holds(texts, term) for one in sought for term in one)),
            )
            .order_by(own_id.desc())
            .limit(MOST_TEXTS)
        )
        found += [_text(texts, row) for row in reader.execute(query)]
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


@cache
def _hits(is_sqlite: bool, texts: Table) -> Any:
    """The newest texts of the server that hold what is `asked`."""
    holds, place = holding(is_sqlite, "asked", texts)
    found: Any = texts
    if is_sqlite:
        index = search_index if texts is search_texts else said_index
        [id_] = texts.primary_key
        found = index.join(texts, id_ == index.c.rowid)
    _, _, source_id = _SOURCES[texts]
    return (
        select(place.label("place"), texts.c.ticket_id, texts.c.kind, source_id.label("source_id"), texts.c.terms)
        .select_from(found)
        .where(holds, texts.c.guild_id == bindparam("guild_id"))
        .order_by(place.desc())
        .limit(MOST_HITS)
        .subquery("hits")
    )


def _texts(texts: Table, found: Any) -> Select[Any]:
    _, _, own_id = _SOURCES[texts]
    source_id = own_id if found is texts else found.c.source_id
    return select(found.c.ticket_id, found.c.kind, source_id.label("source_id"), found.c.terms).join(
        tickets, tickets.c.id == found.c.ticket_id
    )


def _text(texts: Table, row: Row[Any]) -> Text:
    own, of_staff, _ = _SOURCES[texts]
    return Text(row.ticket_id, of_staff if row.kind == NOTE else own, row.source_id, row.terms)


def _wanted(wanted: Wanted, since: datetime | None) -> list[ColumnElement[bool]]:
    """Which tickets they may stand in."""
    asked = []
    if wanted.type_id is not None:
        asked.append(tickets.c.type_id == wanted.type_id)
    if wanted.state is not None:
        asked.append(tickets.c.status.in_(sorted(wanted.state.statuses)))
    if wanted.requester_id is not None:
        asked.append(tickets.c.requester_id == wanted.requester_id)
    if since is not None:
        asked.append(tickets.c.opened_at >= since)
    return asked


def _readable(kind: ColumnElement[str], ticket_id: ColumnElement[int], by: Actor) -> ColumnElement[bool]:
    """Staff read all of a type from which they are not barred; everybody, of what concerns them, what is not for staff."""
    concerns = and_(kind != NOTE, ticket_id.in_(_concerning(by.guild_id, by.id)))
    if not by.is_staff:
        return concerns
    return or_(and_(tickets.c.guild_id == by.guild_id, tickets.c.type_id.not_in(sorted(by.barred))), concerns)


def _concerning(guild_id: int, member_id: int) -> Select[Any]:
    """The tickets of a member, those that they were added to, and all in which these go on."""
    one, above = tickets.alias("one"), tickets.alias("above")
    added = select(ticket_guests.c.ticket_id).where(
        ticket_guests.c.guild_id == guild_id, ticket_guests.c.member_id == member_id, ticket_guests.c.is_added
    )
    its = (one.c.id, one.c.merged_into)
    own = select(*its).where(one.c.guild_id == guild_id, one.c.requester_id == member_id)
    # Not by one condition: all of the server's tickets would be read for it.
    either = own.union_all(select(*its).where(one.c.id.in_(added))).subquery()
    start = select(either).cte("concerning", recursive=True)
    goes_on = select(above.c.id, above.c.merged_into).where(
        above.c.guild_id == guild_id, above.c.number == start.c.merged_into
    )
    return select(start.union(goes_on).c.id)


def _query(reader: Reader, sought: Sought) -> str:
    """All of it, in the language of the index. A term is of letters and digits alone: between quotes it is itself."""
    is_sqlite = reader.dialect.name == "sqlite"

    def one(term: str) -> str:
        if is_sqlite:
            return f'"{term}" *' if is_prefix(term) else f'"{term}"'
        return f"'{term}':*" if is_prefix(term) else f"'{term}'"

    either, both = (" OR ", " AND ") if is_sqlite else (" | ", " & ")
    return both.join(f"({either.join(map(one, terms))})" for terms in sought)


def _holds(texts: Table, term: str) -> ColumnElement[bool]:
    """A term is of letters and digits alone, and means nothing else to `LIKE`."""
    return (literal(" ") + texts.c.terms + " ").like(f"% {term}%" if is_prefix(term) else f"% {term} %")

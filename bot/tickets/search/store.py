"""The tables of what can be found by its words, and what is found by their indexes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Executable,
    ScalarSelect,
    Select,
    String,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.types import UserDefinedType

from bot.database import Reader, Transaction
from bot.search_tables import said_index, said_texts, search_index, search_texts, search_words
from bot.ticket_tables import ticket_events, tickets
from bot.tickets.search.spelling import key, keys
from bot.tickets.search.terms import MOST, of_word, of_words, words_of, written_in
from bot.tickets.ticket import Detail, EventKind

TICKET = "ticket"
"""Terms of the ticket itself: its summary and its answers."""

NOTE = "note"
"""Terms of what staff have noted, or said below its card."""

Word = tuple[str, str]
"""A known word: its key, and how it is spelt."""

MOST_COUNTED = 2000
"""Texts up to which it is counted in how many a term stands: what is in more says next to nothing."""


class _TsQuery(UserDefinedType[str]):
    """PostgreSQL's own; SQLAlchemy's would load its whole dialect."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "TSQUERY"


def add(tx: Transaction, guild_id: int, ticket_id: int, summary: str, details: Sequence[Detail]) -> None:
    """A new ticket can be found."""
    _add(tx, guild_id, ticket_id, TICKET, ticket_id, written_in(summary, details))


def add_note(tx: Transaction, guild_id: int, ticket_id: int, note_id: int, text: str) -> None:
    """What staff have noted about a ticket can be found."""
    _add(tx, guild_id, ticket_id, NOTE, note_id, [text])


def save(tx: Transaction, ticket_id: int, details: Sequence[Detail]) -> None:
    """It is found by what it says now, and no more by what it said."""
    summary = tx.execute(select(tickets.c.summary).where(tickets.c.id == ticket_id)).scalar_one()
    which = (search_texts.c.kind == TICKET, search_texts.c.source_id == ticket_id)
    words = _words(written_in(summary, details))
    tx.execute(update(search_texts).where(*which).values(terms=of_words(words)))
    _learn(tx, words)


def add_said(
    tx: Transaction, guild_id: int, ticket_id: int, message_id: int, kind: str, texts: Sequence[str]
) -> None:
    """A message of a ticket that was not there can be found, if it says anything."""
    words = _words(texts)
    if words:
        row = {"message_id": message_id, "guild_id": guild_id, "ticket_id": ticket_id, "kind": kind}
        tx.execute(_ADD_SAID, {**row, "terms": of_words(words)})
        _learn(tx, words)


def drop_said(tx: Transaction, message_ids: Collection[int]) -> None:
    """These messages are found no more; harmless where they were not."""
    tx.execute(delete(said_texts).where(said_texts.c.message_id.in_(message_ids)))


def alike(reader: Reader, word: str) -> Sequence[str]:
    """The words that stand somewhere and begin like this one, and are about as long."""
    return reader.execute(select(search_words.c.word).where(search_words.c.key.in_(keys(word)))).scalars().all()


def erase(tx: Transaction, ticket_ids: Collection[int]) -> None:
    """What these tickets say is erased, with what was noted about them: they are found by nothing any more."""
    of_these = search_texts.c.ticket_id.in_(ticket_ids)
    tx.execute(update(search_texts).where(of_these, search_texts.c.kind == TICKET).values(terms=""))
    tx.execute(delete(search_texts).where(of_these, search_texts.c.kind != TICKET))


def words_after(reader: Reader, after: Word, limit: int) -> list[tuple[Word, bool]]:
    """So many words as they are spelt, from this one on, and of each whether it stands anywhere still. 50 µs a word."""
    rows = reader.execute(_words_after(_is_sqlite(reader)), {"key": after[0], "word": after[1], "at_most": limit})
    return [((row.key, row.word), bool(row.stands)) for row in rows]


def forget(tx: Transaction, words: Sequence[Word]) -> None:
    """These are known no more, unless they stand somewhere by now: they may have been names."""
    rows = [{"its_key": key, "its_word": word} for key, word in words]
    tx.execute_many(_forget(_is_sqlite(tx)), rows)


def merge_index(tx: Transaction) -> None:
    """SQLite's indexes forget what was taken out of them: until then they only pass over it. 700 ms for 100,000 tickets, the first
    time; then what has changed since.
    """
    if _is_sqlite(tx):
        for optimize in _OPTIMIZE:
            tx.execute(optimize)


def count(reader: Reader, terms: Collection[str], texts: Table = search_texts) -> dict[str, int]:
    """In how many texts of a table each of these terms stands, up to `MOST_COUNTED`."""
    if not terms:
        return {}
    is_sqlite = _is_sqlite(reader)
    asked = {f"asked_{number}": _query(is_sqlite, [term], every=True) for number, term in enumerate(terms)}
    row = reader.execute(_counting(is_sqlite, len(terms), texts), asked).one()
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


_OPTIMIZE = (
    insert(search_index).values(search_index="optimize"),
    insert(said_index).values(said_index="optimize"),
)

# Built once each, like those of `bot/tickets/store.py`: to build them took longer than to run them.

_ADD = insert(search_texts)
_ADD_SAID = insert(said_texts)
_LEARN = insert(search_words).from_select(
    ["word", "key", "term"],
    select(*(bindparam(name, type_=String) for name in ("learnt", "its_key", "its_term"))).where(
        ~exists().where(
            search_words.c.key == bindparam("its_key", type_=String),
            search_words.c.word == bindparam("learnt", type_=String),
        )
    ),
)


def _add(tx: Transaction, guild_id: int, ticket_id: int, kind: str, source_id: int, texts: Sequence[str]) -> None:
    words = _words(texts)
    row = {"guild_id": guild_id, "ticket_id": ticket_id, "kind": kind, "source_id": source_id}
    tx.execute(_ADD, {**row, "terms": of_words(words)})
    _learn(tx, words)


def _words(texts: Iterable[str]) -> list[str]:
    """No more than those of which the terms are kept: what is learnt is forgotten when its term stands nowhere."""
    return [word for text in texts for word in words_of(text)][:MOST]


def _learn(tx: Transaction, words: Iterable[str]) -> None:
    spelt = {word: found for word in words if (found := key(word)) is not None}
    rows = [{"learnt": word, "its_key": found, "its_term": of_word(word)} for word, found in spelt.items()]
    tx.execute_many(_LEARN, rows)


@cache
def _words_after(is_sqlite: bool) -> Select[Any]:
    here = tuple_(search_words.c.key, search_words.c.word)
    after = tuple_(bindparam("key", type_=String), bindparam("word", type_=String))
    return (
        select(search_words.c.key, search_words.c.word, _stands(is_sqlite).label("stands"))
        .where(here > after)
        .order_by(search_words.c.key, search_words.c.word)
        .limit(bindparam("at_most"))
    )


@cache
def _forget(is_sqlite: bool) -> Delete:
    return delete(search_words).where(
        search_words.c.key == bindparam("its_key"),
        search_words.c.word == bindparam("its_word"),
        ~_stands(is_sqlite),
    )


def _stands(is_sqlite: bool) -> ColumnElement[bool]:
    """Whether the term of a known word stands anywhere."""
    quote = '"' if is_sqlite else "'"
    asked = literal(quote, Text) + search_words.c.term + literal(quote, Text)
    places = [_holding(is_sqlite, asked, texts) for texts in (search_texts, said_texts)]
    return or_(*(select(place).where(holds).correlate(search_words).exists() for holds, place in places))


@cache
def _counting(is_sqlite: bool, terms: int, texts: Table) -> Executable:
    def counted(number: int) -> ScalarSelect[int]:
        holds, place = holding(is_sqlite, f"asked_{number}", texts)
        some = select(place).where(holds).limit(MOST_COUNTED).subquery()
        return select(func.count()).select_from(some).scalar_subquery()

    return select(*map(counted, range(terms)))


@cache
def _matching(is_sqlite: bool) -> Select[Any]:
    holds, place = holding(is_sqlite, "asked")
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


def holding(
    is_sqlite: bool, name: str, texts: Table = search_texts
) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """What the index says of texts in which the query of this name finds something, and the place by which it gives them
    in the order of time.
    """
    return _holding(is_sqlite, bindparam(name) if is_sqlite else bindparam(name, type_=Text), texts)


def _holding(
    is_sqlite: bool, asked: ColumnElement[Any], texts: Table
) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    if is_sqlite:
        index = index_of(texts)
        return index.c[index.name].op("MATCH", is_comparison=True)(asked), index.c.rowid
    [id_] = texts.primary_key
    vector = func.array_to_tsvector(func.string_to_array(texts.c.terms, literal_column("' '")))
    return vector.op("@@", is_comparison=True)(cast(asked, _TsQuery)), id_


def index_of(texts: Table) -> Table:
    """SQLite's index of these texts; its rows have their ids."""
    return search_index if texts is search_texts else said_index


def _query(is_sqlite: bool, terms: Collection[str], *, every: bool) -> str:
    """One of these terms, or `every` one. A term is of letters and digits alone: between quotes it is itself, in either
    language.
    """
    if is_sqlite:
        return (" AND " if every else " OR ").join(f'"{term}"' for term in terms)
    return (" & " if every else " | ").join(f"'{term}'" for term in terms)


def _is_sqlite(reader: Reader) -> bool:
    return reader.dialect.name == "sqlite"

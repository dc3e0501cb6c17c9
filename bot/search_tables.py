"""The table of what can be found by its words, and the full-text index over it, which its database keeps by itself.

SQLite keeps an FTS5 table with the rows of `search_texts` as its content, by triggers, so also where a row goes with its
ticket; its ids are those of the rows, which `VACUUM` keeps. It tells terms apart at spaces: see `bot/tickets/search/terms.py`.
PostgreSQL has a GIN index.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    event,
)

from bot.columns import CleanText, RowId, metadata
from bot.ticket_tables import tickets

search_texts = Table(
    "search_texts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("ticket_id", ForeignKey(tickets.c.id, ondelete="CASCADE"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("source_id", BigInteger, nullable=False),
    Column("terms", CleanText, nullable=False),
    UniqueConstraint("kind", "source_id"),
    CheckConstraint("kind IN ('ticket', 'note', 'message')", name="kind"),
    Index(None, "ticket_id"),
)
"""`kind` says what the terms are of, and so who may read it: the ticket itself, a note, a message; `source_id` names that."""

search_index = Table(
    "search_index", MetaData(), Column("rowid", Integer, primary_key=True), Column("search_index", CleanText)
)
"""SQLite's index; its column of the same name is what is asked by `MATCH`."""

_SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(terms, content='search_texts', content_rowid='id',"
    " tokenize='ascii', detail=none, columnsize=0)",
    "CREATE TRIGGER search_texts_added AFTER INSERT ON search_texts BEGIN"
    " INSERT INTO search_index (rowid, terms) VALUES (new.id, new.terms); END",
    "CREATE TRIGGER search_texts_removed AFTER DELETE ON search_texts BEGIN"
    " INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', old.id, old.terms); END",
    "CREATE TRIGGER search_texts_changed AFTER UPDATE OF terms ON search_texts BEGIN"
    " INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', old.id, old.terms);"
    " INSERT INTO search_index (rowid, terms) VALUES (new.id, new.terms); END",
)
_POSTGRESQL = (
    "CREATE INDEX ix_search_texts_terms ON search_texts USING gin (array_to_tsvector(string_to_array(terms, ' ')))",
)


def make_index(connection: Connection) -> None:
    """What the database needs to find the rows of `search_texts` by their terms."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)


event.listen(search_texts, "after_create", lambda _, connection, **_more: make_index(connection))

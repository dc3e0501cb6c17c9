"""The tables of what can be found by its words, and the full-text indexes over them, which their database keeps by itself.

SQLite keeps an FTS5 table with the rows of each as its content, by triggers, so also where a row goes with its
ticket; its ids are those of the rows, which `VACUUM` keeps. It tells terms apart at spaces: see `bot/tickets/search/terms.py`.
PostgreSQL has a GIN index.

What is said in tickets has a table and an index of its own: there is twenty times as much of it, and by how many tickets
hold a term it is told which are alike.
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
"""`kind` says what the terms are of, and so who may read it: the ticket itself, or a note; `source_id` names that."""

said_texts = Table(
    "said_texts",
    metadata,
    Column(
        "message_id",
        RowId,
        ForeignKey("ticket_messages.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("guild_id", BigInteger, nullable=False),
    Column("ticket_id", ForeignKey(tickets.c.id, ondelete="CASCADE"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("terms", CleanText, nullable=False),
    CheckConstraint("kind IN ('note', 'message')", name="kind"),
    Index(None, "ticket_id"),
)
"""What a message of a ticket says now; `kind` is that of the message."""

search_words = Table(
    "search_words",
    metadata,
    Column("key", String(10), primary_key=True),
    Column("word", String(40), primary_key=True),
    Column("term", String(40), nullable=False),
    sqlite_with_rowid=False,
)
"""The different words of both as they are spelt, as far as they may be misspelt, and the term of each; those with one key may
be misspellings of each other. One tree holds all: a new word is one page to write.
"""

ticket_searches = Table(
    "ticket_searches",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("words", CleanText, nullable=False),
    Column("type_id", String(40)),
    Column("state", String(10)),
    Column("requester_id", BigInteger),
    Column("days", Integer),
    Index(None, "guild_id", "member_id"),
)
"""What somebody has looked for, so that they can turn the pages; its id says when."""

search_index = Table(
    "search_index", MetaData(), Column("rowid", Integer, primary_key=True), Column("search_index", CleanText)
)
said_index = Table(
    "said_index", MetaData(), Column("rowid", Integer, primary_key=True), Column("said_index", CleanText)
)
"""SQLite's indexes; their column of the same name is what is asked by `MATCH`."""

_SQLITE = (
    "CREATE VIRTUAL TABLE {index} USING fts5(terms, content='{texts}', content_rowid='{id}',"
    " tokenize='ascii', detail=none, columnsize=0)",
    "CREATE TRIGGER {texts}_added AFTER INSERT ON {texts} BEGIN"
    " INSERT INTO {index} (rowid, terms) VALUES (new.{id}, new.terms); END",
    "CREATE TRIGGER {texts}_removed AFTER DELETE ON {texts} BEGIN"
    " INSERT INTO {index} ({index}, rowid, terms) VALUES ('delete', old.{id}, old.terms); END",
    "CREATE TRIGGER {texts}_changed AFTER UPDATE OF terms ON {texts} BEGIN"
    " INSERT INTO {index} ({index}, rowid, terms) VALUES ('delete', old.{id}, old.terms);"
    " INSERT INTO {index} (rowid, terms) VALUES (new.{id}, new.terms); END",
)
_POSTGRESQL = (
    "CREATE INDEX ix_{texts}_terms ON {texts} USING gin (array_to_tsvector(string_to_array(terms, ' ')))",
)


def make_index(connection: Connection, texts: Table, index: Table) -> None:
    """What the database needs to find the rows of one of these tables by their terms."""
    [id_] = texts.primary_key
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement.format(index=index.name, texts=texts.name, id=id_.name))


for _texts, _index in ((search_texts, search_index), (said_texts, said_index)):
    event.listen(
        _texts,
        "after_create",
        lambda _, connection, *, _texts=_texts, _index=_index, **_more: make_index(connection, _texts, _index),
    )

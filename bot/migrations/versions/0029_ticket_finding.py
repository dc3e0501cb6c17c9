"""Notes and what is said in tickets can be found by their words, also misspelt ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.search_tables import make_index, said_index, said_texts
from bot.tickets import as_json
from bot.tickets.record.as_json import words_of as words_of_message
from bot.tickets.record.message import BY_PEOPLE
from bot.tickets.search.spelling import key
from bot.tickets.search.terms import kept, of_word, words_of, written_in

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

BATCH = 1000
"""Rows that are read at a time."""


def upgrade() -> None:
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "said_texts",
        sa.Column("message_id", row_id, autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", row_id, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["ticket_messages.id"], name=op.f("fk_said_texts_message_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_said_texts_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_said_texts")),
        sa.CheckConstraint("kind IN ('note', 'message')", name=op.f("ck_said_texts_kind")),
    )
    op.create_index(op.f("ix_said_texts_ticket_id"), "said_texts", ["ticket_id"], unique=False)
    op.create_table(
        "search_words",
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("word", sa.String(40), nullable=False),
        sa.Column("term", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("key", "word", name=op.f("pk_search_words")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ticket_searches",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("type_id", sa.String(40), nullable=True),
        sa.Column("state", sa.String(10), nullable=True),
        sa.Column("requester_id", sa.BigInteger(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_searches")),
    )
    op.create_index(
        op.f("ix_ticket_guests_member_id_guild_id"), "ticket_guests", ["member_id", "guild_id"], unique=False
    )
    connection = op.get_bind()
    make_index(connection, said_texts, said_index)
    words: set[str] = set()
    for table, rows in _texts(connection, words):
        connection.execute(sa.insert(table), rows)
    for batch in _all(connection, "tickets", "id", "summary", "details"):
        for row in batch:
            _learn(words, written_in(row.summary, [as_json.detail_of(one) for one in row.details]))
    known = sa.table("search_words", *map(sa.column, ("word", "key", "term")))
    spelt = [{"word": word, "key": key(word), "term": of_word(word)} for word in words]
    if spelt:
        connection.execute(sa.insert(known), spelt)


def _learn(words: set[str], texts: Iterable[str]) -> None:
    words.update(word for text in texts for word in words_of(text) if key(word) is not None)


def _texts(connection: sa.Connection, words: set[str]) -> Iterator[tuple[sa.TableClause, list[dict[str, Any]]]]:
    """What is to be inserted into which table, in the order of time: so the newest are found first; and the words of it."""
    texts = sa.table("search_texts", *map(sa.column, ("guild_id", "ticket_id", "kind", "source_id", "terms")))
    said = sa.table("said_texts", *map(sa.column, ("message_id", "guild_id", "ticket_id", "kind", "terms")))
    for notes in _all(connection, "ticket_notes", "id", "guild_id", "ticket_id", "text"):
        _learn(words, (note.text for note in notes))
        rows = [
            {
                "guild_id": note.guild_id,
                "ticket_id": note.ticket_id,
                "kind": "note",
                "source_id": note.id,
                "terms": kept([note.text]),
            }
            for note in notes
        ]
        yield texts, rows
    names = ("id", "guild_id", "ticket_id", "kind", "text", "more", "is_bot", "type", "deleted_at")
    for messages in _all(connection, "ticket_messages", *names):
        latest = _latest(connection, [message.id for message in messages])
        rows = []
        for message in messages:
            if message.is_bot or message.type not in BY_PEOPLE or message.deleted_at is not None:
                continue
            written = words_of_message(*latest.get(message.id, (message.text, message.more))).texts
            _learn(words, written)
            rows.append(
                {
                    "message_id": message.id,
                    "guild_id": message.guild_id,
                    "ticket_id": message.ticket_id,
                    "kind": message.kind,
                    "terms": kept(written),
                }
            )
        if found := [row for row in rows if row["terms"]]:
            yield said, found


def _all(connection: sa.Connection, name: str, *columns: str) -> Iterator[list[sa.Row[Any]]]:
    table = sa.table(name, *(sa.column(one, sa.JSON() if one in ("more", "details") else None) for one in columns))
    last = -1
    while True:
        rows = connection.execute(
            sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(BATCH)
        ).all()
        if not rows:
            return
        last = rows[-1].id
        yield list(rows)


def _latest(connection: sa.Connection, message_ids: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    """What those that were edited say now."""
    versions = sa.table(
        "ticket_message_versions", *map(sa.column, ("message_id", "at", "text")), sa.column("more", sa.JSON())
    )
    rows = connection.execute(
        sa.select(versions).where(versions.c.message_id.in_(list(message_ids))).order_by(versions.c.at)
    )
    return {row.message_id: (row.text, row.more) for row in rows}

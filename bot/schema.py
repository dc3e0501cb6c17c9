"""The tables. Facts only: balances, durations and rates are queries, and a wrong state cannot be stored."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

_SURROGATES = re.compile("[\ud800-\udfff]")

metadata = MetaData(naming_convention=_NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC. A naive one is refused with ValueError before it can be stored."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CleanText(TypeDecorator[str]):
    """Text as people type it, without what databases and JSON choke on: NUL and lone surrogates."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else cleaned(value)


class CleanJson(TypeDecorator[Any]):
    """Small JSON whose strings are cleaned like CleanText."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return _cleaned_tree(value)


def cleaned(text: str) -> str:
    """The text without NUL; lone surrogates become U+FFFD."""
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text.replace("\0", ""))


def _cleaned_tree(value: Any) -> Any:
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, dict):
        return {_cleaned_tree(key): _cleaned_tree(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned_tree(item) for item in value]
    return value


# SQLite counts rows only in a column that is exactly INTEGER; its integers have 64 bits all the same.
_RowId = BigInteger().with_variant(Integer, "sqlite")

jobs = Table(
    "jobs",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("attempts", Integer, nullable=False, server_default="0"),
    UniqueConstraint("kind", "subject_id"),
    Index(None, "due_at"),
)

questions = Table(
    "questions",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False, unique=True),
    Column("asker_id", BigInteger, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("text", CleanText),
    Column("verdict", String(10), nullable=False),
    Column("entry_id", String(40)),
    Column("score", Float, nullable=False),
    Column("margin", Float, nullable=False),
    Column("answer_message_id", BigInteger),
    CheckConstraint("verdict IN ('answer', 'silent')", name="verdict"),
    CheckConstraint("verdict <> 'answer' OR entry_id IS NOT NULL", name="answer_has_entry"),
    Index(None, "guild_id", "asked_at"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("question_id", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("by_asker", Boolean, nullable=False),
    Column("helped", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "question_id"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("type_id", String(40), nullable=False),
    Column("status", String(10), nullable=False),
    Column("priority", String(2), nullable=False),
    Column("requester_id", BigInteger, nullable=False),
    Column("assignee_id", BigInteger),
    Column("summary", CleanText, nullable=False),
    Column("details", CleanJson, nullable=False),
    Column("question_id", ForeignKey("questions.id", ondelete="SET NULL")),
    Column("interaction_id", BigInteger, nullable=False, unique=True),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("thread_id", BigInteger),
    Column("opening_message_id", BigInteger),
    Column("requester_added", Boolean, nullable=False),
    Column("card_channel_id", BigInteger),
    Column("card_message_id", BigInteger),
    Column("announced_event_id", BigInteger, nullable=False),
    UniqueConstraint("guild_id", "number"),
    UniqueConstraint("thread_id"),
    CheckConstraint("status IN ('opening', 'open', 'claimed', 'resolved', 'closed')", name="status"),
    CheckConstraint("priority IN ('P1', 'P2', 'P3', 'P4')", name="priority"),
    CheckConstraint(
        "(status NOT IN ('opening', 'open') OR assignee_id IS NULL)"
        " AND (status <> 'claimed' OR assignee_id IS NOT NULL)",
        name="assignee_fits_status",
    ),
    CheckConstraint(
        "status IN ('opening', 'closed') OR (thread_id IS NOT NULL AND opening_message_id IS NOT NULL"
        " AND requester_added AND card_message_id IS NOT NULL)",
        name="open_is_complete",
    ),
    Index(None, "guild_id", "status"),
)

Index(
    "uq_tickets_live",
    tickets.c.guild_id,
    tickets.c.requester_id,
    tickets.c.type_id,
    unique=True,
    sqlite_where=tickets.c.status.in_(["opening", "open", "claimed"]),
    postgresql_where=tickets.c.status.in_(["opening", "open", "claimed"]),
)

ticket_events = Table(
    "ticket_events",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("actor_id", BigInteger),
    Column("at", UtcDateTime, nullable=False),
    Column("note", CleanText),
    Column("member_id", BigInteger),
    CheckConstraint(
        "kind IN ('opened', 'claimed', 'released', 'responded', 'resolved', 'closed', 'reopened')",
        name="kind",
    ),
    Index(None, "ticket_id"),
    Index(None, "guild_id", "at"),
)

awards = Table(
    "awards",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("awarded_by", BigInteger, nullable=False),
    Column("reason", String(20), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("points", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("guild_id", "reason", "subject_id"),
    CheckConstraint("reason IN ('accepted_answer', 'ticket_help')", name="reason"),
    CheckConstraint("member_id <> awarded_by", name="no_self_award"),
    CheckConstraint("points > 0", name="points"),
    Index(None, "guild_id", "member_id"),
)

panels = Table(
    "panels",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
)

"""What columns hold: the ids of rows, aware times in UTC, which can be counted with, and text and JSON without what databases
choke on; and how constraints are called.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    literal_column,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""How constraints and indices are called that nobody gives a name."""

metadata = MetaData(naming_convention=NAMES)
"""What the tables stand in."""

# SQLite counts rows only in a column that is exactly INTEGER; its integers have 64 bits all the same.
RowId = BigInteger().with_variant(Integer, "sqlite")

_SURROGATES = re.compile("[\ud800-\udfff]")


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


def later(at: ColumnElement[datetime], by: timedelta) -> ColumnElement[datetime]:
    """This time, so much later; to the microsecond. `by` is of whole seconds."""
    return _Later(at, literal_column(str(int(by.total_seconds()))))


def microseconds_between(start_at: ColumnElement[datetime], end_at: ColumnElement[datetime]) -> ColumnElement[int]:
    """How much time lies between the two."""
    return _Between(start_at, end_at)


def microseconds(at: ColumnElement[datetime]) -> ColumnElement[int]:
    """This time as microseconds since 1970: read as it is, it costs a fifth of a time."""
    return _Microseconds(at)


class _Later(FunctionElement[datetime]):
    type = UtcDateTime()
    inherit_cache = True


class _Between(FunctionElement[int]):
    type = BigInteger()
    inherit_cache = True


class _Microseconds(FunctionElement[int]):
    type = BigInteger()
    inherit_cache = True


# SQLite keeps times as text of one length, `2027-03-01 12:00:00.000000`, and its own functions round the fraction.


@compiles(_Later, "sqlite")
def _later_in_sqlite(element: _Later, compiler: SQLCompiler, **options: Any) -> str:
    at, seconds = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(datetime(substr({at}, 1, 19), '+{seconds} seconds') || substr({at}, 20))"


@compiles(_Later, "postgresql")
def _later_in_postgresql(element: _Later, compiler: SQLCompiler, **options: Any) -> str:
    at, seconds = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({at} + INTERVAL '{seconds} seconds')"


@compiles(_Between, "sqlite")
def _between_in_sqlite(element: _Between, compiler: SQLCompiler, **options: Any) -> str:
    start_at, end_at = (_microseconds_in_sqlite(compiler.process(clause, **options)) for clause in element.clauses)
    return f"({end_at} - {start_at})"


@compiles(_Between, "postgresql")
def _between_in_postgresql(element: _Between, compiler: SQLCompiler, **options: Any) -> str:
    start_at, end_at = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(EXTRACT(EPOCH FROM ({end_at} - {start_at})) * 1000000 AS BIGINT)"


@compiles(_Microseconds, "sqlite")
def _since_1970_in_sqlite(element: _Microseconds, compiler: SQLCompiler, **options: Any) -> str:
    (at,) = (compiler.process(clause, **options) for clause in element.clauses)
    return _microseconds_in_sqlite(at)


@compiles(_Microseconds, "postgresql")
def _since_1970_in_postgresql(element: _Microseconds, compiler: SQLCompiler, **options: Any) -> str:
    (at,) = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(EXTRACT(EPOCH FROM {at}) * 1000000 AS BIGINT)"


def _microseconds_in_sqlite(at: str) -> str:
    return f"(CAST(strftime('%s', substr({at}, 1, 19)) AS INTEGER) * 1000000 + CAST(substr({at}, 21) AS INTEGER))"

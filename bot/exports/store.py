"""All tables, whatever is in them: read as rows in a fixed order, and written into tables that hold nothing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, NullPool, event, func, select
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

import bot.schema  # noqa: F401  # all tables are in the metadata then
from bot.columns import CleanJson, metadata
from bot.database import Database, IntegrityError, Transaction, begins
from bot.errors import StartupError
from bot.exports.layout import NULL, Column, Kind, Malformed, Table
from bot.record_tables import ticket_files
from bot.revisions import begin_at, newest_revision, revision_of, upgrade

T = TypeVar("T")

AT_A_TIME = 1000
"""So many rows are in memory."""

_SHORT: dict[str, Any] = {"{}": {}, "[]": [], "null": None}
"""What most JSON columns hold: not to parse these is a tenth of the time of an export."""

_STREAMED = {"stream_results": True, "yield_per": AT_A_TIME}

_KINDS: tuple[tuple[type[sa.types.TypeEngine[Any]], Kind], ...] = (
    (sa.Boolean, Kind.BOOLEAN),
    (sa.Integer, Kind.INTEGER),
    (sa.Float, Kind.NUMBER),
    (sa.DateTime, Kind.TIME),
    (sa.Date, Kind.DAY),
    (sa.JSON, Kind.JSON),
    (sa.String, Kind.TEXT),
)


async def looking(database: Database, work: Callable[[Tables], T]) -> T:
    """What the work returns, which sees the database as it is now, whatever is written meanwhile.

    StartupError where there is none of the newest revision, or it cannot be read.
    """
    if database.file is not None and not database.file.is_file():
        raise StartupError(f"There is no database at {database.file} yet, so there is nothing to export.")
    async with _connected(database, "PRAGMA query_only=ON") as connection:
        if not database.is_sqlite:
            await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        await connection.exec_driver_sql("BEGIN" if database.is_sqlite else "SELECT 1")
        if await connection.run_sync(revision_of) != newest_revision():
            raise StartupError("The database is not up to date. Run `signpost migrate` first.")
        return await connection.run_sync(lambda one: work(Tables(one)))


async def refuse_one_in_use(database: Database) -> None:
    """StartupError where anything is in the database, or it cannot be read."""
    if database.file is None or database.file.is_file():
        async with _connected(database, "PRAGMA query_only=ON") as connection:
            await connection.run_sync(_refuse_rows)


async def filling(
    database: Database, revision: str, work: Callable[[Tables], None], then: Callable[[Transaction], object]
) -> None:
    """Let the work fill tables as they were at this revision, bring them up to date, and let what comes then write into them.
    All in one transaction, and foreign keys are looked at before its end.

    StartupError where anything is in the database, or it cannot be written; Malformed where what is in the rows does not
    fit together.
    """

    def whole(connection: Connection) -> None:
        _clear(connection)
        begin_at(connection, revision)
        look = _keys_wait(connection)
        work(Tables(connection))
        look()
        upgrade(connection)
        then(Transaction(connection))

    # A file of SQLite is one that nobody else knows yet: a crash leaves nothing that counts.
    pragmas = "PRAGMA foreign_keys=OFF; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF"
    async with _connected(database, pragmas) as connection:
        try:
            await connection.exec_driver_sql(begins(database.url))
            await connection.run_sync(whole)
            await connection.commit()
        except (IntegrityError, DataError) as error:
            raise Malformed(f"what it holds does not fit together ({_reason(error)})") from error


def known_tables() -> list[Table]:
    """All tables, by their names."""
    return _described(metadata.tables)


class Tables:
    """The tables of a database, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def _found(self) -> dict[str, sa.TableClause]:
        """As they are there: of an older revision, perhaps."""
        look = sa.inspect(self._connection)
        return {
            name: sa.table(name, *(sa.column(one["name"], one["type"]) for one in look.get_columns(name)))
            for name in _names(self._connection)
        }

    def described(self) -> list[Table]:
        """By their names."""
        return _described(self._found)

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a table in the order of its primary key, without the columns that are empty."""
        table = metadata.tables[name]
        kinds = {column.name: column.kind for column in _columns(table)}
        columns = (_readable(table.c[one], kind) for one, kind in kinds.items())
        query = select(*columns).order_by(*self._key(table))
        is_json = [kind is Kind.JSON for kind in kinds.values()]
        with self._connection.execute(query, execution_options=_STREAMED) as found:
            for row in found:
                yield {
                    one: _parsed(value) if raw else value
                    for one, value, raw in zip(kinds, row, is_json, strict=True)
                    if value is not None
                }

    def _key(self, table: sa.Table) -> list[sa.ColumnElement[Any]]:
        """Its primary key, by which text is in the same order in every database."""
        is_sqlite = _is_sqlite(self._connection)
        return [
            one if is_sqlite or _kind(one.type) is not Kind.TEXT else one.collate("C") for one in table.primary_key
        ]

    def kept_hashes(self) -> list[str]:
        """The hashes of the files that are kept, in their order."""
        if not sa.inspect(self._connection).has_table(ticket_files.name):
            return []
        query = select(ticket_files.c.hash).where(ticket_files.c.hash.is_not(None)).distinct()
        return sorted(self._connection.execute(query).scalars())

    def fill(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write these rows, as `row_of` reads them. IntegrityError where one cannot be."""
        table = self._found[name]
        json_columns = [column.name for column in _columns(table) if column.kind is Kind.JSON]
        for one in json_columns:
            table.c[one].type = CleanJson(none_as_null=True)
        statement, to_come = sa.insert(table), iter(rows)
        while batch := [_storable(row, json_columns) for row in islice(to_come, AT_A_TIME)]:
            self._connection.execute(statement, batch)
        _count_on(self._connection, name)


@asynccontextmanager
async def _connected(database: Database, pragmas: str) -> AsyncIterator[AsyncConnection]:
    try:
        engine = create_async_engine(database.url, poolclass=NullPool, hide_parameters=True)
    except ModuleNotFoundError as error:
        raise StartupError.without_driver(error) from error
    if database.is_sqlite:

        @event.listens_for(engine.sync_engine, "connect")
        def _connect(connection: Any, _record: Any) -> None:
            connection.isolation_level = None
            connection.run_async(lambda driver: driver.executescript(pragmas))

    try:
        async with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        name = database.file or database.url.render_as_string(hide_password=True)
        raise StartupError(f"The database {name} cannot be used: {_reason(error)}.") from error
    finally:
        await engine.dispose()


def _refuse_rows(connection: Connection) -> None:
    for name in _names(connection):
        if connection.execute(select(sa.literal(1)).select_from(sa.table(name)).limit(1)).first() is not None:
            raise StartupError(
                f"The database is in use already: there is something in its table {name}. An export is imported into a new one."
            )


def _clear(connection: Connection) -> None:
    """Take away the tables of a database on a server that was begun and never used: they may be of another revision."""
    _refuse_rows(connection)
    for name in (*_names(connection), "alembic_version"):
        connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name}"{"" if _is_sqlite(connection) else " CASCADE"}')


def _keys_wait(connection: Connection) -> Callable[[], None]:
    """Let rows come before their parents; what is returned looks whether all parents are there."""
    if _is_sqlite(connection):

        def look() -> None:
            if (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()) is not None:
                raise Malformed(f"rows in {broken[0]} are without their parents")

        return look
    there = sa.inspect(connection)
    keys = [(table, key["name"]) for table in _names(connection) for key in there.get_foreign_keys(table)]

    def alter(how: str) -> None:
        for table, key in keys:
            connection.exec_driver_sql(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key}" {how}')

    def settle() -> None:
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
        alter("NOT DEFERRABLE")

    alter("DEFERRABLE INITIALLY DEFERRED")
    return settle


def _count_on(connection: Connection, name: str) -> None:
    """PostgreSQL counts rows apart from what is in the table; SQLite goes on from the largest."""
    if _is_sqlite(connection):
        return
    for column in sa.inspect(connection).get_columns(name):
        if str(column["default"]).startswith("nextval("):
            counted = sa.column(column["name"], sa.BigInteger)
            largest = select(func.max(counted)).select_from(sa.table(name)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(name, column["name"])
            connection.execute(select(func.setval(sequence, func.coalesce(largest, 1), largest.is_not(None))))


def _names(connection: Connection) -> list[str]:
    return sorted({*sa.inspect(connection).get_table_names()} & {*metadata.tables})


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _described(tables: Mapping[str, sa.FromClause]) -> list[Table]:
    return [Table(name, tuple(_columns(table))) for name, table in sorted(tables.items())]


def _columns(table: sa.FromClause) -> list[Column]:
    # Not the names as SQLAlchemy holds them: to write those as JSON takes ten times as long.
    return [Column(str(column.name), _kind(column.type), _longest(column.type)) for column in table.columns]


def _plain(found: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    return found.impl_instance if isinstance(found, sa.TypeDecorator) else found


def _kind(found: sa.types.TypeEngine[Any]) -> Kind:
    return next(kind for type_, kind in _KINDS if isinstance(_plain(found), type_))


def _longest(found: sa.types.TypeEngine[Any]) -> int | None:
    plain = _plain(found)
    return plain.length if isinstance(plain, sa.String) else None


def _readable(column: sa.Column[Any], kind: Kind) -> sa.ColumnElement[Any]:
    """JSON as it is stored: read as JSON, a column that is empty and one that holds `null` would be the same."""
    return sa.cast(column, sa.Text) if kind is Kind.JSON else column


def _parsed(text: str) -> Any:
    return _SHORT[text] if text in _SHORT else json.loads(text)


def _storable(row: Mapping[str, Any], json_columns: Sequence[str]) -> dict[str, Any]:
    values = dict(row)
    for name in json_columns:
        if values[name] is NULL:
            values[name] = sa.JSON.NULL
    return values


def _reason(error: DBAPIError) -> str:
    return str(error.orig).partition("\n")[0].rstrip(".")

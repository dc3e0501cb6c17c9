"""The engines: one writer, a few readers, one migrator; and the only ways to reach them, `tx()`, `read()` and, for who
only looks, `glance()`. Each takes a function and runs its statements in one go.

SQLite is the default. With `postgresql+asyncpg` the writer takes one advisory lock a transaction, so that the
rules may count on the same thing in both: while a transaction runs, nobody else writes.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Dialect, Executable, NullPool, Table, event, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot import backups
from bot.connections import Connections, ServerLink, ThreadLink
from bot.errors import DatabaseBusy, StartupError
from bot.revisions import newest_revision, revision_of, upgrade

log = logging.getLogger(__name__)

T = TypeVar("T")

READERS = 4
BUSY_SECONDS = 10
_LOCK = 0x5167_6E70
"""The key of PostgreSQL's advisory lock; any number will do as long as it stays the same."""

_CHECKPOINT = text("PRAGMA wal_checkpoint(TRUNCATE)")
_TAKE_LOCK = f"SELECT pg_advisory_xact_lock({_LOCK})"
LOCK_NOT_AVAILABLE = "55P03"
"""PostgreSQL's code for a lock that was waited for as long as `lock_timeout` allows."""

LOOK_MS = 50
"""For so long a second session is seen to wait for the lock at the start."""

_SERVER_SETTINGS = {
    "lock_timeout": f"{BUSY_SECONDS * 1000}",
    # A client that is cut off inside a transaction would hold the one lock until TCP gives up, two hours.
    "idle_in_transaction_session_timeout": "60000",
}

fence: ContextVar[Callable[[Transaction], None] | None] = ContextVar("fence", default=None)
"""Called at the beginning of each transaction of a task, which it may refuse by raising."""


class Transaction:
    """What a store gets to write with. Nothing can be awaited while one is open: it is not the event loop's."""

    def __init__(self, connection: Connection, given: Mapping[type, object] = MappingProxyType({})) -> None:
        self._connection, self.given = connection, given
        self.callbacks: list[Callable[[], None]] = []
        """What is called after the commit."""

    @property
    def dialect(self) -> Dialect:
        """In which language the database is spoken to."""
        return self._connection.dialect

    def execute(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> CursorResult[Any]:
        """Run one statement; IntegrityError where it would store a wrong state."""
        return self._connection.execute(statement, parameters)

    def execute_many(self, statement: Executable, rows: Sequence[dict[str, Any]]) -> None:
        """Run one statement for each of these rows of parameters, in one go; for none do nothing."""
        if rows:
            self._connection.execute(statement, rows)

    def insert_once(self, table: Table, values: dict[str, Any]) -> int | None:
        """Insert a row and return its id, or None where a unique key says that it is there already."""
        insert: Callable[[Table], sqlite.Insert | postgresql.Insert] = sqlite.insert
        if self._connection.dialect.name != "sqlite":
            from sqlalchemy.dialects import postgresql  # 3 MB that SQLite does not need

            insert = postgresql.insert
        statement = insert(table).values(**values).on_conflict_do_nothing().returning(table.c.id)
        return self.execute(statement).scalar_one_or_none()

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call this in the event loop, synchronously, once the transaction is committed; never if it is rolled back."""
        self.callbacks.append(callback)


Reader = Connection | Transaction
"""Anything a query can run on: inside a transaction it sees the transaction's own writes."""


class Database:
    """One database for all communities. `url` is an SQLAlchemy URL with an async driver."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._engines: tuple[AsyncEngine, ...] = ()
        self._writer: Connections | None = None
        self._readers: Connections | None = None
        self._in_use = 0
        self._idle: asyncio.Event | None = None
        self.given: dict[type, object] = {}
        """Rules that all who write go by, each under its type."""

    @classmethod
    def at(cls, path: Path) -> Database:
        """The SQLite file at this path; its folder is made on `open()`."""
        return cls(URL.create("sqlite+aiosqlite", database=str(path)))

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """SQLite's file itself, behind symbolic links, as SQLite finds it; None for PostgreSQL."""
        return Path(self.url.database).resolve() if self.is_sqlite and self.url.database else None

    async def open(self) -> None:
        """Bring the schema up to date and open the engines. StartupError where that cannot be."""
        if self._writer is not None:
            return
        await self.migrate()
        autocommit: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
        writer = _engine(self.url, pool_size=1)
        readers = _engine(self.url, pool_size=READERS, **autocommit)
        self._engines = (writer, readers)
        if self.is_sqlite:
            _on_connect(writer, "PRAGMA query_only=OFF")
            # Reports look up 100,000 rows at a time; the 2 MB that SQLite keeps by itself cost them a fifth more.
            _on_connect(readers, "PRAGMA query_only=ON; PRAGMA cache_size=-16000")
            self._writer = Connections(await ThreadLink.of(writer, 1))
            self._readers = Connections(await ThreadLink.of(readers, READERS, **autocommit))
        else:
            self._writer = Connections([ServerLink(writer)])
            self._readers = Connections([ServerLink(readers) for _ in range(READERS)])

    async def close(self, patience: float = BUSY_SECONDS) -> None:
        """Let what was asked for end, for up to so many seconds, and take nothing more; then give back every connection.

        Harmless when nothing is open. What is still in use then, as where another process holds the file, is left to the
        end of this one.
        """
        all_of_them, self._writer, self._readers = (self._writer, self._readers), None, None
        if self._in_use:
            self._idle = asyncio.Event()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._idle.wait(), patience)
        if self._in_use:
            log.warning("the database is still in use; it is left as it is")
            return
        for connections in all_of_them:
            if connections is not None:
                await connections.close()
        for engine in self._engines:
            await engine.dispose()

    async def tx(self, work: Callable[[Transaction], T]) -> T:
        """What the work returns, run in one write transaction: committed at its end, rolled back on any exception, then
        spoken about.

        In a task with a `fence` that is asked first. Where the task is cancelled, either all of it has happened or
        nothing. Raises DatabaseBusy where another process writes for longer than
        `BUSY_SECONDS`, and to who pressed something where others keep the database for longer than `WAIT_SECONDS`.
        """
        check, first = fence.get(), begins(self.url)

        def whole(connection: Connection) -> tuple[T, list[Callable[[], None]]]:
            transaction = Transaction(connection, self.given)
            with connection.begin():
                # Not in a "begin" hook: with any hook SQLAlchemy looks for more at each statement, a fifth of its cost.
                connection.exec_driver_sql(first)
                if check is not None:
                    check(transaction)
                result = work(transaction)
            return result, transaction.callbacks

        with self._using(), _busy_is_refused():
            result, _ = await _opened(self._writer).run(whole, _call_back)
        return result

    async def read(self, work: Callable[[Reader], T]) -> T:
        """What the work returns, run on a connection that cannot write. It sees what is committed, and never waits for
        the writer.

        Raises DatabaseBusy to who pressed something where all are in use for longer than `WAIT_SECONDS`.
        """
        with self._using(), _busy_is_refused():
            return await _opened(self._readers).run(work)

    async def glance(self, query: Callable[[Reader], T]) -> T | None:
        """What this query finds, for who only looks, also beside a running bot: nothing is opened, migrated or written.

        None where there is no database yet, or none of the newest revision, or it cannot be reached.
        """
        if self.file is not None and not await asyncio.to_thread(self.file.is_file):
            return None
        async with AsyncExitStack() as stack:
            with suppress(SQLAlchemyError, sqlite3.Error, OSError, ModuleNotFoundError):
                engine = create_async_engine(self.url, poolclass=NullPool)
                stack.push_async_callback(engine.dispose)
                reader = await stack.enter_async_context(engine.connect())
                if await reader.run_sync(revision_of) == newest_revision():
                    return await reader.run_sync(query)
        return None

    @contextmanager
    def _using(self) -> Iterator[None]:
        self._in_use += 1
        try:
            yield
        finally:
            self._in_use -= 1
            if not self._in_use and self._idle is not None:
                self._idle.set()

    async def checkpoint(self) -> None:
        """Bring SQLite's write-ahead log into the file and empty it, so that what was deleted is in neither.

        Until then the log holds pages as they once were; SQLite by itself begins it anew after about 4 MB of
        writes, and empties it when the bot stops. Where somebody is reading or writing for longer than
        `BUSY_SECONDS`, it is left for the next time. PostgreSQL's autovacuum needs no such call.
        """
        if self.is_sqlite:
            await self.read(lambda reader: reader.execute(_CHECKPOINT).close())

    async def migrate(self) -> tuple[str | None, str]:
        """Upgrade the schema to the newest revision, all or nothing; returns (revision before, after).

        A file of SQLite is checked first, and copied where the upgrade changes something. Foreign keys are off
        meanwhile (Alembic's batch mode would delete cascaded rows) and checked before the commit. StartupError where
        the file is no database, is damaged, cannot be written, or a newer Signpost wrote it; and where a server's
        advisory locks keep nobody out.
        """
        try:
            migrator = _engine(self.url, pool_size=1)
        except ModuleNotFoundError as error:
            raise StartupError.without_driver(error) from error
        if self.is_sqlite:
            _on_connect(migrator, "PRAGMA foreign_keys=OFF")
        try:
            if self.file is not None:
                # Also because aiosqlite, where it cannot open a file, leaves a thread that may outlive the event loop.
                await asyncio.to_thread(_make_ready, self.file)
            async with migrator.begin() as connection:
                await connection.exec_driver_sql(begins(self.url))
                if not self.is_sqlite:
                    await _see_it_lock(self.url)
                return await connection.run_sync(upgrade)
        except (DBAPIError, sqlite3.Error, OSError) as error:
            name = self.file or self.url.render_as_string(hide_password=True)
            raise StartupError(f"The database {name} cannot be used: {_reason(error)}.") from error
        finally:
            await migrator.dispose()

    def backup(self, target: Path) -> None:
        """Copy the live SQLite database, consistently and while the bot runs, into a new file.

        StartupError where the target exists, the source does not or is damaged, or the database is not SQLite.
        """
        if self.file is None:
            raise StartupError("`signpost backup` copies SQLite; for PostgreSQL use pg_dump.")
        if not self.file.exists():
            raise StartupError(f"There is no database at {self.file} yet, so there is nothing to back up.")
        backups.write_copy(self.file, target)


def database_at(home: Path, url: str | None) -> Database:
    """The database of a home folder: `data/signpost.db` there, or the given SQLAlchemy URL.

    Raises StartupError where the URL is none, or names another kind of database.
    """
    if not url:
        return Database.at(home / "data" / "signpost.db")
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StartupError("SIGNPOST_DATABASE_URL is not a database URL such as postgresql+asyncpg://…") from error
    if parsed.drivername not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
        raise StartupError("SIGNPOST_DATABASE_URL must begin with sqlite+aiosqlite:// or postgresql+asyncpg://.")
    return Database(parsed)


def _make_ready(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartupError(
            f"The folder {file.parent} for the database cannot be made: {error.strerror}."
        ) from error
    backups.prepare(file)
    backups.check(file)
    if (copy := backups.before_upgrade(file)) is not None:
        log.info("the database was copied to %s before the upgrade", copy)


async def _see_it_lock(url: URL) -> None:
    """StartupError where the lock that one session holds does not stop another: then nothing here would be safe.

    CockroachDB accepts the call and locks nothing.
    """
    other = _engine(url, pool_size=1)
    try:
        async with other.connect() as session:
            await session.exec_driver_sql(f"SET lock_timeout = {LOOK_MS}")
            await session.exec_driver_sql(_TAKE_LOCK)
    except DBAPIError as error:
        if _sqlstate(error) == LOCK_NOT_AVAILABLE:
            return
        raise
    finally:
        await other.dispose()
    raise StartupError(
        "The advisory locks of this database server keep nobody out, so two writers would get in each other's way."
        " Signpost needs PostgreSQL itself, or SQLite."
    )


def _reason(error: Exception) -> str:
    if isinstance(error, DBAPIError) and _sqlstate(error) == LOCK_NOT_AVAILABLE:
        return f"another process has locked it for more than {BUSY_SECONDS} seconds"
    return str(error.orig if isinstance(error, DBAPIError) else error).rstrip(".")


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def _engine(url: URL, **options: Any) -> AsyncEngine:
    """An engine whose errors do not quote what people wrote: they end in the log."""
    if url.get_backend_name() == "postgresql":
        # A connection that the server has closed meanwhile is replaced, and nobody waits for a lock without end.
        options |= {"pool_pre_ping": True, "connect_args": {"server_settings": _SERVER_SETTINGS}}
    return create_async_engine(url, max_overflow=0, hide_parameters=True, **options)


def _on_connect(engine: AsyncEngine, extra: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        # sqlite3 opens transactions by itself, and too late: whoever writes does it instead.
        connection.isolation_level = None
        pragmas = (
            f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA foreign_keys=ON",
            # What is deleted is overwritten, or the words of a forgotten question stay in the file's free
            # space. No cost was measurable: 24 µs of CPU an insert and 15 µs an update, with it or without.
            "PRAGMA secure_delete=ON",
            extra,
        )
        try:
            # In one piece: each call waits for the connection's thread and comes back.
            connection.run_async(lambda driver: driver.executescript(";".join(pragmas)))
        except sqlite3.Error:
            # The pool forgets a connection that fails here, and its thread would outlive the event loop.
            connection.close()
            raise


@contextmanager
def _busy_is_refused() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.OperationalError) as error:
        if isinstance(error, DBAPIError) and _sqlstate(error) == LOCK_NOT_AVAILABLE:
            raise DatabaseBusy from error
        cause = error.orig if isinstance(error, OperationalError) else error
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the rest says more exactly why
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise DatabaseBusy from error
        raise


def begins(url: URL) -> str:
    """The first statement of a transaction: from then on nobody else writes."""
    return "BEGIN IMMEDIATE" if url.get_backend_name() == "sqlite" else _TAKE_LOCK


def _opened(connections: Connections | None) -> Connections:
    if connections is None:
        raise RuntimeError("the database is not open")
    return connections


def _call_back(done: tuple[Any, list[Callable[[], None]]]) -> None:
    for callback in done[1]:
        callback()


__all__ = ["Database", "IntegrityError", "OperationalError", "Reader", "Transaction", "database_at"]

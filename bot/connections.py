"""The connections of a database, and how a whole piece of work is run on one in one go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextvars import copy_context
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import DatabaseBusy
from bot.turns import Turns, Urgency, urgency
from bot.uninterrupted import uninterrupted

T = TypeVar("T")
Work = Callable[[Connection], T]
"""Statements in one go. It runs outside of the event loop where the database is SQLite."""

WAIT_SECONDS = 30
"""For so long a person waits for their turn; then the database is busy."""


class Link(Protocol):
    """One connection, or what stands for one."""

    async def run(self, work: Work[T]) -> T:
        """What the work returns or raises."""
        ...

    async def close(self) -> None:
        """Give it back."""
        ...


class ThreadLink:
    """A connection of aiosqlite: its thread runs a whole piece of work, where SQLAlchemy's own adapter changes threads
    five times a statement.
    """

    def __init__(self, opened: AsyncConnection, driver: Any, connection: Connection) -> None:
        self._opened = opened
        self._driver = driver
        self._connection = connection

    @classmethod
    async def of(cls, engine: AsyncEngine, count: int, **options: Any) -> list[ThreadLink]:
        """Open so many of this engine, set up as that says."""
        here = threading.local()
        inner = create_engine(
            "sqlite+pysqlite://", poolclass=NullPool, creator=lambda: here.opened, hide_parameters=True, **options
        )

        def connect(opened: Any) -> Connection:
            here.opened = opened
            return inner.connect()

        links = []
        for _ in range(count):
            outer = await engine.connect()
            driver: Any = (await outer.get_raw_connection()).driver_connection
            links.append(cls(outer, driver, await driver._execute(connect, driver._conn)))
        return links

    async def run(self, work: Work[T]) -> T:
        """In the connection's thread, in the caller's context. What is read must be read to its end there."""
        # aiosqlite's own way of doing anything; its public calls are one statement each.
        result: T = await self._driver._execute(copy_context().run, work, self._connection)
        return result

    async def close(self) -> None:
        """Given back as it was opened, and then closed in its thread, because SQLite's objects belong to it."""
        await self._opened.close()
        await self._driver._execute(self._connection.close)


class ServerLink:
    """A connection of the pool, a new one for each piece of work, which waits for the server as SQLAlchemy does."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def run(self, work: Work[T]) -> T:
        """In the event loop's thread, which does something else whenever the server is waited for."""
        async with self._engine.connect() as connection:
            return await connection.run_sync(work)

    async def close(self) -> None:
        """The pool closes its own."""


class Connections:
    """Some links, each doing one piece of work at a time."""

    def __init__(self, links: Sequence[Link]) -> None:
        self._all = tuple(links)
        self._free = list(links)
        self._turns = Turns(len(links))

    async def run(self, work: Work[T], then: Callable[[T], None] | None = None) -> T:
        """What the work returns or raises, once it is its turn; `then` hears of what it returned before anybody else.

        A task that is cancelled while it waits has begun nothing; one that is cancelled later ends first what it has
        begun. Raises DatabaseBusy where a person waits and the turn does not come in `WAIT_SECONDS`; others wait on.
        """
        try:
            await self._turns.take(WAIT_SECONDS if urgency.get() is Urgency.PRESS else None)
        except TimeoutError as error:
            raise DatabaseBusy from error
        link = self._free.pop()
        try:
            return await uninterrupted(link.run(work), then)
        finally:
            self._free.append(link)
            self._turns.leave()

    async def close(self) -> None:
        """Close all links. Nothing may be running any more."""
        for link in self._all:
            await link.close()

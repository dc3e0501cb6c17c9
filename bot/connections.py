"""The connections of a database, and whose turn it is: of those who wait the most urgent comes first."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Sequence
from contextvars import ContextVar, copy_context
from enum import IntEnum
from itertools import count
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, StaticPool, create_engine
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import DatabaseBusy
from bot.uninterrupted import uninterrupted

T = TypeVar("T")
Work = Callable[[Connection], T]
"""Statements in one go. It runs outside of the event loop where the database is SQLite."""

WAIT_SECONDS = 30
"""For so long somebody waits for their turn; then the database is busy."""


class Urgency(IntEnum):
    """Whose work comes first where several wait."""

    PRESS = 0
    TICKET = 1
    QUESTION = 2
    CHATTER = 3


urgency: ContextVar[Urgency] = ContextVar("urgency", default=Urgency.QUESTION)
"""How urgent is what this task does."""


class Line(Protocol):
    """One connection, or what stands for one."""

    async def run(self, work: Work[T]) -> T:
        """What the work returns or raises."""
        ...

    async def close(self) -> None:
        """Give it back."""
        ...


class ThreadLine:
    """A connection of aiosqlite: its thread runs a whole piece of work, where SQLAlchemy's own adapter changes threads
    five times a statement.
    """

    def __init__(self, opened: AsyncConnection, driver: Any, engine: Engine) -> None:
        self._opened = opened
        self._driver = driver
        self._engine = engine
        self._connection: Connection

    @classmethod
    async def of(cls, engine: AsyncEngine, **options: Any) -> ThreadLine:
        """Open one of this engine, set up as that says."""
        opened = await engine.connect()
        driver: Any = (await opened.get_raw_connection()).driver_connection
        inner = create_engine(
            "sqlite+pysqlite://",
            poolclass=StaticPool,
            creator=lambda: driver._conn,
            hide_parameters=True,
            **options,
        )
        line = cls(opened, driver, inner)
        line._connection = await driver._execute(inner.connect)
        return line

    @property
    def engine(self) -> Engine:
        """What the work's connection is of."""
        return self._engine

    async def run(self, work: Work[T]) -> T:
        """In the connection's thread, in the caller's context. What is read must be read to its end there."""
        # aiosqlite's own way of doing anything; its public calls are one statement each.
        result: T = await self._driver._execute(copy_context().run, work, self._connection)
        return result

    async def close(self) -> None:
        """Also in its thread: SQLite's objects belong to it."""
        await self._driver._execute(self._connection.close)
        await self._opened.close()


class ServerLine:
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
    """Some lines, each doing one piece of work at a time."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._all = tuple(lines)
        self._free = list(lines)
        self._waiting: list[tuple[Urgency, int, asyncio.Future[Line]]] = []
        self._numbers = count()

    async def run(self, work: Work[T], then: Callable[[T], None] | None = None) -> T:
        """What the work returns or raises, once it is its turn; `then` hears of what it returned before anybody else.

        A task that is cancelled while it waits has begun nothing; one that is cancelled later ends first what it has
        begun. Raises DatabaseBusy where the turn does not come in `WAIT_SECONDS`.
        """
        line = self._free.pop() if self._free else await self._turn()
        try:
            return await uninterrupted(line.run(work), then)
        finally:
            self._give(line)

    async def close(self) -> None:
        """Close all lines. Nothing may be running any more."""
        for line in self._all:
            await line.close()

    async def _turn(self) -> Line:
        mine: asyncio.Future[Line] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (urgency.get(), next(self._numbers), mine))
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                return await mine
        except BaseException as error:
            if mine.done() and not mine.cancelled():
                self._give(mine.result())
            if isinstance(error, TimeoutError):
                raise DatabaseBusy from error
            raise

    def _give(self, line: Line) -> None:
        while self._waiting:
            _, _, next_one = heapq.heappop(self._waiting)
            if not next_one.done():
                next_one.set_result(line)
                return
        self._free.append(line)

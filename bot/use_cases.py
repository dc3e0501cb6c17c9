"""What makes a method of a service a use case: one transaction, or one look, run in one go."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from bot.database import Database, Reader, Transaction

P = ParamSpec("P")
T = TypeVar("T")


class Service(Protocol):
    """Whatever works on a database."""

    @property
    def _database(self) -> Database: ...


S = TypeVar("S", bound=Service)


def writes(
    use_case: Callable[Concatenate[S, Transaction, P], T],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """The method, called without its transaction and awaited: all of it is one, see `Database.tx`.

    It runs outside of the event loop: what it changes besides the database, it changes by `after_commit`, or under a lock.
    """

    @wraps(use_case)
    async def in_one_go(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._database.tx(lambda tx: use_case(self, tx, *args, **kwargs))

    return in_one_go


def reads(
    use_case: Callable[Concatenate[S, Reader, P], T],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """The same for one that only reads, see `Database.read`."""

    @wraps(use_case)
    async def in_one_go(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._database.read(lambda reader: use_case(self, reader, *args, **kwargs))

    return in_one_go

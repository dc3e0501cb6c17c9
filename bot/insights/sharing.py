"""What several people ask for at the same time is found out once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Shared:
    """What is being found out just now, by what was asked. Nothing is kept of it afterwards."""

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Task[Any]] = {}

    async def once(self, asked: Hashable, find: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What `find` returns or raises, for whoever asks the same meanwhile.

        So an answer may lack what happened since the first of them asked. Somebody who stops waiting stops it for
        nobody else.
        """
        running = self._running.get(asked)
        if running is None:
            running = self._running[asked] = asyncio.create_task(find())
            running.add_done_callback(lambda _: self._running.pop(asked))
        found: T = await asyncio.shield(running)
        return found

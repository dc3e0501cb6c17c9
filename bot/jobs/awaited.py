"""What somebody has said they would run at once: if their task ends without it, another does it in their place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any
from weakref import WeakSet

from bot.jobs.in_hand import Key
from bot.tasks import finished

Run = Callable[[str, int], Coroutine[Any, Any, BaseException | None]]
"""Runs the job of this kind and subject."""

Begin = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]

_on_behalf_of: ContextVar[asyncio.Task[Any] | None] = ContextVar("on_behalf_of", default=None)
"""Who waits for the run that this is, and goes on with what it owes."""


class Awaited:
    """Jobs leased for whoever put them, by the tasks that are to run them. However such a task ends (done, failed or
    cancelled), what it has not run is run for it, in the order in which that was put; but before `start` and after
    `stop` it is left to the next start. `report` hears of what cannot even be begun.
    """

    def __init__(
        self, run: Run, task: Begin, look: Callable[[], None], report: Callable[[BaseException], None]
    ) -> None:
        self._run = run
        self._task = task
        self._look = look
        self._report = report
        self._by: dict[Key, asyncio.Task[Any]] = {}
        self._of: dict[asyncio.Task[Any], dict[Key, None]] = {}
        self._stand_ins: set[asyncio.Task[None]] = set()
        self._their_runs: WeakSet[asyncio.Task[Any]] = WeakSet()
        """Nobody stands in for these: where everything is cancelled, it would have no end."""
        self._is_started = False

    def start(self) -> None:
        """From now on run what others leave."""
        self._is_started = True

    def stop(self) -> Collection[asyncio.Task[None]]:
        """Begin nothing more; what is under way."""
        self._is_started = False
        return self._stand_ins

    def expect(self, key: Key) -> None:
        """The task that is running is to run this job, or the one that waits for it."""
        self._forget(key)
        task = waiting()
        if task is None:
            self._stand_in([key])  # nobody's task has put it: nobody's can run it
            return
        if task not in self._of:
            self._of[task] = {}
            task.add_done_callback(self._ended)
        self._by[key] = task
        self._of[task][key] = None

    @asynccontextmanager
    async def run(self, key: Key) -> AsyncIterator[None]:
        """Within, it is run. If that is cancelled it is still to be run; if it fails, it is for the timer."""
        self.expect(key)
        try:
            yield
        except asyncio.CancelledError:
            raise
        except BaseException:
            self._forget(key)
            self._look()  # or no timer stands for it
            raise
        self._forget(key)

    def _stand_in(self, keys: Sequence[Key]) -> None:
        if self._is_started:
            task = self._task(self._run_all(keys))
            self._stand_ins.add(task)
            task.add_done_callback(self._stand_ins.discard)

    async def _run_all(self, keys: Sequence[Key]) -> None:
        for kind, subject_id in keys:
            run = asyncio.create_task(self._run(kind, subject_id))
            self._their_runs.add(run)
            error = await finished(run)
            if error is not None:
                self._report(error)

    def _forget(self, key: Key) -> None:
        if (task := self._by.pop(key, None)) is not None:
            del self._of[task][key]

    def _ended(self, task: asyncio.Task[Any]) -> None:
        if keys := list(self._of.pop(task)):
            for key in keys:
                del self._by[key]
            if task in self._their_runs:
                self._look()  # or no timer stands for them
            else:
                self._stand_in(keys)


def waiting() -> asyncio.Task[Any] | None:
    """Who waits for what is done here."""
    return _on_behalf_of.get() or asyncio.current_task()


def on_behalf_of(task: asyncio.Task[Any] | None) -> None:
    """From now on, in this context, what is to be run at once is to be run by this task; None is the one that runs."""
    _on_behalf_of.set(task)

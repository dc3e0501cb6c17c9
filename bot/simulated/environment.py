"""simcord's Env with time that only `advance` moves, and with bots that are really closed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import discord
from simcord import Env
from simcord._dpy_internals import install_http, real_monotonic, set_guild_ready_timeout, set_webhook_adapter
from simcord._runtime import _attach_bot
from simcord._settlement import (
    _active_callbacks,
    _callback_is_parked,
    _is_parked,
    _next_virtual_timer,
    _owned_tasks,
    _park_reason,
    _run_due_virtual_callbacks,
)

from bot.simulated.corrections import HTTP, DiscordBackend, Line, Webhooks

IDLE_SECONDS = 0.001
TICK_SECONDS = 0.000_002
"""A timer nearer than this is due at once: simcord gives `call_later(0, …)` one microsecond."""
CLOSING_SECONDS = 60.0
"""How much virtual time a bot may take to close, e.g. to wait for what it is doing."""
WAITS_FOR_A_TASK = {
    wait.__code__
    for wait in (
        asyncio.Condition.wait,
        asyncio.Event.wait,
        asyncio.Lock.acquire,
        asyncio.Queue.get,
        asyncio.Queue.put,
        asyncio.Semaphore.acquire,
    )
}


class VirtualEnv(Env):
    """simcord's Env with virtual time, Discord's rules put right, and bots that get closed."""

    backend: DiscordBackend

    def __init__(
        self,
        bot: discord.Client,
        *,
        expected: tuple[type[BaseException], ...],
        settle_timeout: float,
        approved_intents: discord.Intents | None,
    ) -> None:
        super().__init__(bot, settle_timeout=settle_timeout, approved_intents=approved_intents)
        self.backend = DiscordBackend()
        self.line = Line(self.backend, self.external_wait)
        self._work.external_waits = _Waits(self)
        self._expected = expected
        self._running = False
        self._detaching = False

    # -- the life of a bot

    async def attach(self, bot: discord.Client) -> None:
        """Bring a bot to READY; one that cannot start is closed all the same."""
        try:
            if self._started:
                await _attach_bot(self, bot)
            else:
                await self.start()
        except BaseException:
            await bot.close()
            raise
        self._running = True

    async def close_bot(self) -> None:
        """Let the bot close itself, as long as that takes in virtual time. TimeoutError when it never does."""
        if not self._running:
            return None
        self._running = False
        loop = asyncio.get_running_loop()
        latest = self._virtual_time + CLOSING_SECONDS
        with self._bot_scope():
            closing = loop.create_task(self.bot.close())
        while True:
            settling = loop.create_task(self._settle_internal(dispatch="close"))
            await asyncio.wait({closing, settling}, return_when=asyncio.FIRST_COMPLETED)
            settling.cancel()
            await asyncio.gather(settling, return_exceptions=True)
            if closing.done():
                return closing.result()
            due = _next_virtual_timer(self._settlement_state())
            if due is None or due > latest:
                raise TimeoutError("the bot did not close")
            self._move_clock(due)

    async def abandon_bot(self) -> None:
        """Drop the bot as a crash would: nothing it does from now on reaches Discord or counts as an error."""
        self._running = False
        self.line.cut = True
        await self._detach_bot()

    @contextmanager
    def operation(self, label: str) -> Iterator[None]:
        """simcord's guard: the world does one thing at a time."""
        self._begin_operation(label)
        try:
            yield
        finally:
            self._end_operation()

    # -- what simcord calls, corrected

    def _capture_errors(self) -> None:
        """Called between the installation of simcord's transports and the login: ours replace them."""
        super()._capture_errors()
        assert self._loop is not None
        content = self.approved_intents is None or self.approved_intents.message_content
        self.line = Line(self.backend, self.external_wait)
        install_http(self.bot, HTTP(self.line, self._loop, message_content_access=content))
        self._webhook_adapter = Webhooks(self.line, message_content_access=content)
        set_webhook_adapter(self._webhook_adapter)
        # With simcord's 0, `asyncio.wait_for` of Python 3.11 gives up before it looks: no `guild_available`.
        set_guild_ready_timeout(self.bot, TICK_SECONDS / 2)

    def _record_error(self, error: BaseException) -> None:
        cause = getattr(error, "original", error)
        if not self.line.cut and not isinstance(cause, self._expected):
            super()._record_error(error)

    async def _settle_internal(
        self,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 (simcord's signature)
        idle: float = IDLE_SECONDS,
        dispatch: str | None = None,
        _deadline: float | None = None,
    ) -> None:
        """What simcord's does: return once all of the bot rests, at two turns of the loop in a row.

        simcord judges each task at each turn; this waits for one that is at work, and judges all only where none is.
        At the deadline simcord's own says what did not end.
        """
        assert self._loop is not None
        allowed = self.settle_timeout if timeout is None else max(timeout, self.settle_timeout)
        deadline = self._loop.time() + allowed if _deadline is None else _deadline
        self._last_dispatch = dispatch
        turns_at_rest = 0
        while self._loop.time() < deadline:
            _run_due_virtual_callbacks(self._settlement_state(), deadline)
            await asyncio.sleep(0)
            advancing = self._real_advance_task or self._advance_task
            if advancing is not None and advancing is not asyncio.current_task():
                await asyncio.wait((advancing,), timeout=max(0.0, deadline - self._loop.time()))
                if advancing.done():
                    self._real_advance_task = None
                    advancing.result()
                continue
            at_work = self._at_work(deadline)
            if at_work:
                await asyncio.wait(at_work, timeout=IDLE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            turns_at_rest = turns_at_rest + 1 if at_work is None else 0
            if turns_at_rest == 2:
                return
        await super()._settle_internal(
            timeout=allowed, idle=min(idle, IDLE_SECONDS), dispatch=dispatch, _deadline=deadline
        )

    def _at_work(self, deadline: float) -> list[asyncio.Future[Any]] | None:
        """What of the bot will end: one task, and what computes in threads; nothing, if it only takes another turn of
        the loop; None where the bot rests.
        """
        state, in_threads = self._settlement_state(), list(self._work.executors)
        # The newest first: mostly it is the one that was begun by what has just happened.
        newest_first = reversed(_owned_tasks(state))
        working = next((task for task in newest_first if not _is_parked(state, task, deadline)), None)
        if working is not None or in_threads:
            return [*([] if working is None else [working]), *in_threads]
        is_parked = all(_callback_is_parked(state, one, deadline) for one in _active_callbacks(state))
        return None if is_parked else []

    def _schedule_timer(self, record: Any, callback: Any, args: Any, schedule_context: Any) -> None:
        """Give a timer no wall clock: it fires when `advance` reaches it, and nothing waits for it before."""
        remaining = record.when - self._virtual_time
        if self._detaching:
            # No one advances time for a bot that goes, but its clean-up may well guard itself with a time-out.
            assert self._runtime is not None
            record.real_handle = self._runtime.call_at(real_monotonic() + remaining, lambda: _fire(record))
        elif remaining <= TICK_SECONDS:
            super()._schedule_timer(record, callback, args, schedule_context)

    async def _detach_bot(self) -> None:
        self._detaching = True
        try:
            await super()._detach_bot()
        finally:
            self._detaching = False


class _Waits(dict[asyncio.Task[Any], str]):
    """simcord's list of the waits that settling leaves alone.

    It goes on with those that only another task of the bot can end (a queue, an event, a lock): when nothing
    else is left, the bot is idle. A wait for a thread or a socket is neither, and is waited for.
    """

    def __init__(self, env: VirtualEnv) -> None:
        self._env = env

    def get(self, task: asyncio.Task[Any], default: Any = None) -> Any:
        return super().get(task) or self._idle(task) or default

    def _idle(self, task: asyncio.Task[Any]) -> str | None:
        inner = task.get_coro()
        while asyncio.iscoroutine(awaited := getattr(inner, "cr_await", None)):
            inner = awaited
        code, frame = getattr(inner, "cr_code", None), getattr(inner, "cr_frame", None)
        if code in WAITS_FOR_A_TASK:
            return "asyncio primitive"
        if code is asyncio.wait_for.__code__ and frame is not None:
            # Python 3.11 runs what it guards in a task of its own.
            guarded = frame.f_locals.get("fut")
            if isinstance(guarded, asyncio.Task) and guarded in self._env._work.tasks:
                return _park_reason(self._env._settlement_state(), guarded, guarded.get_loop().time())
        return None


def _fire(record: Any) -> None:
    if record.handle is not None and not record.handle.cancelled():
        record.handle._run()

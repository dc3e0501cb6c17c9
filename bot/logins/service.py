"""Waits before starts and logins as `pace` says, and remembers them in a file."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot import private_files
from bot.clock import Clock
from bot.errors import StartupError
from bot.logins import pace
from bot.logins.pace import History
from bot.moments import moment

FILE = "logins.json"
AT_ONCE = timedelta(seconds=30)
"""The library gives up a connection that has not logged in after 60 s: a longer wait is not made within one."""

log = logging.getLogger(__name__)

Sleep = Callable[[float], Awaitable[None]]


class NotYet(Exception):
    """The next login may only be at `until`, and that is too long a wait within one connection."""

    def __init__(self, until: datetime, why: str) -> None:
        super().__init__(until, why)
        self.until = until
        self.why = why


class Logins:
    """The starts and logins of one bot, remembered in `data/logins.json`."""

    def __init__(self, folder: Path, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self._file = folder / FILE
        self._clock = clock
        self.sleep = sleep
        self._unwritten: History | None = None
        self._is_first = True
        self.waits_until: datetime | None = None
        """Until when a wait goes on, for those who ask whether we are well."""

    async def begin(self) -> None:
        """A start: wait for as long as earlier ones that failed ask for, then note it.

        StartupError where it cannot be noted: whoever then starts us again and again would not be slowed down.
        """
        history = self._remembered()
        if (until := pace.next_start_at(history, self._clock())) > self._clock():
            await self.wait(
                until, f"{history.failures} starts in a row did not last, {len(history.logins)} logins in 24 hours"
            )
        self._is_first = True
        try:
            self._write(pace.begun(history, self._clock()))
        except OSError as error:
            raise StartupError(
                f"The start cannot be noted in {self._file}: {error.strerror}. Without that, a bot that is started"
                " again and again could lose its token."
            ) from error

    async def permit(self) -> None:
        """A login: wait for a little, then note it. Raises NotYet where the wait is longer."""
        history = self._remembered()
        until = pace.next_login_at(history, self._clock(), is_first=self._is_first)
        if until - self._clock() > AT_ONCE:
            raise NotYet(until, f"{len(history.logins)} logins in 24 hours")
        await self._sleep_until(until)
        self._note(pace.logged_in(history, self._clock(), is_first=self._is_first))
        self._is_first = False

    def spare(self, remaining: int, reset_after: timedelta) -> None:
        """Discord says how many logins are left: raises NotYet where they are few."""
        if remaining < pace.FLOOR:
            raise NotYet(self._clock() + reset_after, f"Discord allows only {remaining} more until then")

    async def wait(self, until: datetime, why: str) -> None:
        """Wait until then, and say so."""
        log.warning("waiting until %s before the next login: %s", f"{until:%Y-%m-%d %H:%M:%S %Z}", why)
        self.waits_until = until
        try:
            await self._sleep_until(until)
        finally:
            self.waits_until = None

    def lasts(self) -> None:
        """We are connected. To be called now and then."""
        history = self._remembered()
        if (lasting := pace.lasts(history, self._clock())) != history:
            self._note(lasting)

    def ended(self) -> None:
        """Somebody has told us to stop."""
        self._note(pace.ended(self._remembered()))

    async def _sleep_until(self, until: datetime) -> None:
        # In pieces: a machine that slept, or a clock that was set right, is noticed. One that was set back makes no
        # wait longer.
        while (left := until - self._clock()) > timedelta():
            await self.sleep(min(left, AT_ONCE).total_seconds())
            until = min(until, self._clock() + left)

    def _remembered(self) -> History:
        """From the file, where `signpost check --online` notes its logins too.

        What a clock that was set back has in the future is noted as now: else it would be now again at each look, and
        each wait as long as the first.
        """
        history, now = _read(self._file) if self._unwritten is None else self._unwritten, self._clock()
        if pace.is_ahead(history, now):
            history = pace.as_of(history, now)
            self._note(history)
        return history

    def _note(self, history: History) -> None:
        """Remember it, for as long as this process lives also where the disk is full."""
        try:
            self._write(history)
        except OSError as error:
            log.warning("logins cannot be noted in %s: %s", self._file, error.strerror)
            self._unwritten = history

    def _write(self, history: History) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        content = {
            "logins": [at.isoformat() for at in history.logins],
            "failures": history.failures,
            "tried_at": history.tried_at.isoformat() if history.tried_at else None,
        }
        private_files.write(self._file, json.dumps(content))
        self._unwritten = None


def _read(file: Path) -> History:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        tried_at = content["tried_at"]
        return History(
            tuple(moment(at) for at in content["logins"]),
            int(content["failures"]),
            None if tried_at is None else moment(tried_at),
        )
    except FileNotFoundError:
        return History()
    except (OSError, ValueError, TypeError, KeyError) as error:
        log.warning("%s cannot be read (%s): earlier logins are forgotten", file, error)
        return History()

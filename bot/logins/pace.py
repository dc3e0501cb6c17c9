"""When the next start, and the next login, may be: a growing pause after failures, and a bound on a day.

A login is an IDENTIFY at the gateway. Discord resets the token after 1,000 of them in 24 hours. Here any 24 hours
have fewer than `FREELY + DAY / LONGEST_PAUSE` of them, 196: the first 100 are free, any further one is a quarter of
an hour after the one before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import backoff

DAY = timedelta(hours=24)
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=15)
STEADY = timedelta(minutes=10)
"""Who has been logged in for so long has not failed."""

FREELY = 100
"""So many logins in 24 hours before they are spaced out."""

FLOOR = 50
"""With fewer logins left than this, Discord's own count is waited out."""


@dataclass(frozen=True)
class History:
    """What is remembered from start to start. `failures` counts the starts and logins in a row that did not last;
    what has begun counts as one until it has lasted, because who is killed cannot count.
    """

    logins: tuple[datetime, ...] = ()
    """Those of the last 24 hours, oldest first."""

    failures: int = 0
    tried_at: datetime | None = None
    """When the last start or login began."""


def pause(failures: int) -> timedelta:
    """None at first, then 1 s, 2 s, 4 s … up to 15 minutes."""
    return backoff.pause(failures, FIRST_PAUSE, LONGEST_PAUSE)


def as_of(history: History, now: datetime) -> History:
    """Without what is longer ago than a day; what a clock that was set back has in the future is now."""
    return replace(
        history,
        logins=tuple(min(at, now) for at in history.logins if at > now - DAY),
        tried_at=None if history.tried_at is None else min(history.tried_at, now),
    )


def is_ahead(history: History, now: datetime) -> bool:
    """Whether some of it is in the future, because the clock was set back."""
    return any(at > now for at in (*history.logins, *filter(None, [history.tried_at])))


def next_start_at(history: History, now: datetime) -> datetime:
    """When a start may begin; not before now."""
    history = as_of(history, now)
    paused = now if history.tried_at is None else history.tried_at + pause(history.failures)
    return max(now, paused, _spaced(history, now))


def next_login_at(history: History, now: datetime, *, is_first: bool) -> datetime:
    """When a login may be; not before now. The first one of a start has been paused for with the start."""
    return max(now, _spaced(as_of(history, now), now)) if is_first else next_start_at(history, now)


def begun(history: History, now: datetime) -> History:
    """A start begins."""
    history = as_of(history, now)
    return replace(history, failures=history.failures + 1, tried_at=now)


def logged_in(history: History, now: datetime, *, is_first: bool) -> History:
    """A login is made. The first one of a start fails or lasts with it."""
    history = history if is_first else begun(history, now)
    return replace(as_of(history, now), logins=(*as_of(history, now).logins, now), tried_at=now)


def lasts(history: History, now: datetime) -> History:
    """The bot is there: once it has been for long enough, earlier failures are forgotten."""
    is_steady = history.tried_at is not None and now - history.tried_at >= STEADY
    return replace(history, failures=0) if is_steady else history


def ended(history: History) -> History:
    """Somebody has ended it: that was no failure, and cures none."""
    return replace(history, failures=max(history.failures - 1, 0))


def _spaced(history: History, now: datetime) -> datetime:
    return history.logins[-1] + LONGEST_PAUSE if len(history.logins) >= FREELY else now

"""What the runner knows of each kind of job: who does it, how long it may take, and what is owed from every start on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot import backoff
from bot.jobs.job import Job, Lane, Owed
from bot.jobs.obstacle import Obstacle

LIMIT = timedelta(seconds=45)
"""How long one run may take; shorter than a lease, which is renewed all the same while a job waits and runs."""

FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(minutes=10)

Handler = Callable[[Job], Coroutine[Any, Any, datetime | None]]
"""Does the job. Returns when to run it again, or None when it is done for good. May raise: then it is retried."""

Report = Callable[[Job, BaseException, Obstacle | None], None]
"""Told of every failed run, and of what it waits for if waiting does not cure it, synchronously."""

Judge = Callable[[Job, BaseException], Obstacle | None]
"""Says what keeps a job from being done; None where it may go away by waiting."""


@dataclass(frozen=True)
class Kind:
    """How jobs of a kind are done."""

    handler: Handler
    lane: Lane = Lane.TIMERS
    limit: timedelta = LIMIT
    owed: Owed | None = None

    def standing(self, servers: Collection[int] | None, *, begins: bool) -> Collection[int]:
        """The subjects that one is owed to from now on: at a start, or to servers that have come."""
        match self.owed:
            case Owed.ONCE:
                return [0] if begins else []
            case Owed.EACH_SERVER:
                return servers or []
            case None:
                return []


def retry_at(attempts: int, now: datetime) -> datetime:
    """10 s after the first failure, doubling up to ten minutes."""
    return now + backoff.pause(attempts, FIRST_RETRY, LONGEST_RETRY)

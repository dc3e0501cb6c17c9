"""A job: one side effect or timer that is owed; and the lanes in which jobs are run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any


class Lane(Enum):
    """Who waits for jobs of a kind; the value is how many of that kind run side by side.

    Each kind has its own slots, so that those of one kind that hang keep no other waiting. What people wait for
    is begun first.
    """

    PEOPLE = 8
    TIMERS = 4


class Owed(Enum):
    """What is owed from every start on, without anybody putting it."""

    ONCE = "once"
    """One job, of server 0 and subject 0."""

    EACH_SERVER = "each_server"
    """One job for each server that we serve; its subject is the server."""


@dataclass(frozen=True)
class Job:
    """One side effect that is owed. `attempts` is 1 in a first run; above, an earlier one may have made something.

    `due_at` is what was promised, `next_try_at` when it is tried (again): None while it is parked. `data` is small
    JSON. `obstacle_id` names what kept an earlier run from being done. `is_awaited` says that this run was asked for by
    somebody who waits, and goes on with what it owes.
    """

    id: int
    guild_id: int
    kind: str
    subject_id: int
    due_at: datetime
    attempts: int
    next_try_at: datetime | None = None
    data: dict[str, Any] = field(default_factory=dict)
    obstacle_id: int | None = None
    is_awaited: bool = field(default=False, compare=False)

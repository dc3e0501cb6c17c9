"""What pointing to solved questions owes to Discord."""

from __future__ import annotations

from datetime import datetime

from bot.database import Transaction
from bot.jobs.runner import JobRunner

POINT_JOB = "solution.point"
"""Says below a question that it was answered before, or takes that back. Subject: the pointer."""


def owe_pointer(
    jobs: JobRunner,
    tx: Transaction,
    guild_id: int,
    pointer_id: int,
    due_at: datetime,
    *,
    run_now: bool = False,
) -> None:
    """The line is to be brought up to date, by `POINT_JOB`."""
    jobs.put(tx, guild_id=guild_id, kind=POINT_JOB, subject_id=pointer_id, due_at=due_at, run_now=run_now)

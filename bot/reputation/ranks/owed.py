"""What is owed to a member whose balance has changed: the roles of their rank."""

from __future__ import annotations

from datetime import datetime

from bot.database import Transaction
from bot.jobs.runner import JobRunner
from bot.reputation.ranks import store

RANK_JOB = "reputation.rank"
"""Brings a member's roles up to date with the rank that they hold. Subject: the holder."""

SWEEP_JOB = "reputation.ranks"
"""Looks at those who hold ranks, some at a time, each once a day. Subject: the server."""


def owe_roles(tx: Transaction, jobs: JobRunner, guild_id: int, member_id: int, at: datetime) -> None:
    """Have this member's rank looked at, and their roles brought up to date, now."""
    holder_id = store.holder_id(tx, guild_id, member_id)
    jobs.put(tx, guild_id=guild_id, kind=RANK_JOB, subject_id=holder_id, due_at=at)

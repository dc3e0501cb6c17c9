"""Keeps, in the transaction in which an answer is accepted or is so no more, what `/solved` and the marks in Discord go by."""

from __future__ import annotations

from datetime import datetime

from bot.database import Transaction
from bot.jobs.runner import JobRunner
from bot.reputation.solutions import store
from bot.reputation.solutions.solution import NewSolution

SHOW_JOB = "solution.show"
"""Shows in Discord that an answer is the accepted one, or is so no more. Subject: the solution."""


def solved(tx: Transaction, jobs: JobRunner, new: NewSolution) -> None:
    """This answer is the accepted one, in place of any other to the question; accepted twice, it changes nothing."""
    before = store.standing(tx, new.guild_id, new.question_id)
    if before is not None and before.message_id == new.message_id:
        return
    unsolved(tx, jobs, new.guild_id, new.question_id, new.accepted_at)
    solution_id = store.add(tx, new)
    store.take_over(tx, solution_id, new.guild_id, new.question_id)
    _owe(tx, jobs, new.guild_id, solution_id, new.accepted_at)


def unsolved(tx: Transaction, jobs: JobRunner, guild_id: int, question_id: int, at: datetime) -> None:
    """No answer to this question is accepted any more: it is open again."""
    before = store.standing(tx, guild_id, question_id)
    if before is not None:
        store.end(tx, before.id, at)
        _owe(tx, jobs, guild_id, before.id, at)


def _owe(tx: Transaction, jobs: JobRunner, guild_id: int, solution_id: int, at: datetime) -> None:
    jobs.put(tx, guild_id=guild_id, kind=SHOW_JOB, subject_id=solution_id, due_at=at)

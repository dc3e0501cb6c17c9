"""What Discord is owed of an answer that is accepted, or not any more. Runs in the transaction that decided it."""

from __future__ import annotations

from datetime import datetime

from bot.database import Transaction
from bot.jobs.runner import JobRunner
from bot.reputation.answers import store
from bot.reputation.answers.held import Held
from bot.reputation.line import Line
from bot.reputation.question import QuestionKind, QuestionRef
from bot.reputation.roots.store import Problem
from bot.reputation.solutions.accepted import unsolved

THANKS_JOB = "reputation.thanks"
"""Brings the one line in public about an accepted answer up to date. Subject: its row of `answer_thanks`."""

SOLVED_JOB = "reputation.solved"
"""Shows at a forum post whether an answer to it is accepted. Subject: its thread."""


def unsolve(tx: Transaction, jobs: JobRunner, held: Held, at: datetime) -> None:
    """What was asked in public is found as solved no more."""
    for one in held.of:
        if one.kind is QuestionKind.MESSAGE:
            unsolved(tx, jobs, held.line.guild_id, one.id, at)


def show(tx: Transaction, jobs: JobRunner, problem: Problem, line: Line, at: datetime) -> None:
    """What shows in Discord that this award stands, or stands no more, is owed."""
    thanks = store.thanks_of(tx, line.guild_id, [QuestionRef.of_key(line.key)])
    thanks, place = thanks or store.thanks_of(tx, line.guild_id, problem.known_as), line.data.get("channel")
    thanks_id = thanks.id if thanks is not None else None
    if thanks_id is None and place is not None:
        thanks_id = store.add_thanks(tx, line, place, line.data["message"])
    owed = [(THANKS_JOB, thanks_id)] if thanks_id is not None else []
    owed += [
        (SOLVED_JOB, one.id) for one in problem.known_as if one.kind is QuestionKind.MESSAGE and one.id == place
    ]
    for kind, subject_id in owed:
        jobs.put(tx, guild_id=line.guild_id, kind=kind, subject_id=subject_id, due_at=at)

"""What routing owes to Discord beside the look at a question itself: its line in the helpdesk, and the offer of a ticket."""

from __future__ import annotations

from datetime import datetime

from bot.database import Transaction
from bot.jobs.runner import JobRunner

LINE_JOB = "routing.line"
"""Brings our line about a question in the helpdesk up to date: sends, edits or deletes it. Subject: the question."""

OFFER_JOB = "routing.offer"
"""Offers a ticket to who asked. Subject: the question."""


def owe_line(jobs: JobRunner, tx: Transaction, guild_id: int, question_id: int, now: datetime) -> None:
    """The line is to show what has been written, by `LINE_JOB`."""
    jobs.put(tx, guild_id=guild_id, kind=LINE_JOB, subject_id=question_id, due_at=now)


def owe_offer(jobs: JobRunner, tx: Transaction, guild_id: int, question_id: int, now: datetime) -> None:
    """A ticket is to be offered, by `OFFER_JOB`; where it is owed already, it goes on as it is."""
    if jobs.data_of(tx, OFFER_JOB, question_id, guild_id) is None:
        jobs.put(tx, guild_id=guild_id, kind=OFFER_JOB, subject_id=question_id, due_at=now)

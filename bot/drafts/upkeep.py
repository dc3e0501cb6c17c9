"""What staff are owed to hear of the FAQ files: that they have mistakes, or no longer; and what to read again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.drafts import store
from bot.faq.in_use import InUse
from bot.jobs.runner import JobRunner
from bot.knowledge.entry import Entry
from bot.knowledge.reloading import Broken, Reloaded
from bot.problems import Problem
from bot.use_cases import reads, writes

REVIEW_JOB = "faq.review"
"""Names the entries whose review date has passed. There is one such job a server; subject: the server."""

FILES_JOB = "faq.files"
"""Tells staff of mistakes in the FAQ files, or that these are right again. Subject: the server; data: `after`, the
newest message of the queue channel when it was put, and either `problems` or the number of `entries`.
"""

SETTLES = timedelta(seconds=5)
"""So long a notice waits for a newer one: who saves a file five times in a row is told once."""

PROBLEMS_AT_MOST = 100
"""Of more, the rest is neither kept nor counted."""

_REVIEW_EVERY = timedelta(days=1)


class Upkeep:
    """Each method is one use case and at most one transaction."""

    def __init__(self, database: Database, clock: Clock, knowledge: InUse, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._knowledge = knowledge
        self._jobs = jobs

    # The files

    @writes
    def owe_news(
        self, tx: Transaction, outcome: Reloaded | Broken, *, servers: Mapping[int, int], heard: Collection[int]
    ) -> None:
        """The notice of what was found in the files is owed to these servers, in place of an older one.

        `servers` says for each what was the newest message in its queue channel. Those that have not `heard` of the
        mistakes need not hear that they are gone.
        """
        due_at = self._clock() + SETTLES
        for guild_id, after in servers.items():
            if isinstance(outcome, Broken):
                data: dict[str, Any] = {"after": after, "problems": problem_lines(outcome.problems)}
            elif guild_id in heard:
                data = {"after": after, "entries": outcome.entries}
            else:
                self._jobs.cancel(tx, FILES_JOB, guild_id)
                continue
            self._jobs.put(tx, guild_id=guild_id, kind=FILES_JOB, subject_id=guild_id, due_at=due_at, data=data)

    # Reviews

    @reads
    def due_for_review(self, reader: Reader, guild_id: int) -> list[Entry]:
        """The entries whose review date has passed, without those that this community was reminded of."""
        today = self._clock().date()
        due = [entry for entry in self._knowledge.library.entries if entry.review_by and entry.review_by < today]
        known = store.reminded(reader, guild_id, due)
        return [entry for entry in due if entry.id not in known]

    @writes
    def reminded(self, tx: Transaction, guild_id: int, entries: Collection[Entry]) -> None:
        """This community has read that these are due."""
        for entry in entries:
            store.add_reminder(tx, guild_id, entry, self._clock())

    def next_review(self) -> datetime:
        """When to look again for what is due."""
        return self._clock() + _REVIEW_EVERY


def problem_lines(problems: Collection[Problem]) -> list[str]:
    """What is kept of the mistakes, a line each."""
    return [str(problem) for problem in problems][:PROBLEMS_AT_MOST]

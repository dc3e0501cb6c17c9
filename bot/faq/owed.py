"""What the FAQ owes to Discord: the jobs that its cogs handle."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from bot.database import Transaction
from bot.faq import store
from bot.faq.neighbours import store as neighbours
from bot.faq.question import Outcome, Question
from bot.jobs.runner import JobRunner

ANSWER_JOB = "faq.answer"
"""Brings the FAQ's message under a question up to date: sends, edits or deletes it. Subject: the question."""

HAND_OVER_JOB = "faq.hand_over"
"""Takes a question to the community: a thread, or a line in the forum post. Subject: the question."""

TAG_JOB = "faq.tag"
"""Shows at a forum post whether it is solved or waits for people. Subject: its thread."""

FORGET_JOB = "faq.forget"
"""Drops the text of old questions. There is one such job, of subject 0."""

SUM_UP_JOB = "faq.sum_up"
"""Makes counts of old questions that nothing was said to. There is one such job, of subject 0."""

POST_JOB = "faq.post"
"""Looks at a forum post whose starter has not come. Subject: the thread."""

SHARE_JOB = "faq.share"
"""Shows an entry to everybody in a channel. Subject: the interaction by which a member shares it; data: as `Shared`."""

UNANSWERED_JOB = "faq.unanswered"
"""Looks after a question that the FAQ was silent about: nobody may have answered it. Subject: the question; data:
`since` when it is open again, for one that is; and whether, as `is_lost`, what answered it may be gone.
"""

PEOPLE_JOB = "faq.people"
"""Leads who wrote a message to people. Subject: the message; data: as `Turned`."""


SETTLED_JOB = "faq.settled"
"""Whoever is credited for an entry is told by the ledger what its asker says of an answer. Subject: the question."""


@dataclass(frozen=True)
class Turned:
    """Where somebody turned to people, and from which question; None where they only called for them."""

    channel_id: int
    question_id: int | None


@dataclass(frozen=True)
class Shared:
    """What a member shares, where, and in which language: that of their Discord."""

    channel_id: int
    entry_id: str
    member_id: int
    locale: str


def owe_answer(
    jobs: JobRunner, tx: Transaction, guild_id: int, question_id: int, due_at: datetime, *, run_now: bool
) -> None:
    """Our message under the question is to be brought up to date, by `ANSWER_JOB`; and where those who were pointed to it
    find it no more, theirs.
    """
    owe_first_answer(jobs, tx, guild_id, question_id, due_at, run_now=run_now)
    owe_below(jobs, tx, guild_id, question_id, due_at)


def owe_first_answer(
    jobs: JobRunner, tx: Transaction, guild_id: int, question_id: int, due_at: datetime, *, run_now: bool
) -> None:
    """The same for a question that is new: nobody can have been pointed to its answer yet."""
    jobs.put(tx, guild_id=guild_id, kind=ANSWER_JOB, subject_id=question_id, due_at=due_at, run_now=run_now)


def owe_below(jobs: JobRunner, tx: Transaction, guild_id: int, question_id: int, due_at: datetime) -> None:
    """Who was pointed to the answer of this question is to get it themselves, if it is no longer there."""
    for below in neighbours.left_below(tx, question_id):
        jobs.put(tx, guild_id=guild_id, kind=ANSWER_JOB, subject_id=below, due_at=due_at)


def owe_hand_over(jobs: JobRunner, tx: Transaction, guild_id: int, question_id: int, due_at: datetime) -> None:
    """The question is to be taken to the community, by `HAND_OVER_JOB`."""
    jobs.put(tx, guild_id=guild_id, kind=HAND_OVER_JOB, subject_id=question_id, due_at=due_at, run_now=True)


def owe_looking_after(jobs: JobRunner, tx: Transaction, guild_id: int, question_id: int, due_at: datetime) -> None:
    """Somebody is to look after the question if it has no answer by then, by `UNANSWERED_JOB`."""
    jobs.put(tx, guild_id=guild_id, kind=UNANSWERED_JOB, subject_id=question_id, due_at=due_at)


def owe_looking_after_anew(
    jobs: JobRunner, tx: Transaction, question: Question, since: datetime, due_at: datetime
) -> None:
    """The question is open again since then: the same, whatever was done for it and said to it before."""
    jobs.put(
        tx,
        guild_id=question.guild_id,
        kind=UNANSWERED_JOB,
        subject_id=question.id,
        due_at=due_at,
        data={"since": since.isoformat()},
    )


def owe_looking_again(jobs: JobRunner, tx: Transaction, guild_id: int, question_id: int, due_at: datetime) -> None:
    """What answered the question may be gone; where it is looked after, that is seen without this."""
    if jobs.data_of(tx, UNANSWERED_JOB, question_id, guild_id) is None:
        data = {"is_lost": True}
        jobs.put(tx, guild_id=guild_id, kind=UNANSWERED_JOB, subject_id=question_id, due_at=due_at, data=data)


def settle(jobs: JobRunner, tx: Transaction, question: Question, outcome: Outcome, now: datetime) -> None:
    """The question is settled, as `store.save_outcome` has it: who looks after it, if anybody does, is to see that at once."""
    store.save_outcome(tx, question.id, outcome, now)
    if jobs.data_of(tx, UNANSWERED_JOB, question.id, question.guild_id) is not None:
        owe_looking_after(jobs, tx, question.guild_id, question.id, now)


def owe_tag(jobs: JobRunner, tx: Transaction, question: Question, due_at: datetime) -> None:
    """Where the question stands in a thread, which may be a post, that is to show what became of it, by `TAG_JOB`."""
    if question.is_in_thread:
        jobs.put(tx, guild_id=question.guild_id, kind=TAG_JOB, subject_id=question.channel_id, due_at=due_at)


def owe_settled(jobs: JobRunner, tx: Transaction, question: Question, due_at: datetime) -> None:
    """Its asker has said something of the entry that answered it, or came back to that: `SETTLED_JOB`."""
    if question.entry_id is not None:
        jobs.put(tx, guild_id=question.guild_id, kind=SETTLED_JOB, subject_id=question.id, due_at=due_at)


def owe_share(
    jobs: JobRunner, tx: Transaction, guild_id: int, interaction_id: int, shared: Shared, due_at: datetime
) -> None:
    """The entry is to be shown to all, by `SHARE_JOB`."""
    jobs.put(
        tx,
        guild_id=guild_id,
        kind=SHARE_JOB,
        subject_id=interaction_id,
        due_at=due_at,
        data=asdict(shared),
        run_now=True,
    )

"""Who turns to people: by asking for them, or because an answer did not help."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.config import Faq
from bot.database import Database, Transaction
from bot.faq import store
from bot.faq.bursts import Bursts
from bot.faq.judging import Judging
from bot.faq.neighbours import store as neighbours
from bot.faq.opt_outs import store as opt_outs
from bot.faq.owed import PEOPLE_JOB, Turned, owe_answer, owe_settled, owe_tag, settle
from bot.faq.question import Outcome, Question
from bot.faq.recently import Recently
from bot.faq.speaking import Message, Place, calls_people, leaves_alone
from bot.jobs.runner import JobRunner
from bot.matching.pleas import asks_nothing, is_no_help, wants_people
from bot.use_cases import writes

TURNED_AGAIN_AFTER = timedelta(minutes=1)
"""Once in this time a member is led to people in a channel, however often they ask."""

UNHELPED_WITHIN = timedelta(hours=1)
"""For this long after an answer, who mentions us and says that it did not help means that one."""

_OPEN = (None, Outcome.SOLVED)
"""What became of questions that nobody but their asker has settled."""


class Turning:
    """Each method is one use case and at most one transaction. After it, run `PEOPLE_JOB` of the message."""

    def __init__(
        self, database: Database, clock: Clock, settings: Faq, judging: Judging, bursts: Bursts, jobs: JobRunner
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._judging = judging
        self._bursts = bursts
        self._jobs = jobs
        self._turned = Recently(TURNED_AGAIN_AFTER)

    async def called(self, place: Place, message: Message, *, message_id: int, author_id: int) -> bool:
        """Whether this only calls for people, and is no question: then they are led to them.

        Where we are mentioned, nothing but the mention is enough, unless it points to something; and so is that it did not
        help, which counts as said of their answer here within `UNHELPED_WITHIN`. Elsewhere a person must be named, and all
        that makes the FAQ leave a message alone holds but its length; in shadow mode nothing is said either. What an
        entry answers is a question.
        """
        if leaves_alone(message, min_words=0, has_opted_out=False) or not calls_people(message):
            return False
        is_shadowed = not place.names.isdisjoint(self._settings.shadow)
        if is_shadowed and not message.is_addressed:
            return False
        shown = self._bursts.shown(place.channel_id, author_id, message.text, self._clock())
        if shown and asks_nothing(message.text):
            return False
        if wants_people(message.text):
            reading = await self._judging.reading(message, [message.text], place.names)
            if reading.is_known:
                return False
        return await self._called(place, message, message_id, author_id)

    def show(self, place: Place, *, author_id: int, message_id: int, text: str) -> None:
        """They wrote this here and mention us now: that is what they ask about."""
        self._bursts.show(place.channel_id, author_id, message_id, text, self._clock())

    @writes
    def _called(self, tx: Transaction, place: Place, message: Message, message_id: int, author_id: int) -> bool:
        if not message.is_addressed and opt_outs.has_opted_out(tx, place.guild_id, author_id):
            return False
        question = None
        if is_no_help(message.text):
            since = self._clock() - UNHELPED_WITHIN
            question = neighbours.latest_answered(tx, place.guild_id, place.channel_id, author_id, since)
        if question is not None and question.outcome in _OPEN:
            self._turn(tx, question, place.channel_id, message_id)
        else:
            self._lead(tx, place.guild_id, place.channel_id, message_id, author_id, None)
        return True

    async def unhelped(
        self, question: Question | None, *, author_id: int, replied_to: int | None, message_id: int, text: str
    ) -> bool:
        """Whether the asker of the question that is meant says with this reply to our message that it did not help, or asks
        for people there.

        That counts as *Still need help*, or under suggestions as *None of these*, and leads them to people. Nothing is
        made of it once somebody has taken over.
        """
        if question is None or question.asker_id != author_id or question.outcome not in _OPEN:
            return False
        if replied_to is None or not (is_no_help(text) or wants_people(text)):
            return False
        return await self._unhelped(question.id, question.channel_id, replied_to, message_id)

    @writes
    def _unhelped(
        self, tx: Transaction, question_id: int, channel_id: int, replied_to: int, message_id: int
    ) -> bool:
        question, behind = store.known(tx, question_id), store.behind(tx, channel_id, replied_to)
        if question.outcome not in _OPEN or behind is None or behind.answer_message_id != replied_to:
            return False
        self._turn(tx, question, channel_id, message_id)
        return True

    def _turn(self, tx: Transaction, question: Question, channel_id: int, message_id: int) -> None:
        """The asker of this question is led to people, unless they just were for another. That it did not help counts once."""
        now, happening = self._clock(), [question.id]
        self._lead(tx, question.guild_id, channel_id, message_id, question.asker_id, question.id)
        if self._turned.knows(happening, now):
            return
        tx.after_commit(lambda: self._turned.note(happening, now))
        if question.entry_id is not None:
            deny_help(self._jobs, tx, question, now)
        else:
            settle(self._jobs, tx, question, Outcome.DISMISSED, now)
            owe_answer(self._jobs, tx, question.guild_id, question.id, now, run_now=False)

    def _lead(
        self,
        tx: Transaction,
        guild_id: int,
        channel_id: int,
        message_id: int,
        author_id: int,
        question_id: int | None,
    ) -> None:
        """Lead them to people by this message, if they were not just before."""
        now, happening = self._clock(), [(channel_id, author_id)]
        if self._turned.knows(happening, now):
            return
        data = asdict(Turned(channel_id, question_id))
        self._jobs.put(
            tx, guild_id=guild_id, kind=PEOPLE_JOB, subject_id=message_id, due_at=now, data=data, run_now=True
        )
        tx.after_commit(lambda: self._turned.note(happening, now))


def deny_help(jobs: JobRunner, tx: Transaction, question: Question, at: datetime) -> None:
    """The asker says that the answer did not help. If they had said that it is solved, it no longer is, and what shows so
    is to follow.
    """
    store.add_feedback(tx, question, member_id=question.asker_id, by_asker=True, helped=False, at=at)
    owe_settled(jobs, tx, question, at)
    if question.outcome is Outcome.SOLVED:
        store.unsettle(tx, question.id)
        owe_answer(jobs, tx, question.guild_id, question.id, at, run_now=False)
        owe_tag(jobs, tx, question, at)

"""What is shown of accepted answers, and what whoever asks the same again finds of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.choices import store as choices
from bot.choices.choice import Choice
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.faq import store as faq
from bot.faq.owed import owe_answer, owe_looking_after_anew, settle
from bot.faq.question import Outcome, Question
from bot.faq.speaking import SPEAKING
from bot.jobs.runner import JobRunner
from bot.reputation.solutions import store as solutions
from bot.reputation.solutions.solution import Solution
from bot.solved import store
from bot.solved.known import Known
from bot.solved.nearness import terms_of
from bot.solved.owed import owe_pointer
from bot.use_cases import reads, writes

FORGET_JOB = "solution.forget"
"""Drops the words by which old questions are found. There is one such job, of subject 0."""

LOOKED_AT = 200
"""Solved questions that may fit what somebody looks for: most of them may stand where not everybody can see them."""

WITHDRAWN_WITHIN = timedelta(days=7)
"""What pointed to an answer within this time before it ended goes with it."""

_FORGET_EVERY = timedelta(hours=6)


class Solved:
    """Each method is one use case and at most one transaction. After a change of a question, run its `ANSWER_JOB`; `keep_days`
    is for how long after they were asked the words of solved questions are kept, and `first_after` how long a question waits
    for an answer by itself.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        keep_days: int,
        first_after: timedelta,
        known: Known,
        jobs: JobRunner,
    ) -> None:
        self._database = database
        self._clock = clock
        self._keep_days = keep_days
        self._first_after = first_after
        self._known = known
        self._jobs = jobs

    # Shown

    @reads
    def solution(self, reader: Reader, solution_id: int) -> Solution | None:
        """By its id; None where there is none."""
        return solutions.get(reader, solution_id)

    @reads
    def is_accepted(self, reader: Reader, message_id: int) -> bool:
        """Whether this message is the accepted answer to anything."""
        return store.is_accepted(reader, message_id)

    @reads
    def answer_to(self, reader: Reader, question: Question) -> Solution | None:
        """The accepted answer to a question of the FAQ."""
        return store.to_question(reader, question.message_id)

    @writes
    def question_found(
        self,
        tx: Transaction,
        solution_id: int,
        channel_id: int,
        message_id: int,
        text: str | None,
        asked_at: datetime,
    ) -> Question | None:
        """The question stands here and says this, or None where its words are not for all: by these it is found from now on,
        if its asker wants them kept.

        The FAQ's question that it is, if any: people have answered it, and our message below it is to say so.
        """
        solution = solutions.get(tx, solution_id)
        if solution is None or not solution.stands:
            return None
        words = terms_of(text) if text and self._may_keep(tx, solution, asked_at) else ()
        store.save_question(tx, solution_id, channel_id, message_id, words)
        self._known_changed(tx, solution.guild_id)
        question = faq.with_pieces(tx, [message_id])
        if question is None:
            return None
        now = self._clock()
        if question.outcome is None:
            settle(self._jobs, tx, question, Outcome.HUMAN, now)
            store.save_settled(tx, solution_id, has_settled=True)
        owe_answer(self._jobs, tx, question.guild_id, question.id, now, run_now=True)
        return faq.known(tx, question.id)

    @writes
    def line_stands(self, tx: Transaction, solution_id: int, message_id: int | None) -> None:
        """Our line below the question stands in Discord as this message, or nowhere."""
        store.save_line(tx, solution_id, message_id)

    @writes
    def question_reopened(self, tx: Transaction, solution_id: int) -> Question | None:
        """The answer is accepted no more: what pointed to it goes, and what it has settled is open, unless another one was
        accepted since. The FAQ's question, whose message is to say so.
        """
        solution, now = solutions.get(tx, solution_id), self._clock()
        if solution is None or solution.stands or solution.ended_at is None:
            return None
        self._known_changed(tx, solution.guild_id)
        for pointer_id in store.withdraw(tx, solution_id, since=solution.ended_at - WITHDRAWN_WITHIN):
            owe_pointer(self._jobs, tx, solution.guild_id, pointer_id, now)
        if solutions.standing(tx, solution.guild_id, solution.question_id) is not None:
            return None
        if solution.question_message_id is None:
            return None
        question = faq.with_pieces(tx, [solution.question_message_id])
        if question is None:
            return None
        # Where the FAQ has spoken, its message stays one line after what people said before.
        if question.outcome is Outcome.HUMAN and (solution.has_settled or question.rule not in SPEAKING):
            faq.unsettle(tx, question.id)
        if solution.has_settled:
            store.save_settled(tx, solution_id, has_settled=False)
        owe_looking_after_anew(self._jobs, tx, question, solution.ended_at, solution.ended_at + self._first_after)
        owe_answer(self._jobs, tx, question.guild_id, question.id, now, run_now=True)
        return faq.known(tx, question.id)

    # Found

    async def search(self, guild_id: int, query: str) -> list[Solution]:
        """The solved questions that hold most of what somebody looks for, best first, at most `LOOKED_AT`. Whether who looks
        may see them, and whether they are there still, is to be looked up in Discord.
        """
        near = (await self._known.of(guild_id)).holding(terms_of(query), LOOKED_AT)
        ids = [one.solution_id for one in near]
        found = {one.id: one for one in await self._of_ids(ids)}
        return [found[one] for one in ids if one in found]

    @reads
    def _of_ids(self, reader: Reader, solution_ids: Collection[int]) -> list[Solution]:
        return store.of_ids(reader, solution_ids)

    # Forgotten

    async def messages_deleted(self, message_ids: Collection[int]) -> None:
        """These are gone from Discord: of questions among them the words go, and what pointed them elsewhere."""
        if await self._concerns(message_ids):
            await self._forget(message_ids)

    @reads
    def _concerns(self, reader: Reader, message_ids: Collection[int]) -> bool:
        return store.concerns(reader, message_ids)

    async def reads_now(self, message_id: int, text: str) -> bool:
        """This message says this now: a solved question is found by that from now on, and a question that is no more the one
        to which it was pointed is pointed there no longer. Whether anything changed by it.
        """
        words = terms_of(text)
        has_changed = await self._has_changed(message_id, words)
        if has_changed:
            await self._read_anew(message_id, words)
        return has_changed

    @reads
    def _has_changed(self, reader: Reader, message_id: int, words: Sequence[str]) -> bool:
        found = [terms for _, _, terms in store.terms_below(reader, message_id)]
        return any(terms != " ".join(words) for terms in (*found, *store.terms_pointed_to(reader, message_id)))

    @writes
    def _read_anew(self, tx: Transaction, message_id: int, words: Sequence[str]) -> None:
        for solution_id, guild_id, _ in store.terms_below(tx, message_id):
            store.save_terms(tx, solution_id, words)
            self._known_changed(tx, guild_id)
        if any(terms != " ".join(words) for terms in store.terms_pointed_to(tx, message_id)):
            self._withdraw_below(tx, [message_id])

    @writes
    def _forget(self, tx: Transaction, message_ids: Collection[int]) -> None:
        store.forget_words(tx, message_ids)
        self._withdraw_below(tx, message_ids)

    def _withdraw_below(self, tx: Transaction, message_ids: Collection[int]) -> None:
        for guild_id, pointer_id in store.withdraw_below(tx, message_ids):
            owe_pointer(self._jobs, tx, guild_id, pointer_id, self._clock())

    @writes
    def place_deleted(self, tx: Transaction, guild_id: int, channel_id: int) -> None:
        """A channel, a forum or a thread is gone, with the questions and answers in it."""
        store.forget_words_in(tx, guild_id, channel_id)

    @writes
    def words_gone(self, tx: Transaction, solution: Solution) -> None:
        """Its question or its answer is no longer in Discord: it is found by nothing."""
        store.forget_words_of(tx, solution.id)
        self._known_changed(tx, solution.guild_id)

    @writes
    def forget_old(self, tx: Transaction) -> datetime:
        """Drop the words past their time; when to look again."""
        now = self._clock()
        # Those, too, whose time is up before the next look: what is kept too long is kept against a promise.
        store.forget_older(tx, now - timedelta(days=self._keep_days) + _FORGET_EVERY)
        return now + _FORGET_EVERY

    def _may_keep(self, tx: Transaction, solution: Solution, asked_at: datetime) -> bool:
        if self._clock() - asked_at + _FORGET_EVERY >= timedelta(days=self._keep_days):
            return False
        if solution.asker_id is None:
            return True
        return not choices.who_chose(tx, Choice.UNKEPT, [(solution.guild_id, solution.asker_id)])

    def _known_changed(self, tx: Transaction, guild_id: int) -> None:
        tx.after_commit(lambda: self._known.changed(guild_id))

"""What people say to a question that was asked: somebody else answers it, or its asker comes back."""

from __future__ import annotations

from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.faq import store
from bot.faq.gathering import Gathering
from bot.faq.owed import owe_answer
from bot.faq.question import RETRACTED_WITHIN, Outcome, Question
from bot.jobs.runner import JobRunner
from bot.matching.thanks import is_thanks
from bot.use_cases import writes


class Replying:
    """Each method is one use case and at most one transaction. After a change, run `ANSWER_JOB` of the question."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner, gathering: Gathering) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._gathering = gathering

    async def human_replied(
        self, *, channel_id: int, author_id: int, replied_to: int | None, is_post: bool
    ) -> int | None:
        """Somebody else answered a question: ours becomes one line, or is not sent at all, also after an edit.

        That is a reply to the question or to our message, or anything in a forum post. The question, whose
        `ANSWER_JOB` is to be run, or None.
        """
        question = await self._concerned(channel_id, replied_to, is_post)
        if question is None or question.outcome is not None or question.asker_id == author_id:
            return None
        return await self._overtaken(question.id)

    @writes
    def _overtaken(self, tx: Transaction, question_id: int) -> int | None:
        now = self._clock()
        question = store.known(tx, question_id)
        store.save_outcome(tx, question.id, Outcome.HUMAN, now)
        if not question.is_live:
            return None
        owe_answer(self._jobs, tx, question.guild_id, question.id, now, run_now=True)
        return question.id

    async def followed_up(
        self, *, channel_id: int, author_id: int, replied_to: int | None, is_post: bool, message_id: int, text: str
    ) -> None:
        """The asker came back to what was answered: by a reply to our message, or in their own forum post.

        Thanks are no follow-up, nor is anything after `RETRACTED_WITHIN`.
        """
        now = self._clock()
        question = await self._concerned(channel_id, replied_to, is_post, but_for_piece=message_id)
        if question is None or question.asker_id != author_id or question.answered_at is None:
            return
        if now - question.answered_at <= RETRACTED_WITHIN and not is_thanks(text):
            await self._database.tx(lambda tx: store.add_follow_up(tx, question, message_id, now))

    async def behind(self, channel_id: int, message_id: int) -> Question | None:
        """The question that this message of a channel is a piece of, or that it answers."""
        return await self._concerned(channel_id, message_id, is_post=False)

    async def in_thread(self, thread_id: int) -> Question | None:
        """The latest question that stands in a thread."""
        return await self._concerned(thread_id, None, is_post=True)

    async def _concerned(
        self, channel_id: int, replied_to: int | None, is_post: bool, but_for_piece: int | None = None
    ) -> Question | None:
        """The question that is meant, unless this message is a piece of it."""
        if is_post:
            await self._gathering.make_findable([], channel_id)
        elif replied_to is not None:
            await self._gathering.make_findable([replied_to])

        def look(reader: Reader) -> Question | None:
            if is_post:
                question = store.in_channel(reader, channel_id)
            else:
                question = store.behind(reader, channel_id, replied_to) if replied_to is not None else None
            is_piece = question is not None and but_for_piece in store.pieces_of(reader, question.id)
            return None if is_piece else question

        return await self._database.read(look)

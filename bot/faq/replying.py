"""What people say to a question that was asked: somebody else answers it, or its asker comes back."""

from __future__ import annotations

from datetime import datetime

from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.faq import store
from bot.faq.gathering import Gathering
from bot.faq.neighbours import store as neighbours
from bot.faq.owed import owe_answer, owe_settled, settle
from bot.faq.question import RETRACTED_WITHIN, Outcome, Question, meant_in_post
from bot.jobs.runner import JobRunner
from bot.matching.answering import Bearing, bearing
from bot.matching.thanks import is_thanks
from bot.use_cases import reads, writes


class Replying:
    """Each method is one use case and at most one transaction. After a change, run `ANSWER_JOB` of the question."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner, gathering: Gathering) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._gathering = gathering

    async def meant(
        self, *, channel_id: int, author_id: int, replied_to: int | None, is_post: bool
    ) -> Question | None:
        """The question to which somebody says something: one read, and all that a line costs that means none.

        That is the one whose message, or ours below it, is replied to; and in a forum post one that stands there. Who was
        pointed to our answer to somebody else speaks of their own.
        """
        if is_post:
            await self._gathering.make_findable([], channel_id)
        elif replied_to is not None:
            await self._gathering.make_findable([replied_to])

        def look(reader: Reader) -> Question | None:
            found = store.behind(reader, channel_id, replied_to) if replied_to is not None else None
            if found is not None and found.asker_id != author_id and found.answer_message_id == replied_to:
                return neighbours.of_member(reader, found, author_id) or found
            if found is not None or not is_post:
                return found
            return meant_in_post(store.of_thread(reader, channel_id), author_id)

        return await self._database.read(look)

    async def human_replied(
        self, question: Question, *, author_id: int, text: str, replied_to: int | None = None
    ) -> int | None:
        """Somebody else answers the question that is meant: ours becomes one line, or is not sent at all, also after an
        edit. The question, whose `ANSWER_JOB` is to be run, or None: what `bearing` takes for no answer is none.
        """
        if question.outcome is not None or question.asker_id == author_id:
            return None
        is_to_asker = replied_to is not None and replied_to in (question.message_id, question.answer_message_id)
        if bearing(text, is_to_asker=is_to_asker) is not Bearing.ANSWER:
            return None
        return await self._overtaken(question.id)

    @writes
    def _overtaken(self, tx: Transaction, question_id: int) -> int | None:
        now = self._clock()
        question = store.known(tx, question_id)
        settle(self._jobs, tx, question, Outcome.HUMAN, now)
        if not question.is_live:
            return None
        owe_answer(self._jobs, tx, question.guild_id, question.id, now, run_now=True)
        return question.id

    async def followed_up(self, question: Question, *, author_id: int, message_id: int, text: str) -> None:
        """The asker comes back to what was answered, by a message that is no piece of the question itself.

        Thanks are no follow-up, nor is anything after `RETRACTED_WITHIN`.
        """
        now = self._clock()
        if question.asker_id != author_id or question.answered_at is None:
            return
        if now - question.answered_at <= RETRACTED_WITHIN and not is_thanks(text):
            await self._follow_up(question, message_id)

    @writes
    def _follow_up(self, tx: Transaction, question: Question, message_id: int) -> None:
        if message_id not in store.pieces_of(tx, question.id):
            store.add_follow_up(tx, question, message_id, self._clock())
            owe_settled(self._jobs, tx, question, self._clock())

    async def behind(self, channel_id: int, message_id: int) -> Question | None:
        """The question that this message of a channel is a piece of, or that it answers."""
        await self._gathering.make_findable([message_id])
        return await self._database.read(lambda reader: store.behind(reader, channel_id, message_id))

    async def asked_here(self, guild_id: int, asker_id: int, channel_id: int, since: datetime) -> list[Question]:
        """What a member asked in a channel from then on, the oldest first."""
        await self._gathering.make_findable([], channel_id)
        return await self._database.read(
            lambda reader: store.asked_here(reader, guild_id, asker_id, channel_id, since)
        )

    @reads
    def has_asked(self, reader: Reader, guild_id: int, member_id: int, since: datetime) -> bool:
        """Whether a member has asked anything here from then on, as far as it is written down."""
        return store.has_asked(reader, guild_id, member_id, since)

    @reads
    def places_since(self, reader: Reader, guild_id: int, since: datetime, limit: int) -> list[int]:
        """The channels and threads of a server in which something was asked from then on, the latest first."""
        return store.places_since(reader, guild_id, since, limit)

    async def in_thread(self, thread_id: int) -> list[Question]:
        """The questions that stand in a thread, the oldest first."""
        await self._gathering.make_findable([], thread_id)
        return await self._database.read(lambda reader: store.of_thread(reader, thread_id))

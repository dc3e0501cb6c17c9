"""Who turns to people: by asking for them, or because an answer did not help."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from bot.clock import Clock
from bot.config import Faq
from bot.database import Database, Transaction
from bot.faq import store
from bot.faq.neighbours import store as neighbours
from bot.faq.opt_outs import store as opt_outs
from bot.faq.owed import PEOPLE_JOB, Turned, owe_answer
from bot.faq.question import Outcome
from bot.faq.recently import Recently
from bot.faq.speaking import Message, Place, leaves_alone
from bot.jobs.runner import JobRunner
from bot.matching.pleas import asks_nothing, is_no_help, wants_people
from bot.use_cases import writes

TURNED_AGAIN_AFTER = timedelta(minutes=1)
"""Once in this time a member is led to people in a channel, however often they ask."""


class Turning:
    """Each method is one use case and at most one transaction. After it, run `PEOPLE_JOB` of the message."""

    def __init__(self, database: Database, clock: Clock, settings: Faq, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._jobs = jobs
        self._turned = Recently(TURNED_AGAIN_AFTER)

    async def called(self, place: Place, message: Message, *, message_id: int, author_id: int) -> bool:
        """Whether this only calls for people, and is no question: then they are led to them.

        Where we are mentioned, nothing but the mention is enough. Elsewhere a person must be named, and all
        that makes the FAQ leave a message alone holds but its length; in shadow mode nothing is said either.
        """
        if leaves_alone(message, min_words=0, has_opted_out=False):
            return False
        is_call = wants_people(message.text) or (message.is_addressed and asks_nothing(message.text))
        is_shadowed = not place.names.isdisjoint(self._settings.shadow)
        if not is_call or (is_shadowed and not message.is_addressed):
            return False
        return await self._called(place, message_id, author_id, is_addressed=message.is_addressed)

    @writes
    def _called(
        self, tx: Transaction, place: Place, message_id: int, author_id: int, *, is_addressed: bool
    ) -> bool:
        if not is_addressed and opt_outs.has_opted_out(tx, place.guild_id, author_id):
            return False
        self._lead(tx, place.guild_id, place.channel_id, message_id, author_id, None)
        return True

    async def unhelped(
        self, *, channel_id: int, author_id: int, replied_to: int | None, message_id: int, text: str
    ) -> bool:
        """Whether the asker says with this reply to our message that it did not help, or asks for people there.

        That counts as *Still need help*, or under suggestions as *None of these*, and leads them to people. Nothing is
        made of it once somebody has taken over.
        """
        if replied_to is None or not (is_no_help(text) or wants_people(text)):
            return False
        return await self._unhelped(channel_id, author_id, replied_to, message_id)

    @writes
    def _unhelped(
        self, tx: Transaction, channel_id: int, author_id: int, replied_to: int, message_id: int
    ) -> bool:
        question = store.behind(tx, channel_id, replied_to)
        if question is None or question.answer_message_id != replied_to:
            return False
        if question.asker_id != author_id:
            question = neighbours.of_member(tx, question, author_id)
        if question is None or question.outcome not in (None, Outcome.SOLVED):
            return False
        now = self._clock()
        if not self._lead(tx, question.guild_id, channel_id, message_id, author_id, question.id):
            return True
        if question.entry_id is not None:
            store.add_feedback(tx, question, member_id=author_id, by_asker=True, helped=False, at=now)
        else:
            store.save_outcome(tx, question.id, Outcome.DISMISSED, now)
            owe_answer(self._jobs, tx, question.guild_id, question.id, now, run_now=False)
        return True

    def _lead(
        self,
        tx: Transaction,
        guild_id: int,
        channel_id: int,
        message_id: int,
        author_id: int,
        question_id: int | None,
    ) -> bool:
        """Whether they are led to people by this message, and were not just before."""
        now, happening = self._clock(), [(channel_id, author_id)]
        if self._turned.knows(happening, now):
            return False
        data = asdict(Turned(channel_id, question_id))
        self._jobs.put(
            tx, guild_id=guild_id, kind=PEOPLE_JOB, subject_id=message_id, due_at=now, data=data, run_now=True
        )
        tx.after_commit(lambda: self._turned.note(happening, now))
        return True

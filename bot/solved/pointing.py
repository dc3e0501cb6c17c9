"""Points who asks what no entry answers to a question that was solved before, and hears whether that helped."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actor import Actor
from bot.clock import Clock
from bot.config import Faq
from bot.database import Database, Reader, Transaction
from bot.errors import NotTheAsker, UnknownQuestion
from bot.faq import store as faq
from bot.faq.gathering import Gathering
from bot.faq.histories import store as histories
from bot.faq.owed import owe_tag, settle
from bot.faq.question import Asked, Question
from bot.faq.question import Outcome as Settled
from bot.faq.showing import FRESH
from bot.faq.speaking import BURST, CHANNEL_CAP, MEMBER_CAP, Place
from bot.ids import Ids
from bot.jobs.runner import JobRunner
from bot.reputation.solutions import store as solutions
from bot.reputation.solutions.solution import Solution
from bot.solved import store
from bot.solved.known import Known
from bot.solved.nearness import terms_of
from bot.solved.owed import owe_pointer
from bot.solved.pointer import Outcome, Pointer, Standing, allows, is_for, may_point, standing
from bot.use_cases import reads, writes


@dataclass(frozen=True)
class View:
    """What should stand of a pointer in Discord, below which question, and to what it points."""

    pointer: Pointer
    question: Question
    solution: Solution
    standing: Standing


class Pointing:
    """Each method is one use case and at most one transaction."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Faq,
        known: Known,
        gathering: Gathering,
        jobs: JobRunner,
        ids: Ids,
        *,
        is_wanted: bool,
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._known = known
        self._gathering = gathering
        self._jobs = jobs
        self._ids = ids
        self._is_wanted = is_wanted

    async def consider(self, place: Place, text: str, asked: Asked, *, message_id: int) -> None:
        """The FAQ looked at a message and knows no answer: owe the line (`POINT_JOB`) if a solved question is the
        same. Of nearly every message this asks only what is in memory. Who asked may go on for a moment: the line waits.
        """
        settings = self._settings
        if not self._is_wanted or not may_point(
            place,
            asked.rule,
            message_id,
            between=settings.between,
            shadow=settings.shadow,
            lot_percent=settings.hold_out_percent,
        ):
            return
        known = await self._known.of(place.guild_id)
        same = known.same(terms_of(text)) if len(known) else None
        if same is not None:
            await self._gathering.make_findable([message_id])
            await self._point(place, asked.question_id, same)

    @writes
    def _point(self, tx: Transaction, place: Place, question_id: int, solution_id: int) -> None:
        # Of who wants no answers there is no question, unless they have mentioned us.
        now, question = self._clock(), faq.get(tx, question_id)
        [*found] = store.of_ids(tx, [solution_id])
        if question is None or not found or store.has_pointer(tx, question_id):
            return
        if not is_for(found[0], question):
            return
        given = store.given(
            tx,
            solution_id,
            place.channel_id,
            question.asker_id,
            here_after=now - CHANNEL_CAP,
            after=now - MEMBER_CAP,
        )
        answers = histories.history(
            tx,
            guild_id=place.guild_id,
            channel_id=place.channel_id,
            asker_id=question.asker_id,
            entry_id=None,
            offered=(),
            now=now,
            besides=question_id,
        ).answers_in_channel
        if allows(given, answers, now):
            pointer = Pointer(self._ids.draw(now), place.guild_id, question_id, solution_id, now)
            store.add(tx, pointer)
            owe_pointer(self._jobs, tx, place.guild_id, pointer.id, now + BURST)

    @reads
    def view(self, reader: Reader, pointer_id: int) -> View | None:
        """What `POINT_JOB` has to bring about; None where there is nothing any more."""
        pointer = store.get(reader, pointer_id)
        question = faq.get(reader, pointer.question_id) if pointer is not None else None
        solution = solutions.get(reader, pointer.solution_id) if pointer is not None else None
        if pointer is None or question is None or solution is None:
            return None
        is_late = self._clock() - pointer.at > FRESH
        return View(pointer, question, solution, standing(pointer, question, solution, is_late=is_late))

    @writes
    def said(self, tx: Transaction, pointer_id: int, message_id: int) -> None:
        """The line stands in Discord as this message."""
        store.save_message(tx, pointer_id, message_id)

    @writes
    def withdraw(self, tx: Transaction, pointer_id: int) -> None:
        """Nothing is said: what it points to is gone or not for the eyes of who asked, or it came too late."""
        store.save_outcome(tx, pointer_id, Outcome.WITHDRAWN)

    @writes
    def helped(self, tx: Transaction, pointer_id: int, *, by: Actor) -> None:
        """Who asked says that it helped: their question is solved. Then run `POINT_JOB`. Raises UnknownQuestion, NotTheAsker."""
        question, now = self._press(tx, pointer_id, Outcome.HELPED, by), self._clock()
        settle(self._jobs, tx, question, Settled.SOLVED, now)
        owe_tag(self._jobs, tx, question, now)

    @writes
    def not_it(self, tx: Transaction, pointer_id: int, *, by: Actor) -> int:
        """Who asked, or staff, say that it is something else: the line goes. Who asked. Then run `POINT_JOB`.

        Raises UnknownQuestion, NotTheAsker.
        """
        return self._press(tx, pointer_id, Outcome.NOT_IT, by, also_staff=True).asker_id

    def _press(
        self, tx: Transaction, pointer_id: int, outcome: Outcome, by: Actor, *, also_staff: bool = False
    ) -> Question:
        pointer = store.get(tx, pointer_id)
        question = faq.get(tx, pointer.question_id) if pointer is not None else None
        if pointer is None or question is None or pointer.guild_id != by.guild_id:
            raise UnknownQuestion
        if by.id != question.asker_id and not (also_staff and by.is_staff):
            raise NotTheAsker(question.asker_id)
        store.save_outcome(tx, pointer_id, outcome)
        owe_pointer(self._jobs, tx, pointer.guild_id, pointer_id, self._clock(), run_now=True)
        return question

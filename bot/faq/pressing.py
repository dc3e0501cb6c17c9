"""What people do to the FAQ: say whether it helped, choose, hand over, mark as wrong, opt out."""

from __future__ import annotations

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Transaction
from bot.errors import NotTheAsker, NotTrusted, UnknownEntry, UnknownQuestion
from bot.faq import store
from bot.faq.bursts import Bursts
from bot.faq.in_use import InUse
from bot.faq.neighbours import store as neighbours
from bot.faq.opt_outs import store as opt_outs
from bot.faq.owed import owe_answer, owe_hand_over, owe_settled, owe_tag, settle
from bot.faq.question import Outcome, Question
from bot.faq.suspicions import store as suspicions
from bot.faq.turning import deny_help
from bot.jobs.runner import JobRunner
from bot.knowledge.entry import Entry
from bot.knowledge.store import is_of_this_life
from bot.use_cases import writes


class Pressing:
    """Each method is one use case and one transaction. After a change, run `ANSWER_JOB` of the question.

    A question of another server than the actor's is refused like one that is not there: UnknownQuestion.
    """

    def __init__(
        self, database: Database, clock: Clock, knowledge: InUse, bursts: Bursts, jobs: JobRunner
    ) -> None:
        self._database = database
        self._clock = clock
        self._knowledge = knowledge
        self._bursts = bursts
        self._jobs = jobs

    @writes
    def feedback(self, tx: Transaction, question_id: int, *, by: Actor, helped: bool) -> Question:
        """The asker (or staff, counted apart) says whether the answer helped; the asker's *helped* settles it, until
        they say otherwise.

        Who was pointed to this answer says so of their own question, which is the one that is returned.
        Raises UnknownQuestion, NotTheAsker.
        """
        now = self._clock()
        question = self._pressed(tx, question_id, by)
        question_id = question.id
        by_asker = by.id == question.asker_id
        if by_asker and not helped:
            deny_help(self._jobs, tx, question, now)
        else:
            store.add_feedback(tx, question, member_id=by.id, by_asker=by_asker, helped=helped, at=now)
        if by_asker and helped:
            settle(self._jobs, tx, question, Outcome.SOLVED, now)
            owe_answer(self._jobs, tx, question.guild_id, question_id, now, run_now=True)
            owe_tag(self._jobs, tx, question, now)
            owe_settled(self._jobs, tx, question, now)
            tx.after_commit(lambda: self._bursts.end(question.channel_id, question.asker_id))
        return store.known(tx, question_id)

    @writes
    def choose(
        self, tx: Transaction, question_id: int, entry_id: str, *, by: Actor, in_place: bool = True
    ) -> tuple[Entry, bool]:
        """The suggested entry, no other, that somebody wants to read; and whether it is the asker, whose choice counts.

        With `in_place` it becomes the answer for all to see. Raises UnknownQuestion, UnknownEntry.
        """
        question = store.known_in(tx, question_id, by.guild_id)
        entry = self._knowledge.entry(entry_id)
        if entry is None or entry_id not in [offered for offered, _ in question.candidates]:
            raise UnknownEntry(entry_id)
        counts = by.id == question.asker_id and question.is_live
        if counts:
            store.save_entry(tx, question_id, entry_id)
            if in_place:
                owe_answer(self._jobs, tx, question.guild_id, question_id, self._clock(), run_now=True)
        return entry, counts

    async def dismiss(self, question_id: int, *, by: Actor) -> Question:
        """None of the suggestions. Raises UnknownQuestion, NotTheAsker."""
        return await self._settle(question_id, Outcome.DISMISSED, by=by)

    async def hand_over(self, question_id: int, *, by: Actor, to_community: bool) -> Question:
        """People take over, so the FAQ is silent here from now on; `HAND_OVER_JOB` is owed for the community.

        Raises UnknownQuestion, for the community also where the question has been deleted, or was asked of us alone;
        NotTheAsker.
        """
        return await self._settle(question_id, Outcome.HANDED_OVER, by=by, to_community=to_community)

    @writes
    def mark_wrong(self, tx: Transaction, question_id: int, *, by: Actor, entry_id: str | None = None) -> Question:
        """Staff or a helper say that the entry is wrong: it is suspect at once, and answers nobody unasked.
        An entry that has come back under its id since is another one, and is not.

        Of two entries it is this one, and the other stays. Raises UnknownQuestion, NotTrusted, UnknownEntry.
        """
        now = self._clock()
        question = store.known_in(tx, question_id, by.guild_id)
        if not (by.is_staff or by.is_helper):
            raise NotTrusted
        entries = [one for one in (question.entry_id, question.second_entry_id) if one is not None]
        if entry_id is not None and entry_id not in entries:
            raise UnknownEntry(entry_id)
        wrong = entry_id or question.entry_id
        if wrong is not None and is_of_this_life(tx, wrong, question.asked_at):
            suspicions.add_suspicion(
                tx,
                guild_id=question.guild_id,
                entry_id=wrong,
                question_id=question.id,
                marked_by=by.id,
                at=now,
            )
        if right := [one for one in entries if one != wrong]:
            store.save_entry(tx, question_id, right[0])
        else:
            settle(self._jobs, tx, question, Outcome.WRONG, now)
        owe_answer(self._jobs, tx, question.guild_id, question_id, now, run_now=True)
        return store.known(tx, question_id)

    @writes
    def clear_suspicion(self, tx: Transaction, guild_id: int, entry_id: str, *, by: Actor) -> bool:
        """Staff say that the entry is right (again); False where it was not suspect. Raises NotTrusted."""
        if not by.is_staff:
            raise NotTrusted
        return suspicions.clear_suspicion(tx, guild_id, entry_id, by=by.id, at=self._clock())

    @writes
    def opt_out(self, tx: Transaction, guild_id: int, member_id: int, *, wants_out: bool) -> None:
        """The member wants automatic answers no longer, or again."""
        opt_outs.save_opt_out(tx, guild_id, member_id, wants_out=wants_out, at=self._clock())

    def _pressed(self, tx: Transaction, question_id: int, by: Actor) -> Question:
        """The question that this press is about: of who asked the same below, their own. Raises UnknownQuestion, NotTheAsker."""
        question = store.known_in(tx, question_id, by.guild_id)
        if by.id == question.asker_id:
            return question
        theirs = neighbours.of_member(tx, question, by.id)
        if theirs is None and not by.is_staff:
            raise NotTheAsker(question.asker_id)
        return theirs or question

    @writes
    def _settle(
        self, tx: Transaction, question_id: int, outcome: Outcome, *, by: Actor, to_community: bool = False
    ) -> Question:
        now = self._clock()
        question = store.known_in(tx, question_id, by.guild_id)
        if by.id != question.asker_id and not by.is_staff:
            raise NotTheAsker(question.asker_id)
        if to_community and (question.outcome is Outcome.REMOVED or question.is_direct):
            raise UnknownQuestion
        settle(self._jobs, tx, question, outcome, now)
        owe_answer(self._jobs, tx, question.guild_id, question_id, now, run_now=True)
        if outcome is Outcome.HANDED_OVER:
            owe_tag(self._jobs, tx, question, now)
        if to_community:
            owe_hand_over(self._jobs, tx, question.guild_id, question_id, now)
        return store.known(tx, question_id)

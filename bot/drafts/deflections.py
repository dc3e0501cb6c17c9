"""Credits whose answer became an entry for each question that it settles, and takes that back where it did not after all."""

from __future__ import annotations

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.drafts import store
from bot.faq import store as questions
from bot.faq.in_use import InUse
from bot.faq.question import Question
from bot.knowledge.store import is_of_this_life
from bot.reputation import store as lines
from bot.reputation.ledger import Ledger
from bot.reputation.line import Claim, Giver, Reason, Rule
from bot.use_cases import writes


class Deflections:
    """What stands in the ledger follows from what its asker says of an answer."""

    def __init__(self, database: Database, clock: Clock, knowledge: InUse, ledger: Ledger) -> None:
        self._database = database
        self._clock = clock
        self._knowledge = knowledge
        self._ledger = ledger

    @writes
    def settle(self, tx: Transaction, question_id: int) -> None:
        """Bring the ledger up to date for this question; twice changes nothing.

        It is settled if its asker says last that the answer helped, and neither came back to it nor opened a ticket of it.
        """
        question = questions.get(tx, question_id)
        if question is None:
            return
        key = f"deflection:{question.id}"
        standing = lines.standing_at(tx, question.guild_id, key)
        is_settled = question.entry_id is not None and store.has_settled(tx, question.id)
        if standing is not None and not is_settled:
            self._ledger.reverse(tx, standing, Rule.UNACCEPTED, None)
        elif standing is None and is_settled and lines.held_at(tx, question.guild_id, key) is None:
            self._credit(tx, question, question.entry_id or "", key)

    def _credit(self, tx: Transaction, question: Question, entry_id: str, key: str) -> None:
        draft = store.latest_credited(tx, question.guild_id, entry_id)
        if draft is None or draft.decided_at is None or not is_of_this_life(tx, entry_id, draft.decided_at):
            return
        author_id, entry = draft.origin.author_id, self._knowledge.entry(entry_id)
        if author_id is None or author_id == question.asker_id or entry is None:
            return
        self._ledger.award(
            tx,
            Claim(
                guild_id=question.guild_id,
                key=key,
                member_id=author_id,
                by_id=None,
                giver=Giver.NOBODY,
                reason=Reason.DEFLECTION,
                subject_id=question.id,
                at=self._clock(),
                asker_id=question.asker_id,
                topic=self._knowledge.category(entry_id),
            ),
        )

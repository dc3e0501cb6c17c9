"""What people do with reputation beside accepting answers: be credited for an entry, look at a line or a balance."""

from __future__ import annotations

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.reputation import rules, store
from bot.reputation.ledger import Ledger
from bot.reputation.line import Claim, Giver, Line, Reason
from bot.use_cases import reads


class ReputationService:
    """Each method is one use case and one transaction; the `credit_…` join that of their caller."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger) -> None:
        self._database = database
        self._clock = clock
        self._ledger = ledger

    @reads
    def award(self, reader: Reader, line_id: int) -> Line | None:
        """One line of the ledger; None where there is no such line."""
        return store.get(reader, line_id)

    def credit_entry(
        self, tx: Transaction, *, guild_id: int, draft_id: int, message_id: int | None, author_id: int, by: Actor
    ) -> Line | None:
        """Award the author of an answer that became an entry of the FAQ, once a message, or once a draft that was made of
        none; None where it was before.

        Raises SelfAward.
        """
        rules.require_receiver(author_id, is_bot=False, by_id=by.id, asker_id=None)
        made_of = f"m{message_id}" if message_id is not None else draft_id
        return self._ledger.award(
            tx,
            Claim(
                guild_id=guild_id,
                key=f"entry:{made_of}",
                member_id=author_id,
                by_id=by.id,
                giver=Giver.STAFF,
                reason=Reason.FAQ_ENTRY,
                subject_id=draft_id,
                at=self._clock(),
            ),
        )

    @reads
    def earned_by_entry(self, reader: Reader, guild_id: int, draft_id: int) -> int | None:
        """What this draft brought the author of its answer; None where that was awarded before, or nothing was."""
        about = store.of_subject(reader, guild_id, draft_id)
        return next((one.points for one in about if one.reason is Reason.FAQ_ENTRY and not one.is_reversal), None)

    @reads
    def balance(self, reader: Reader, guild_id: int, member_id: int) -> int:
        """The points of a member, of all time."""
        return store.balance(reader, guild_id, member_id)

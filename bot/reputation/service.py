"""What people do with reputation: accept an answer."""
"""What people do with reputation: be credited for an entry, look at a standing, look at the leaderboard."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.reputation import rules, store
from bot.reputation.ledger import Ledger
from bot.reputation.line import Claim, Giver, Line, Reason
from bot.reputation.question import QuestionRef
from bot.reputation.solutions.accepted import solved
from bot.reputation.solutions.solution import NewSolution
from bot.use_cases import reads, writes

THANKS_JOB = "reputation.thanks"
"""Thanks a helper in public for an accepted answer. Subject: the award; data: where the answer stands, as `Accepted`."""


SOLVED_JOB = "reputation.solved"
"""Shows at a forum post that an answer to it was accepted. Subject: its thread."""


@dataclass(frozen=True)
class Candidate:
    """A message that may become the accepted answer.

    `asker_id` is who asked, as far as that can be told, else None. `question_id` is what they asked: a message or a
    thread, or the answer's own message. `channel_id` and `message_id` say where the answer stands; `joined_at` since when
    who accepts it is here.
    """

    guild_id: int
    question_id: int
    asker_id: int | None
    author_id: int
    author_is_bot: bool
    channel_id: int
    message_id: int
    joined_at: datetime | None = None


@dataclass(frozen=True)
class Accepted:
    """Where the answer stands that was accepted, and by which interaction."""

    channel_id: int
    message_id: int
    interaction_id: int
from bot.reputation.store import Standing
from bot.reputation_settings import Rank, Reputation
from bot.use_cases import reads

LEADERBOARD_SIZE = 10


@dataclass(frozen=True)
class RankedStanding:
    """A standing with the rank it earns and the next one to reach."""

    standing: Standing
    rank: Rank | None
    next_rank: Rank | None


class ReputationService:
    """Each method is one use case and one transaction; the `credit_…` join that of their caller."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner, ledger: Ledger) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
    def __init__(self, database: Database, clock: Clock, settings: Reputation, ledger: Ledger) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._ledger = ledger

    @reads
    def award(self, reader: Reader, line_id: int) -> Line | None:
        """One line of the ledger; None where there is no such line."""
        return store.get(reader, line_id)

    def credit_entry(
        self, tx: Transaction, *, guild_id: int, draft_id: int, author_id: int, by: Actor
    ) -> Line | None:
        """Award the author of an answer that became an entry of the FAQ, once a draft; None where it was before.

        Raises SelfAward.
        """
        rules.require_receiver(author_id, is_bot=False, by_id=by.id, asker_id=None)
        return self._ledger.award(
            tx,
            Claim(
                guild_id=guild_id,
                key=f"entry:{draft_id}",
                member_id=author_id,
                by_id=by.id,
                giver=Giver.STAFF,
                reason=Reason.FAQ_ENTRY,
                subject_id=draft_id,
                at=self._clock(),
            ),
        )

    @reads
    def balance(self, reader: Reader, guild_id: int, member_id: int) -> int:
        """The points of a member, of all time."""
        return store.balance(reader, guild_id, member_id)

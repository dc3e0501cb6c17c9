"""What people do with reputation: accept an answer, look at a standing, look at the leaderboard."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.errors import AlreadyAccepted
from bot.jobs.runner import JobRunner
from bot.reputation import rules, store
from bot.reputation.rules import Award, Candidate, Reason
from bot.reputation.store import Standing
from bot.reputation_settings import Rank, Reputation
from bot.use_cases import reads, writes

LEADERBOARD_SIZE = 10

THANKS_JOB = "reputation.thanks"
"""Thanks a helper in public for an accepted answer. Subject: the award; data: where the answer stands, as `Accepted`."""


SOLVED_JOB = "reputation.solved"
"""Shows at a forum post that an answer to it was accepted. Subject: its thread."""


@dataclass(frozen=True)
class RankedStanding:
    """A standing with the rank it earns and the next one to reach."""

    standing: Standing
    rank: Rank | None
    next_rank: Rank | None


@dataclass(frozen=True)
class Accepted:
    """Where the answer stands that was accepted, and by which interaction."""

    channel_id: int
    message_id: int
    interaction_id: int


class ReputationService:
    """Each method is one use case and one transaction; the `credit_…` join that of their caller."""

    def __init__(self, database: Database, clock: Clock, settings: Reputation, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._jobs = jobs

    @writes
    def accept_answer(self, tx: Transaction, candidate: Candidate, *, by: Actor, interaction_id: int) -> Award:
        """Award the author of an accepted answer, once a question; the public thanks are owed (`THANKS_JOB`).

        Raises NotTheQuestioner, BotAward, SelfAward, AlreadyAccepted.
        """
        accepted = Accepted(candidate.channel_id, candidate.message_id, interaction_id)
        award = rules.accept(candidate, by, self._settings.points, self._clock())
        award_id = store.add(tx, award)
        if award_id is None:
            held = store.holder(tx, award.guild_id, award.reason, award.subject_id)
            assert held is not None
            raise AlreadyAccepted(*held)
        self._jobs.put(
            tx,
            guild_id=award.guild_id,
            kind=THANKS_JOB,
            subject_id=award_id,
            due_at=award.at,
            data=asdict(accepted),
        )
        if candidate.question_id == candidate.channel_id:
            self._jobs.put(
                tx,
                guild_id=award.guild_id,
                kind=SOLVED_JOB,
                subject_id=candidate.channel_id,
                due_at=award.at,
            )
        return award

    @reads
    def has_accepted(self, reader: Reader, guild_id: int, question_id: int) -> bool:
        """Whether an answer to this was accepted: a message, or a thread."""
        return store.holder(reader, guild_id, Reason.ACCEPTED_ANSWER, question_id) is not None

    @reads
    def award(self, reader: Reader, award_id: int) -> Award | None:
        """One line of the ledger; None where there is no such line."""
        return store.get(reader, award_id)

    def credit_ticket_help(
        self,
        tx: Transaction,
        *,
        guild_id: int,
        ticket_id: int,
        requester_id: int,
        helper_id: int,
        helper_is_bot: bool,
        by: Actor,
    ) -> Award | None:
        """Award a helper for a resolved ticket, once a ticket; None where it was awarded before.

        Raises SelfAward, BotAward.
        """
        award = rules.credit(
            guild_id=guild_id,
            ticket_id=ticket_id,
            requester_id=requester_id,
            helper_id=helper_id,
            helper_is_bot=helper_is_bot,
            by=by,
            points=self._settings.points,
            at=self._clock(),
        )
        return award if store.add(tx, award) is not None else None

    def credit_entry(
        self, tx: Transaction, *, guild_id: int, draft_id: int, author_id: int, by: Actor
    ) -> Award | None:
        """Award the author of an answer that became an entry of the FAQ, once a draft; None where it was before.

        Raises SelfAward.
        """
        award = rules.credit_entry(
            guild_id=guild_id,
            draft_id=draft_id,
            author_id=author_id,
            by=by,
            points=self._settings.points,
            at=self._clock(),
        )
        return award if store.add(tx, award) is not None else None

    @reads
    def standing(self, reader: Reader, guild_id: int, member_id: int) -> RankedStanding | None:
        """Where a member stands; None before their first award."""
        found = store.standings(reader, guild_id, member_id=member_id)
        return self._ranked(found[0]) if found else None

    @reads
    def leaderboard(self, reader: Reader, guild_id: int) -> list[RankedStanding]:
        """The best ten."""
        best = store.standings(reader, guild_id, limit=LEADERBOARD_SIZE)
        return [self._ranked(standing) for standing in best]

    def _ranked(self, standing: Standing) -> RankedStanding:
        ranks = self._settings.ranks
        return RankedStanding(
            standing, rules.rank(standing.balance, ranks), rules.next_rank(standing.balance, ranks)
        )


__all__ = ["RankedStanding", "Reason", "ReputationService"]

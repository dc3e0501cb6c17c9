"""What people do with reputation: accept an answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.errors import AlreadyAccepted
from bot.jobs.runner import JobRunner
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


class ReputationService:
    """Each method is one use case and one transaction; the `credit_…` join that of their caller."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner, ledger: Ledger) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._ledger = ledger

    @writes
    def accept_answer(self, tx: Transaction, candidate: Candidate, *, by: Actor, interaction_id: int) -> Line:
        """Award the author of an accepted answer, once a question; the public thanks are owed (`THANKS_JOB`).

        Raises NotTheQuestioner, BotAward, SelfAward, AlreadyAccepted.
        """
        accepted = Accepted(candidate.channel_id, candidate.message_id, interaction_id)
        giver = rules.giver_of(by, candidate.asker_id, is_trusted=False)
        rules.require_receiver(
            candidate.author_id, is_bot=candidate.author_is_bot, by_id=by.id, asker_id=candidate.asker_id
        )
        question = QuestionRef.message(candidate.question_id)
        line = self._ledger.award(
            tx,
            Claim(
                guild_id=candidate.guild_id,
                key=question.primary_key,
                member_id=candidate.author_id,
                by_id=by.id,
                giver=giver,
                reason=Reason.ACCEPTED_ANSWER,
                subject_id=candidate.question_id,
                at=self._clock(),
                asker_id=candidate.asker_id,
                joined_at=candidate.joined_at,
                facts={"channel": candidate.channel_id, "message": candidate.message_id},
            ),
        )
        if line is None:
            held = store.standing_at(tx, candidate.guild_id, question.primary_key)
            assert held is not None
            raise AlreadyAccepted(held.member_id, held.earned_at)
        self._jobs.put(
            tx,
            guild_id=line.guild_id,
            kind=THANKS_JOB,
            subject_id=line.id,
            due_at=line.at,
            data=asdict(accepted),
        )
        solved(
            tx,
            self._jobs,
            NewSolution(
                guild_id=line.guild_id,
                question_id=candidate.question_id,
                asker_id=candidate.asker_id,
                author_id=candidate.author_id,
                channel_id=candidate.channel_id,
                message_id=candidate.message_id,
                accepted_at=line.at,
            ),
        )
        if candidate.question_id == candidate.channel_id:
            self._jobs.put(
                tx,
                guild_id=line.guild_id,
                kind=SOLVED_JOB,
                subject_id=candidate.channel_id,
                due_at=line.at,
            )
        return line

    @reads
    def has_accepted(self, reader: Reader, guild_id: int, question_id: int) -> bool:
        """Whether an answer to this was accepted: a message, or a thread."""
        return store.standing_at(reader, guild_id, QuestionRef.message(question_id).primary_key) is not None

    @reads
    def award(self, reader: Reader, line_id: int) -> Line | None:
        """One line of the ledger; None where there is no such line."""
        return store.get(reader, line_id)

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
    ) -> Line | None:
        """Award a helper for a resolved ticket, once a ticket; None where it was awarded before.

        Raises SelfAward, BotAward.
        """
        rules.require_receiver(helper_id, is_bot=helper_is_bot, by_id=by.id, asker_id=requester_id)
        return self._ledger.award(
            tx,
            Claim(
                guild_id=guild_id,
                key=QuestionRef.ticket(ticket_id).primary_key,
                member_id=helper_id,
                by_id=by.id,
                giver=Giver.STAFF,
                reason=Reason.TICKET_HELP,
                subject_id=ticket_id,
                at=self._clock(),
                asker_id=requester_id,
            ),
        )

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

"""What members give for a message beside its acceptance: ✅ says that it helps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.errors import AlreadyAccepted, Refused
from bot.jobs.runner import JobRunner
from bot.reputation.accepting import Accepting
from bot.reputation.answers import store as answers
from bot.reputation.answers.candidate import Candidate
from bot.reputation.ledger import Ledger
from bot.reputation.line import Claim, Giver, Line, Reason, Rule
from bot.reputation.messages import store as messages
from bot.reputation.owed import MARK_JOB
from bot.reputation.question import QuestionRef
from bot.reputation.roots import store as roots
from bot.use_cases import reads, writes

SETTLES = timedelta(seconds=5)
"""A ✅ counts, or counts no more, once it has stood for so long; twice as long after each time that it was given before."""

LONGEST = 10
"""So often that doubles: to almost an hour and a half."""


class Marking:
    """Each method is one use case and at most one transaction of its own."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        jobs: JobRunner,
        ledger: Ledger,
        accepting: Accepting,
    ) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._ledger = ledger
        self._accepting = accepting

    async def unmarked(self, guild_id: int, channel_id: int, message_id: int, by_id: int) -> None:
        """Somebody takes a ✅ away; where it counted for nothing, and is not about to, this is one read."""
        if await self._matters(guild_id, message_id, by_id):
            await self.note(guild_id, channel_id, message_id, [by_id])

    @reads
    def _matters(self, reader: Reader, guild_id: int, message_id: int, by_id: int) -> bool:
        return _given_by(reader, guild_id, message_id, by_id) is not None

    @writes
    def note(
        self, tx: Transaction, guild_id: int, channel_id: int, message_id: int, by_ids: Collection[int]
    ) -> None:
        """Somebody's ✅ at this message is to be looked at, once it has stood for a while."""
        before = self._jobs.data_of(tx, MARK_JOB, message_id, guild_id) or {"by": []}
        turns = max((messages.given(tx, guild_id, message_id, one) for one in by_ids), default=0)
        self._jobs.put(
            tx,
            guild_id=guild_id,
            kind=MARK_JOB,
            subject_id=message_id,
            due_at=self._clock() + SETTLES * 2 ** min(turns, LONGEST),
            data={"channel": channel_id, "by": sorted({*before["by"], *by_ids})},
        )

    @reads
    def marked_by(self, reader: Reader, guild_id: int, message_id: int) -> set[int]:
        """Whose ✅ at this message counts."""
        lines = messages.standing_for(reader, guild_id, [message_id])
        return {line.by_id for line in lines if line.by_id is not None and _is_mark(line)}

    @reads
    def heard(self, reader: Reader, guild_id: int, message_id: int) -> set[int]:
        """Whose ✅ at this message says nothing new by standing there: it, or another word of theirs, was written down before."""
        return messages.heard(reader, guild_id, message_id)

    @writes
    def take_back(self, tx: Transaction, guild_id: int, message_id: int, by_id: int) -> None:
        """This member's ✅ does not stand any more: what it gave is taken back."""
        line = _given_by(tx, guild_id, message_id, by_id)
        if line is not None:
            self._accepting.withdraw(tx, line, Rule.UNACCEPTED, by_id)

    async def give(self, candidate: Candidate, *, by: Actor) -> Line | None:
        """This member's ✅ stands: the asker accepts what they mark first, and any other message that they or somebody
        trusted mark helps. None where it counts already, or for nothing.
        """
        if not await self._may_be_given(candidate, by):
            return None
        if by.id == candidate.asker_id:
            try:
                return await self._accepting.accept(replace(candidate, is_mark=True), by=by)
            except AlreadyAccepted:
                pass
            except Refused:
                return None
        return await self._helps(candidate, by)

    @reads
    def _may_be_given(self, reader: Reader, candidate: Candidate, by: Actor) -> bool:
        is_for_another = candidate.author_id not in (by.id, candidate.asker_id) and not candidate.author_is_bot
        is_given = _given_by(reader, candidate.guild_id, candidate.message_id, by.id) is not None
        return candidate.question is not None and candidate.qualifies and is_for_another and not is_given

    @writes
    def _helps(self, tx: Transaction, candidate: Candidate, by: Actor) -> Line | None:
        assert candidate.question is not None
        problem = roots.problem(tx, candidate.guild_id, candidate.question)
        key = problem.root.mark_key(candidate.message_id, by.id)
        if answers.was_overruled(tx, candidate.guild_id, [key], candidate.author_id):
            return None
        if by.id == candidate.asker_id:
            holders = answers.holders(tx, candidate.guild_id, problem.known_as)
            if not holders or any(one.data.get("message") == candidate.message_id for one, _ in holders):
                return None
            reason, giver = Reason.HELPFUL, Giver.ASKER
        elif by.is_staff or self._accepting.trusts(tx, by):
            reason, giver = Reason.PEER, Giver.STAFF if by.is_staff else Giver.PEER
        else:
            return None
        return self._ledger.award(tx, self._claim(candidate, by, key, problem.root, giver, reason))

    def _claim(
        self, candidate: Candidate, by: Actor, key: str, root: QuestionRef, giver: Giver, reason: Reason
    ) -> Claim:
        return Claim(
            guild_id=candidate.guild_id,
            key=key,
            member_id=candidate.author_id,
            by_id=by.id,
            giver=giver,
            reason=reason,
            subject_id=root.id,
            at=self._clock(),
            asker_id=candidate.asker_id,
            joined_at=candidate.joined_at,
            facts={"channel": candidate.channel_id, "message": candidate.message_id},
        )

    @reads
    def is_trusted(self, reader: Reader, by: Actor) -> bool:
        """Whether somebody's ✅ counts wherever it stands."""
        return by.is_staff or self._accepting.trusts(reader, by)


def _is_mark(line: Line) -> bool:
    """Whether a ✅ gave it: taking that away takes it back."""
    return line.reason in (Reason.HELPFUL, Reason.PEER) or bool(line.data.get("mark"))


def _given_by(reader: Reader, guild_id: int, message_id: int, by_id: int) -> Line | None:
    lines = messages.standing_for(reader, guild_id, [message_id])
    return next((line for line in lines if line.by_id == by_id and _is_mark(line)), None)

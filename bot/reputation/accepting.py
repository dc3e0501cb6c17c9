"""How an answer comes to be accepted, shared, moved to another one and taken back: one pot for each problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.actor import Actor
from bot.choices import store as choices
from bot.choices.choice import Choice
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.errors import AlreadyAccepted, NotTheQuestioner
from bot.jobs.runner import JobRunner
from bot.reputation import rules
from bot.reputation import store as lines
from bot.reputation.answers import owed, store
from bot.reputation.answers.candidate import WISHED_WITHIN, As, Candidate
from bot.reputation.answers.held import Held, of_member
from bot.reputation.answers.refused import (
    AskerIsHere,
    AssistsFull,
    InReview,
    NoQuestion,
    NothingAccepted,
    NotQualified,
    Overruled,
)
from bot.reputation.answers.thanks import Thanked, Thanks
from bot.reputation.ledger import Ledger
from bot.reputation.line import Claim, Giver, Line, Reason, Rule
from bot.reputation.question import QuestionKind, QuestionRef
from bot.reputation.roots import store as roots
from bot.reputation.roots.store import Problem
from bot.reputation.solutions.accepted import solved
from bot.reputation.solutions.solution import NewSolution
from bot.reputation_settings import MOST_ASSISTS, Reputation
from bot.use_cases import reads, writes

Topic = Callable[[Sequence[tuple[str, float]]], str | None]
"""The category of the FAQ to which a question belongs, by the entries that it came closest to, with their scores."""


class Accepting:
    """Each method is one use case and one transaction; what takes a transaction joins that of its caller."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Reputation,
        jobs: JobRunner,
        ledger: Ledger,
        topic: Topic = lambda _: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._jobs = jobs
        self._ledger = ledger
        self._topic = topic

    @writes
    def accept(self, tx: Transaction, candidate: Candidate, *, by: Actor, how: As = As.ANSWER) -> Line | None:
        """Award its author out of the pot of the question; the thanks in public are owed (`THANKS_JOB`).

        None: somebody trusted wishes it for an asker who is gone, and another one has to. What the asker says comes in
        place of what trusted members have said. Raises NoQuestion, NotTheQuestioner, BotAward, SelfAward, NotQualified,
        AskerIsHere, AlreadyAccepted, AssistsFull, Overruled, InReview.
        """
        if candidate.question is None:
            raise NoQuestion
        giver = rules.giver_of(by, candidate.asker_id, is_trusted=self.trusts(tx, by))
        rules.require_receiver(
            candidate.author_id, is_bot=candidate.author_is_bot, by_id=by.id, asker_id=candidate.asker_id
        )
        if not candidate.qualifies:
            raise NotQualified(candidate.author_id)
        problem = roots.problem(tx, candidate.guild_id, candidate.question)
        if giver is not Giver.STAFF:
            self._require_not_overruled(tx, problem, candidate, by)
        held = self._held(tx, candidate.guild_id, problem)
        claim = self._claim(tx, problem, candidate, by, giver)
        if held is None:
            return self._answered(tx, problem, candidate, self._first(tx, problem, claim, candidate))
        if held.is_held:
            raise InReview
        if how is As.ANSWER and giver is Giver.ASKER and held.line.giver is Giver.PEER:
            how = As.INSTEAD
        if theirs := of_member([held.line, *held.others], claim.member_id):
            raise AlreadyAccepted(theirs[0].member_id, theirs[0].earned_at)
        if how is As.ANSWER or giver is Giver.PEER:
            raise AlreadyAccepted(held.line.member_id, held.line.earned_at)
        if how is As.INSTEAD:
            return self._answered(tx, problem, candidate, self._switch(tx, problem, held, claim))
        return self._share(tx, problem, held, claim)

    @writes
    def unaccept(self, tx: Transaction, thanks_id: int, *, by: Actor) -> bool:
        """Not solved after all, say who asked or staff: all of the pot comes back. Whether the question is open again: it is
        not where what it became one with has an answer, too.

        Raises NothingAccepted, NotTheQuestioner, InReview.
        """
        thanks = store.thanks(tx, thanks_id)
        if thanks is None or thanks.guild_id != by.guild_id:
            raise NothingAccepted
        problem = self._problem_of(tx, thanks)
        held = self._thanked(tx, problem, thanks)
        if held is None:
            raise NothingAccepted
        if by.id != held.line.asker_id and not by.is_staff:
            raise NotTheQuestioner(held.line.asker_id)
        if held.is_held:
            raise InReview
        self._ledger.change(tx, [held.line, *held.assists], Rule.UNACCEPTED, by.id, ())
        owed.unsolve(tx, self._jobs, held, self._clock())
        owed.show(tx, self._jobs, problem, held.line, self._clock())
        return not held.others

    def withdraw(self, tx: Transaction, line: Line, rule: Rule, by_id: int | None) -> bool:
        """Take one award back, whatever it is for, also one that is held: what answered opens its question again, and what
        helped beside leaves its share to that. False where it neither stands nor is held.

        Who says that it is not solved after all takes back all of the pot, also by a ✅ that they take away. Otherwise who
        helped beside keeps their share, and less is left for what answers next.
        """
        if not line.is_of_pot:
            return self._ledger.reverse(tx, line, rule, by_id) is not None
        ref = QuestionRef.of_key(line.key)
        problem = roots.problem(tx, line.guild_id, ref)
        held = self._held(tx, line.guild_id, problem, ref)
        if held is not None and line.id in [one.id for one in held.assists]:
            self._leave_share(tx, held, by_id)
        answered = held if held is not None and held.line.id == line.id else None
        beside = answered.assists if answered is not None and rule is Rule.UNACCEPTED else []
        written = self._ledger.change(tx, [line, *beside], rule, by_id, ())
        if not written.lines:
            return False
        if answered is not None:
            owed.unsolve(tx, self._jobs, answered, self._clock())
        owed.show(tx, self._jobs, problem, line, self._clock())
        return True

    def hold(
        self, tx: Transaction, line: Line, by_id: int | None, facts: Mapping[str, Any] | None = None
    ) -> Line | None:
        """Hold an award until staff have looked at it, and say nothing of its points meanwhile; see `Ledger.hold`."""
        return self._looked_at(tx, self._ledger.hold(tx, line, by_id, facts))

    def release(self, tx: Transaction, line: Line, by_id: int) -> Line | None:
        """Let go an award that is held; see `Ledger.release`."""
        return self._looked_at(tx, self._ledger.release(tx, line, by_id))

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
        """Award a helper for a resolved ticket out of the same pot: in place of whom staff or trusted members have named, and
        beside whose answer the asker has accepted. None where they have their share, or none is left.

        Raises SelfAward, BotAward.
        """
        rules.require_receiver(helper_id, is_bot=helper_is_bot, by_id=by.id, asker_id=requester_id)
        problem = roots.problem(tx, guild_id, QuestionRef.ticket(ticket_id))
        held = self._held(tx, guild_id, problem)
        claim = Claim(
            guild_id=guild_id,
            key=problem.root.primary_key,
            member_id=helper_id,
            by_id=by.id,
            giver=Giver.STAFF,
            reason=Reason.TICKET_HELP,
            subject_id=ticket_id,
            at=self._clock(),
            asker_id=requester_id,
            topic=self._topic_of(tx, guild_id, problem),
        )
        beside, held_ids = self._beside(tx, guild_id, problem, held)
        own = of_member(beside, helper_id)
        if any(one.id in held_ids for one in own):
            return None
        if held is None:
            return self._award(tx, problem, None, claim)
        if of_member([held.line, *held.others], helper_id):
            return None
        if held.line.giver is not Giver.ASKER:
            return self._switch(tx, problem, held, claim)
        if held.is_held or own or len(beside) >= MOST_ASSISTS:
            return None
        return self._share(tx, problem, held, claim)

    @reads
    def credited(self, reader: Reader, guild_id: int, ticket_id: int, member_id: int) -> Line | None:
        """What a helper has of the pot of a ticket; None for nothing."""
        held = self._held(reader, guild_id, roots.problem(reader, guild_id, QuestionRef.ticket(ticket_id)))
        theirs = [held.line, *held.others, *held.assists] if held is not None else []
        return next((line for line in theirs if line.member_id == member_id), None)

    @reads
    def has_accepted(self, reader: Reader, guild_id: int, question: QuestionRef) -> bool:
        """Whether an answer to this is accepted."""
        return self._held(reader, guild_id, roots.problem(reader, guild_id, question)) is not None

    @reads
    def held(self, reader: Reader, guild_id: int, question: QuestionRef) -> Held | None:
        """What the pot of this question has gone to; None where nothing is accepted."""
        return self._held(reader, guild_id, roots.problem(reader, guild_id, question))

    @reads
    def is_trusted(self, reader: Reader, by: Actor) -> bool:
        """Whether somebody may say for others what helps: a helper, or by their balance."""
        return self.trusts(reader, by)

    @reads
    def thanked(self, reader: Reader, thanks_id: int) -> Thanked | None:
        """What a line in public has to say; None where there is no such line."""
        thanks = store.thanks(reader, thanks_id)
        if thanks is None:
            return None
        problem = self._problem_of(reader, thanks)
        held = self._thanked(reader, problem, thanks)
        if held is None:
            return Thanked(thanks, None, None, self._held(reader, thanks.guild_id, problem) is None)
        whose = (reader, thanks.guild_id, held.line.member_id)
        says_nothing = held.is_held or Choice.HIDDEN in choices.chosen(*whose)
        return Thanked(thanks, held.line, None if says_nothing else lines.balance(*whose), False)

    @writes
    def save_thanked(self, tx: Transaction, thanks_id: int, message_id: int) -> None:
        """The line stands in public."""
        store.save_thanked(tx, thanks_id, message_id)

    def trusts(self, reader: Reader, by: Actor) -> bool:
        """The same in a transaction, or a look, of the caller's."""
        return by.is_helper or lines.balance(reader, by.guild_id, by.id) >= self._settings.trusted_from

    def _require_not_overruled(self, reader: Reader, problem: Problem, candidate: Candidate, by: Actor) -> None:
        """Staff's word stands, by whatever way somebody awards the same again. Raises Overruled."""
        author_id = candidate.author_id
        keys = [
            key
            for one in problem.known_as
            for key in (one.primary_key, one.assist_key(author_id), one.mark_key(candidate.message_id, by.id))
        ]
        if store.was_overruled(reader, candidate.guild_id, keys, author_id):
            raise Overruled(author_id)

    def _held(self, reader: Reader, guild_id: int, problem: Problem, of: QuestionRef | None = None) -> Held | None:
        """Of the pot of this name, if it has one, else of that by which the problem is known first."""
        found = store.holders(reader, guild_id, problem.known_as)
        if not found:
            return None
        line, is_held = next((one for one in found if of is not None and one[0].key == of.primary_key), found[0])
        others = [one for one, _ in found if one.id != line.id]
        theirs = {one.key for one in others}
        pot = tuple(one for one in problem.known_as if one.primary_key not in theirs)
        assists = store.assists(reader, guild_id, pot)
        held_ids = {one.id for one, held in assists if held} | ({line.id} if is_held else set())
        return Held(line, [one for one, _ in assists], frozenset(held_ids), pot, others)

    def _problem_of(self, reader: Reader, thanks: Thanks) -> Problem:
        return roots.problem(reader, thanks.guild_id, QuestionRef.of_key(thanks.key))

    def _thanked(self, reader: Reader, problem: Problem, thanks: Thanks) -> Held | None:
        """What this line in public is about: not what has a line of its own."""
        held = self._held(reader, thanks.guild_id, problem, QuestionRef.of_key(thanks.key))
        if held is None:
            return None
        own = store.thanks_of(reader, thanks.guild_id, [QuestionRef.of_key(held.line.key)])
        return held if own is None or own.id == thanks.id else None

    def _beside(
        self, reader: Reader, guild_id: int, problem: Problem, held: Held | None
    ) -> tuple[list[Line], frozenset[int]]:
        """Who helped beside, also where what answered is gone; and which lines are held."""
        if held is not None:
            return held.assists, held.held_ids
        found = store.assists(reader, guild_id, problem.known_as)
        return [one for one, _ in found], frozenset(one.id for one, is_held in found if is_held)

    def _leave_share(self, tx: Transaction, held: Held, by_id: int | None) -> None:
        """One who helped beside is about to lose their award: who answered has that share again, held if theirs is."""
        whole = replace(held.line.claim, assists=len(held.assists) - 1)
        [line] = self._ledger.change(tx, [held.line], Rule.SHARED, by_id, [whole]).awarded
        if line is not None and held.line.id in held.held_ids:
            self._ledger.hold(tx, line, by_id)

    def _looked_at(self, tx: Transaction, line: Line | None) -> Line | None:
        """Staff begin or end to look at the award that this line holds or lets go."""
        if line is not None and line.is_of_pot:
            owed.show(
                tx, self._jobs, roots.problem(tx, line.guild_id, QuestionRef.of_key(line.key)), line, self._clock()
            )
        return line

    def _topic_of(self, reader: Reader, guild_id: int, problem: Problem) -> str | None:
        return self._topic(roots.candidates(reader, guild_id, problem.root))

    def _claim(self, reader: Reader, problem: Problem, candidate: Candidate, by: Actor, giver: Giver) -> Claim:
        return Claim(
            guild_id=candidate.guild_id,
            key=problem.root.primary_key,
            member_id=candidate.author_id,
            by_id=by.id,
            giver=giver,
            reason=Reason.ACCEPTED_ANSWER,
            subject_id=problem.root.id,
            at=self._clock(),
            asker_id=candidate.asker_id,
            topic=self._topic_of(reader, candidate.guild_id, problem),
            joined_at=candidate.joined_at,
            facts={"channel": candidate.channel_id, "message": candidate.message_id}
            | ({"mark": True} if candidate.is_mark else {}),
        )

    def _first(self, tx: Transaction, problem: Problem, claim: Claim, candidate: Candidate) -> Line | None:
        """Nothing is accepted yet. For an asker who is gone, two who are trusted have to wish it."""
        if claim.giver is Giver.PEER and claim.by_id is not None:
            if not candidate.asker_is_gone:
                raise AskerIsHere(candidate.asker_id)
            wishes = store.others_wishes(tx, claim, claim.at - WISHED_WITHIN)
            other = next((one for one, at in wishes if self._is_still_trusted(tx, claim.guild_id, one, at)), None)
            if other is None:
                store.wish(tx, claim.guild_id, claim.key, claim.by_id, claim.member_id, claim.at)
                return None
            claim = replace(claim, facts=dict(claim.facts) | {"peers": [other, claim.by_id]})
        return self._award(tx, problem, None, claim)

    def _is_still_trusted(self, reader: Reader, guild_id: int, member_id: int, since: datetime) -> bool:
        """False once a balance has fallen by which they were; whether they have a role still, only Discord knows."""
        enough = self._settings.trusted_from
        had = lines.balance(reader, guild_id, member_id, at=since)
        return had < enough or lines.balance(reader, guild_id, member_id) >= enough

    def _switch(self, tx: Transaction, problem: Problem, held: Held, claim: Claim) -> Line | None:
        """The pot goes to somebody else; whoever has a share beside keeps it, unless that is who answered now."""
        owed.unsolve(tx, self._jobs, held, self._clock())
        return self._award(tx, problem, held, claim)

    def _share(self, tx: Transaction, problem: Problem, held: Held, claim: Claim) -> Line | None:
        """Somebody helped beside: who answered leaves them a share."""
        if own := of_member(held.assists, claim.member_id):
            raise InReview if own[0].id in held.held_ids else AlreadyAccepted(own[0].member_id, own[0].earned_at)
        if len(held.assists) >= MOST_ASSISTS:
            raise AssistsFull(MOST_ASSISTS)
        beside = replace(claim, key=problem.root.assist_key(claim.member_id), reason=Reason.ASSIST)
        rest = replace(held.line.claim, assists=len(held.assists) + 1)
        written = self._ledger.change(tx, [held.line], Rule.SHARED, claim.by_id, [rest, beside])
        owed.show(tx, self._jobs, problem, held.line, self._clock())
        return written.awarded[1]

    def _award(self, tx: Transaction, problem: Problem, held: Held | None, claim: Claim) -> Line | None:
        """In place of who answered before, and of the share that this member has: what others have beside stays theirs."""
        beside, held_ids = self._beside(tx, claim.guild_id, problem, held)
        own = of_member(beside, claim.member_id)
        if any(one.id in held_ids for one in own):
            raise InReview
        gone = [*([held.line] if held is not None else []), *own]
        shares = min(len(beside) - len(own), MOST_ASSISTS)
        written = self._ledger.change(tx, gone, Rule.SWITCHED, claim.by_id, [replace(claim, assists=shares)])
        [line] = written.awarded
        if line is not None:
            store.forget_wishes(tx, claim.guild_id, claim.key)
            for one in (line, *gone):
                owed.show(tx, self._jobs, problem, one, self._clock())
        return line

    def _answered(self, tx: Transaction, problem: Problem, candidate: Candidate, line: Line | None) -> Line | None:
        """Whoever searches finds what was asked in public by the answer that was given there."""
        is_public = candidate.question is not None and candidate.question.kind is QuestionKind.MESSAGE
        if line is not None and is_public and problem.root.kind is QuestionKind.MESSAGE:
            new = NewSolution(
                guild_id=line.guild_id,
                question_id=problem.root.id,
                asker_id=line.asker_id,
                author_id=line.member_id,
                channel_id=candidate.channel_id,
                message_id=candidate.message_id,
                accepted_at=line.at,
            )
            solved(tx, self._jobs, new)
        return line

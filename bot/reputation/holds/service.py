"""Staff look at what the rules find in the ledger, and decide what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.ids import Ids
from bot.jobs.runner import JobRunner
from bot.reputation.accepting import Accepting
from bot.reputation.holds import case as rules
from bot.reputation.holds import store
from bot.reputation.holds.case import (
    FLAGGED_AGAIN,
    NEWCOMERS_DAYS,
    Action,
    Audited,
    Case,
    CaseKind,
    Decision,
    Outcome,
)
from bot.reputation.holds.refused import UnknownCase
from bot.reputation.holds.state import State, state
from bot.reputation.ledger import Ledger
from bot.reputation.line import Line, Rule
from bot.use_cases import reads, writes

CARD_JOB = "reputation.card"
"""Brings the card of a case in the queue channel up to date, and ends an order that nobody confirms. Subject: the case."""


@dataclass(frozen=True)
class Shown:
    """A case, and its awards as they are."""

    case: Case
    awards: tuple[State, ...]

    @property
    def can_be_decided(self) -> bool:
        """Whether somebody has still to look: not where all of it was taken back meanwhile, or an order came to be impossible."""
        order = self.case.order
        if self.case.decision is not None:
            return False
        if order is None:
            return any(one.stands or one.is_held for one in self.awards)
        return all(rules.is_possible(order.action, stands=one.stands, is_held=one.is_held) for one in self.awards)

    @property
    def is_held(self) -> bool:
        """Whether any of it is."""
        return any(one.is_held for one in self.awards)

    @property
    def is_vesting(self) -> bool:
        """Whether any of it is still to come to count."""
        return any(one.stands and one.line.pending for one in self.awards)


class Cases:
    """Each method is one use case and one transaction; afterwards run what it owes: `CARD_JOB`."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        jobs: JobRunner,
        ids: Ids,
        ledger: Ledger,
        accepting: Accepting,
    ) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._ids = ids
        self._ledger = ledger
        self._accepting = accepting
        ledger.followers.append(self._watch)

    @reads
    def shown(self, reader: Reader, case_id: int) -> Shown | None:
        """What its card says; None where there is none."""
        case = store.get(reader, case_id)
        if case is None:
            return None
        found = [one for line_id in case.line_ids if (one := state(reader, line_id)) is not None]
        # It may name two lines of one award: what was held and let go while somebody had to look has a new one.
        return Shown(case, tuple({one.award: one for one in found}.values()))

    @writes
    def decide(self, tx: Transaction, case_id: int, decision: Decision, *, by: Actor) -> Case:
        """Let its awards go, or take them back, all at once.

        Raises UnknownCase, and what `case.require_deciding` raises.
        """
        case, now = self._known(tx, case_id, by), self._clock()
        rules.require_deciding(case, by, now)
        if decision not in rules.OF_AWARDS or case.order is not None:
            raise UnknownCase
        for line_id in case.line_ids:
            found = state(tx, line_id)
            if found is not None and decision is Decision.REVERSED:
                self._accepting.withdraw(tx, found.line, Rule.STAFF, by.id)
            elif found is not None and found.is_held:
                self._accepting.release(tx, found.line, by.id)
        store.decide(tx, case_id, decision, by.id, now)
        outcome = Outcome(decision.value)
        done = Audited(now, by.id, Action.DECIDE, case.member_id, None, case_id, 0, outcome, None)
        store.write_down(tx, case.guild_id, done)
        self.owe_card(tx, case)
        return case

    @writes
    def card_stands(self, tx: Transaction, case_id: int, channel_id: int, message_id: int) -> None:
        """Its card is here."""
        store.save_card(tx, case_id, channel_id, message_id)

    @writes
    def expire(self, tx: Transaction, case_id: int) -> None:
        """The time of an order is over, unless somebody has confirmed it."""
        case, now = store.get(tx, case_id), self._clock()
        if case is not None and case.decision is None and case.expires_at is not None and case.expires_at <= now:
            store.decide(tx, case_id, Decision.EXPIRED, None, now)

    @writes
    def vest(self, tx: Transaction, line_id: int) -> Line | None:
        """What is pending of this line counts from now on, if it is still to, and its time has come."""
        return self._ledger.vest(tx, line_id)

    @writes
    def banned(self, tx: Transaction, guild_id: int, giver_id: int) -> None:
        """Somebody was banned: what of theirs is still to vest is taken back; what counts already, of a month, staff are to
        look at.
        """
        given = store.given(tx, guild_id, giver_id, self._clock() - FLAGGED_AGAIN)
        for line in given:
            found = state(tx, line.id) if line.pending else None
            if found is not None and found.stands:
                self._accepting.withdraw(tx, found.line, Rule.BANNED, None)
        seen = {one for case in self._cases(tx, guild_id, giver_id, CaseKind.BANNED) for one in case.line_ids}
        counts = [line for line in given if not line.pending and line.id not in seen]
        if counts:
            self.open(tx, guild_id, CaseKind.BANNED, giver_id, counts)

    def open(
        self,
        tx: Transaction,
        guild_id: int,
        kind: CaseKind,
        member_id: int,
        lines: Sequence[Line],
        *,
        inside: int = 0,
        received: int = 0,
        members: Sequence[int] = (),
    ) -> Case:
        """Staff are to look at these awards; who gave or has one is concerned."""
        case = Case(
            id=self._ids.draw(self._clock()),
            guild_id=guild_id,
            kind=kind,
            member_id=member_id,
            members=tuple(members) or _members(lines),
            line_ids=tuple(line.id for line in lines),
            opened_at=self._clock(),
            inside=inside,
            received=received,
        )
        store.add(tx, case)
        self.owe_card(tx, case)
        return case

    def owe_card(self, tx: Transaction, case: Case) -> None:
        """Its card is out of date."""
        now = self._clock()
        self._jobs.put(tx, guild_id=case.guild_id, kind=CARD_JOB, subject_id=case.id, due_at=now)

    def _watch(self, tx: Transaction, guild_id: int, member_id: int, at: datetime) -> None:
        """What a member has was changed: there may be something to look at, or less than there was."""
        self._watch_newcomers(tx, guild_id, member_id, at)
        for giver_id in store.spent(tx, guild_id, member_id, at - FLAGGED_AGAIN):
            self._flag(tx, guild_id, giver_id, member_id, at)
        for case in store.open_about(tx, guild_id, member_id):
            self.owe_card(tx, case)

    def _watch_newcomers(self, tx: Transaction, guild_id: int, member_id: int, at: datetime) -> None:
        cases = self._cases(tx, guild_id, member_id, CaseKind.NEWCOMERS)
        settled = {one for case in cases if case.decision is not None for one in case.line_ids}
        pending = store.pending(tx, guild_id, member_id, at - NEWCOMERS_DAYS)
        case = next((one for one in cases if one.decision is None), None)
        if case is None:
            found = rules.newcomers(pending, settled)
            if found:
                self.open(tx, guild_id, CaseKind.NEWCOMERS, member_id, found)
            return
        more = [line for line in pending if line.id not in settled and line.id not in case.line_ids]
        self._extend(tx, case, more)

    def _flag(self, tx: Transaction, guild_id: int, giver_id: int, member_id: int, at: datetime) -> None:
        """Once a pair in `FLAGGED_AGAIN`; while nobody has decided, what comes meanwhile belongs to it. After all was taken
        back a pair begins anew.
        """
        cases = self._cases(tx, guild_id, member_id, CaseKind.PAIR)
        standing = [one for one in cases if one.decision is not Decision.REVERSED]
        case = next((one for one in standing if giver_id in one.members), None)
        if case is not None and case.decision is not None:
            return
        lines = store.between(tx, guild_id, (giver_id, member_id), at - FLAGGED_AGAIN)
        if case is None:
            self.open(tx, guild_id, CaseKind.PAIR, member_id, lines)
        else:
            self._extend(tx, case, [line for line in lines if line.id not in case.line_ids])

    def _extend(self, tx: Transaction, case: Case, more: Sequence[Line]) -> None:
        if more:
            members = dict.fromkeys([*case.members, *_members(more)])
            line_ids = [*case.line_ids, *(line.id for line in more)]
            store.extend(tx, case.id, list(members), line_ids)

    def _cases(self, reader: Reader, guild_id: int, member_id: int, kind: CaseKind) -> list[Case]:
        return store.of_member(reader, guild_id, member_id, kind, self._clock() - FLAGGED_AGAIN)

    def _known(self, reader: Reader, case_id: int, by: Actor) -> Case:
        case = store.get(reader, case_id)
        if case is None or case.guild_id != by.guild_id:
            raise UnknownCase
        return case


def _members(lines: Sequence[Line]) -> tuple[int, ...]:
    """Whom these awards concern: who has them first, then who gave them."""
    givers = [line.by_id for line in lines if line.by_id is not None]
    return tuple(dict.fromkeys([*(line.member_id for line in lines), *givers]))

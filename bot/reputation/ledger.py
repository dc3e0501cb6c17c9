"""The one place where lines of the ledger are written: awarded, taken back, held, let go, vested. Each in a caller's transaction.

A line is never changed. What took it back is a line of its own, and so is what it becomes; a key has one line that stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.clock import Clock
from bot.database import Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.reputation import store
from bot.reputation.line import Claim, Line, Rule, data_of
from bot.reputation.messages import store as messages
from bot.reputation.rules import Before, Judged, Policy, before, given_back, judge
from bot.reputation_settings import Limits, Points, Reputation

VEST_JOB = "reputation.vest"
"""An award by somebody new comes to count. Subject: its line."""

Follower = Callable[[Transaction, int, int, datetime], None]
"""Told within the transaction that the balance of a member of a server may have changed, and when."""


@dataclass(frozen=True)
class Written:
    """What one change of the ledger has written: the award lines that were asked for, where no other stood, and all of them."""

    awarded: tuple[Line | None, ...]
    lines: tuple[Line, ...]


class Ledger:
    """Writes by the rules of config.yaml; every line names those that it was judged by."""

    def __init__(self, clock: Clock, settings: Reputation, jobs: JobRunner) -> None:
        self._clock = clock
        self._jobs = jobs
        self._policy = Policy(settings.points, settings.limits)
        self._numbers = {"points": settings.points.model_dump(), "limits": settings.limits.model_dump()}
        self.followers: list[Follower] = []

    @property
    def commendation(self) -> int:
        """Points of one."""
        return self._policy.points.commendation

    def award(self, tx: Transaction, claim: Claim) -> Line | None:
        """The new line; None where one of its key stands already."""
        return self.change(tx, (), Rule.SWITCHED, None, [claim]).awarded[0]

    def reverse(
        self,
        tx: Transaction,
        line: Line,
        rule: Rule,
        by_id: int | None,
        facts: Mapping[str, Any] | None = None,
    ) -> Line | None:
        """Take a line back that stands or is held: the reversal; None where it was before. Limits of its day that it used up have
        room again, and what they took is given back.
        """
        written = self.change(tx, [line], rule, by_id, (), facts)
        return next((one for one in written.lines if one.is_reversal), None)

    def change(
        self,
        tx: Transaction,
        reversed_: Sequence[Line],
        rule: Rule,
        by_id: int | None,
        claims: Sequence[Claim],
        facts: Mapping[str, Any] | None = None,
    ) -> Written:
        """Take these lines back by this rule, and award these in their place, as one: the limits see no moment between.

        What is held is let go for that. What was taken back before is not again; and nothing is awarded where a line of
        its key stands, or where the same member's is held: that is for staff to decide. Each line and key is to come once.
        """
        gone = [one for each in reversed_ if (one := self._at_hand(tx, each, by_id)) is not None]
        lines = [one for one in gone if one not in reversed_]
        free = [one for one in claims if self._is_free(tx, one, gone)]
        freed = [*gone, *(one for each in free if (one := store.held_at(tx, each.guild_id, each.key)))]
        # The replay gives back what limits took once so many lines have followed the first: bot/reputation/replay.py.
        follows = len(gone) + len(free) - 1
        for one in gone:
            said = dict(facts or {}) | ({"follows": follows} if one is gone[0] and follows else {})
            lines.append(self._reversed(tx, one, rule, by_id, said))
        awarded: list[Line | None] = []
        for claim in claims:
            if claim not in free:
                awarded.append(None)
                continue
            is_first = not gone and claim is free[0]
            line = self._judged(tx, claim, {"follows": follows} if is_first and follows else {})
            awarded.append(line)
            lines.append(line)
        for one in freed:
            lines += self._give_back(tx, one)
        self._told(tx, lines)
        return Written(tuple(awarded), tuple(lines))

    def hold(
        self, tx: Transaction, line: Line, by_id: int | None, facts: Mapping[str, Any] | None = None
    ) -> Line | None:
        """What it earned counts no more until somebody lets it go or takes it back; against limits it still does. None where
        it does not stand, or has earned nothing.
        """
        if line.claimed <= 0 or not self._stands(tx, line):
            return None
        held = self._reversed(tx, line, Rule.HELD, by_id, dict(facts or {}))
        self._told(tx, [held])
        return held

    def release(self, tx: Transaction, line: Line, by_id: int) -> Line | None:
        """Let go an award line that is held: it counts again as it did. None where it is not held any more."""
        held = store.held_at(tx, line.guild_id, line.key)
        if held is None or held.id != line.id:
            return None
        let_go = self._let_go(tx, line, by_id)
        self._told(tx, [let_go])
        return let_go

    def vest(self, tx: Transaction, line_id: int) -> Line | None:
        """What is pending of this line counts from now on; None where it does not stand, or its time has not come."""
        line = store.get(tx, line_id)
        if line is None or line.vests_at is None or line.vests_at > self._clock():
            return None
        if not self._stands(tx, line):
            return None
        lines = self._becomes(tx, line, Judged(line.pending, Rule.VESTED))
        self._told(tx, lines)
        return lines[-1]

    def policy_of(self, reader: Reader, guild_id: int) -> Callable[[Line], Policy]:
        """The rules by which each line of a server was judged; for those of before there were any, these."""
        stored = {one: _policy(data) for one, data in store.policies(reader, guild_id).items()}
        return lambda line: stored.get(line.policy_id or 0, self._policy)

    def _stands(self, reader: Reader, line: Line) -> bool:
        standing = store.standing_at(reader, line.guild_id, line.key)
        return standing is not None and standing.id == line.id

    def _at_hand(self, tx: Transaction, line: Line, by_id: int | None) -> Line | None:
        """The line that is to be taken back in place of this one: itself, or the one by which it is let go."""
        if self._stands(tx, line):
            return line
        held = store.held_at(tx, line.guild_id, line.key)
        return self._let_go(tx, line, by_id) if held is not None and held.id == line.id else None

    def _let_go(self, tx: Transaction, line: Line, by_id: int | None) -> Line:
        data = {name: one for name, one in line.data.items() if name not in ("after", "follows")}
        data |= {"released": line.id, "released_by": by_id}
        turn = store.next_turn(tx, line.guild_id, line.key)
        return self._write(tx, replace(line, turn=turn, at=self._clock(), data=data))

    def _is_free(self, reader: Reader, claim: Claim, gone: Sequence[Line]) -> bool:
        lines = store.of_key(reader, claim.guild_id, claim.key)
        taken = {one.reverses_id: one.rule for one in lines}
        let_go = {one.data.get("released") for one in lines} | {one.id for one in gone}
        return all(
            one.id in let_go
            or (one.id in taken and (taken[one.id] is not Rule.HELD or one.member_id != claim.member_id))
            for one in lines
            if not one.is_reversal
        )

    def _judged(self, tx: Transaction, claim: Claim, data: Mapping[str, Any]) -> Line:
        return self._awarded(tx, claim, judge(claim, self._before(tx, claim), self._policy), data)

    def _before(self, reader: Reader, claim: Claim) -> Before:
        limits = self._policy.limits
        return before(claim, store.counted(reader, claim, limits), limits)

    def _give_back(self, tx: Transaction, freed: Line) -> list[Line]:
        lines: list[Line] = []
        for other in store.suppressed_beside(tx, freed) if freed.claimed > 0 else ():
            found = self._before(tx, other.claim)
            judged = given_back(other.claim, found, self._policy)
            if judged.points + judged.pending > other.claimed:
                lines += self._becomes(tx, other, judged)
        return lines

    def _becomes(self, tx: Transaction, line: Line, judged: Judged) -> list[Line]:
        superseded = self._reversed(tx, line, Rule.SUPERSEDED, None, {})
        return [superseded, self._awarded(tx, line.claim, judged, {"after": line.id})]

    def _awarded(
        self, tx: Transaction, claim: Claim, judged: Judged, data: Mapping[str, Any] = MappingProxyType({})
    ) -> Line:
        line = Line(
            id=0,
            guild_id=claim.guild_id,
            key=claim.key,
            turn=store.next_turn(tx, claim.guild_id, claim.key),
            member_id=claim.member_id,
            by_id=claim.by_id,
            giver=claim.giver,
            reason=claim.reason,
            subject_id=claim.subject_id,
            asker_id=claim.asker_id,
            topic=claim.topic,
            points=judged.points,
            pending=judged.pending,
            vests_at=judged.vests_at,
            rule=judged.rule,
            data=data_of(claim) | dict(data),
            at=self._clock(),
            earned_at=claim.at,
            reverses_id=None,
            policy_id=self._policy_id(tx, claim.guild_id),
        )
        return self._write(tx, line)

    def _reversed(
        self, tx: Transaction, line: Line, rule: Rule, by_id: int | None, data: Mapping[str, Any]
    ) -> Line:
        taken = replace(
            line,
            by_id=by_id,
            points=-line.points,
            pending=0,
            vests_at=None,
            rule=rule,
            data=dict(data),
            at=self._clock(),
            reverses_id=line.id,
            policy_id=self._policy_id(tx, line.guild_id),
        )
        return self._write(tx, taken)

    def _write(self, tx: Transaction, line: Line) -> Line:
        values = asdict(line) | {"giver": line.giver.value, "reason": line.reason.value, "rule": line.rule.value}
        values["awarded_by"] = values.pop("by_id")
        del values["id"]
        written = replace(line, id=store.add(tx, values))
        messages.add(tx, written)
        if line.vests_at is not None:
            due_at = max(line.vests_at, line.at)
            self._jobs.put(tx, guild_id=line.guild_id, kind=VEST_JOB, subject_id=written.id, due_at=due_at)
        return written

    def _told(self, tx: Transaction, lines: Sequence[Line]) -> None:
        for guild_id, member_id in dict.fromkeys((line.guild_id, line.member_id) for line in lines):
            for follow in self.followers:
                follow(tx, guild_id, member_id, self._clock())

    def _policy_id(self, tx: Transaction, guild_id: int) -> int:
        latest = store.latest_policy(tx, guild_id)
        if latest is not None and latest[1] == self._numbers:
            return latest[0]
        return store.add_policy(tx, guild_id, self._numbers, self._clock())


def _policy(data: Any) -> Policy:
    """As it was stored, perhaps by an earlier or later version: what that did not know is as it is by default."""
    points = {name: one for name, one in data["points"].items() if name in Points.model_fields}
    limits = {name: one for name, one in data["limits"].items() if name in Limits.model_fields}
    return Policy(Points(**points), Limits(**limits))

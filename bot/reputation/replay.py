"""What the lines of a ledger would be under other rules; under its own, they are what they are. Pure."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.reputation.line import CAPPED, OF_A_DAY, Line, Reason, Rule
from bot.reputation.rules import DEFLECTION_WEEK, Before, Counted, Judged, Policy, before, given_back, judge

_NOTHING: Mapping[str, Any] = {}


@dataclass(eq=False, slots=True)
class _Award:
    """A claim in the replay. A held one earns nothing, and still counts against limits.

    Of a million lines most of the memory would be what is kept beside their facts, and that is needed no more once they are judged, but
    of those that may be judged once more.
    """

    line: Line
    judged: Judged
    is_held: bool = False

    @property
    def claimed(self) -> int:
        return self.judged.points + self.judged.pending

    @property
    def counted(self) -> Counted:
        line = self.line
        return Counted(
            line.key, line.by_id, line.member_id, line.is_limited, line.reason, line.earned_at, self.claimed
        )


@dataclass
class Replay:
    """The ledger of one server, line after line by their ids. `balances` and `pending` are points by member."""

    policy_of: Callable[[Line], Policy]
    balances: Counter[int] = field(default_factory=Counter)
    pending: Counter[int] = field(default_factory=Counter)
    _by_key: dict[str, _Award] = field(default_factory=dict)
    _given: dict[int | None, list[_Award]] = field(default_factory=lambda: defaultdict(list))
    _capped: dict[tuple[int, date], list[_Award]] = field(default_factory=lambda: defaultdict(list))
    _deflections: dict[int, list[_Award]] = field(default_factory=lambda: defaultdict(list))
    _freed: list[_Award] = field(default_factory=list)
    _follows: int = 0

    def run(self, lines: Iterable[Line], *, until: datetime | None = None) -> Replay:
        """All of them. With `until`, what would have vested by then has: no line says so of what other rules make pending."""
        for line in lines:
            self.step(line)
        if until is not None:
            for award in self._by_key.values():
                if award.judged.vests_at is not None and award.judged.vests_at <= until and not award.is_held:
                    self._becomes(award, Judged(award.claimed, Rule.VESTED))
        return self

    def step(self, line: Line) -> None:
        """One more line."""
        if line.is_following:
            award = self._by_key.get(line.key)
            if line.rule is Rule.VESTED and award is not None and award.judged.pending:
                self._becomes(award, Judged(award.claimed, Rule.VESTED))
            return
        self._follows = max(self._follows - 1, 0)
        if line.is_reversal:
            self._reverse(line)
        else:
            self._add(line)
        self._follows += int(line.data.get("follows", 0))
        if not self._follows:
            self._give_back(self.policy_of(line))

    def _add(self, line: Line) -> None:
        held = self._by_key.get(line.key)
        if held is not None and line.is_release:
            held.is_held = False
            self._count(held, 1)
            return
        if held is not None:  # somebody else has its key now, and what it used up has room again
            self._forget(held)
            self._freed.append(held)
        policy = self.policy_of(line)
        if line.rule is Rule.LEGACY:
            judged = Judged(line.points, Rule.LEGACY)
        else:
            judged = judge(line.claim, self._before(line, policy), policy)
        kept = line if judged.rule in OF_A_DAY else replace(line, data=_NOTHING)
        award = self._by_key[line.key] = _Award(kept, judged)
        if line.is_limited:
            insort(self._given[line.by_id], award, key=_earned_at)
        if line.reason in CAPPED:
            self._capped[line.member_id, line.earned_at.date()].append(award)
        if line.reason is Reason.DEFLECTION:
            insort(self._deflections[line.member_id], award, key=_earned_at)
        self._count(award, 1)

    def _reverse(self, line: Line) -> None:
        award = self._by_key[line.key]
        if not award.is_held:
            self._count(award, -1)
        if line.rule is Rule.HELD:
            award.is_held = True
            return
        self._forget(award)
        del self._by_key[line.key]
        self._freed.append(award)

    def _give_back(self, policy: Policy) -> None:
        """What the limits of a day took, as far as what was reversed leaves room."""
        freed, self._freed = self._freed, []
        for award in freed:
            for other in self._suppressed_beside(award):
                found = self._before(other.line, policy)
                judged = given_back(other.line.claim, found, policy)
                if judged.points + judged.pending > other.claimed:
                    self._becomes(other, judged)

    def _suppressed_beside(self, freed: _Award) -> list[_Award]:
        """What may have room now: awards of the same giver and to the same member on the same day, the earliest first."""
        line, beside = freed.line, list[_Award]()
        if freed.claimed <= 0:
            return beside
        if line.is_limited:
            beside += self._given[line.by_id]
        if line.reason in CAPPED:
            beside += self._capped[line.member_id, line.earned_at.date()]
        found = {
            one.line.key: one
            for one in beside
            if one.judged.rule in OF_A_DAY
            and not one.is_held
            and one.line.earned_at.date() == line.earned_at.date()
        }
        return sorted(found.values(), key=lambda one: (one.line.earned_at, one.line.key))

    def _before(self, line: Line, policy: Policy) -> Before:
        limits = policy.limits
        # What is older counts by none of the rules any more.
        since = line.earned_at - max(timedelta(days=max(limits.pair_days, limits.return_days, 1)), DEFLECTION_WEEK)
        near = {
            one.line.id: one
            for awards in (
                _since(self._given.get(line.by_id, ()), since) if line.is_limited else (),
                _since(self._given.get(line.member_id, ()), since) if line.is_limited else (),
                self._capped.get((line.member_id, line.earned_at.date()), ()),
                _since(self._deflections.get(line.member_id, ()), since)
                if line.reason is Reason.DEFLECTION
                else (),
            )
            for one in awards
        }
        return before(line.claim, (one.counted for one in near.values()), limits)

    def _forget(self, award: _Award) -> None:
        line = award.line
        for awards in (
            self._given.get(line.by_id),
            self._capped.get((line.member_id, line.earned_at.date())),
            self._deflections.get(line.member_id),
        ):
            if awards is not None and award in awards:
                awards.remove(award)

    def _becomes(self, award: _Award, judged: Judged) -> None:
        self._count(award, -1)
        award.judged = judged
        self._count(award, 1)

    def _count(self, award: _Award, sign: int) -> None:
        self.balances[award.line.member_id] += sign * award.judged.points
        self.pending[award.line.member_id] += sign * award.judged.pending


def _earned_at(award: _Award) -> datetime:
    return award.line.earned_at


def _since(awards: Sequence[_Award], since: datetime) -> Sequence[_Award]:
    """Those of these, in the order of time, that were not earned before."""
    return awards[bisect_left(awards, since, key=_earned_at) :]

"""Staff adjust a balance, take an award back, hold one or let one go; and whatever they try is written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.errors import NotStaff, Refused
from bot.ids import Ids
from bot.reputation.accepting import Accepting
from bot.reputation.answers.candidate import Candidate
from bot.reputation.holds import case as rules
from bot.reputation.holds import store
from bot.reputation.holds.case import OUTCOMES, Action, Audited, Case, CaseKind, Decision, Order, Outcome
from bot.reputation.holds.refused import EnoughAlone, UnknownAward, UnknownCase
from bot.reputation.holds.service import Cases
from bot.reputation.holds.state import State, lines_of, state
from bot.reputation.ledger import Ledger
from bot.reputation.line import Claim, Giver, Line, Reason, Rule
from bot.reputation.refused import AlreadyCommended, NotTheirs
from bot.reputation.rules import require_receiver
from bot.use_cases import reads

RECENT = 25
"""Awards that are suggested: as many as Discord shows."""

AUDIT_LINES = 25
"""The newest acts that staff see."""

DAY = timedelta(days=1)

Done = TypeVar("Done")


@dataclass(frozen=True)
class Ordered:
    """What came of an order: the case in which it waits for a second member of staff, or None where it was carried out."""

    order: Order
    case: Case | None


class Orders:
    """Each method is one use case and one transaction. What staff may not do is refused, and written down all the same."""

    def __init__(
        self, database: Database, clock: Clock, ids: Ids, ledger: Ledger, accepting: Accepting, cases: Cases
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._ledger = ledger
        self._accepting = accepting
        self._cases = cases

    async def adjust(self, member_id: int, points: int, reason: str, interaction_id: int, *, by: Actor) -> Ordered:
        """Give a member points, or take some. Beyond `case.ALONE` a day it waits for a second member of staff.

        Raises NotStaff, OnOneself, NoPoints, NoReason.
        """
        order = Order(Action.ADJUST, member_id, None, points, reason, interaction_id)
        return await self._audited(order, by, lambda tx: self._give(tx, order, by))

    async def act(self, action: Action, line_id: int, reason: str, interaction_id: int, *, by: Actor) -> Ordered:
        """Do this with the award whose line this is. One of more points than `case.ALONE` waits for a second member of staff.

        Raises NotStaff, UnknownAward, OnOneself, AwardGone, NoReason.
        """
        found = await self._award(line_id, by)
        order = self._order(action, found, reason, interaction_id)
        return await self._audited(order, by, lambda tx: self._give(tx, order, by))

    async def commend(
        self, candidate: Candidate, member_id: int, why: str, interaction_id: int, *, by: Actor
    ) -> Line:
        """Commend this member for a message of theirs, once a message; `why` is kept in staff's words.

        Raises NotStaff, NotTheirs, BotAward, SelfAward, AlreadyCommended; and EnoughAlone where it comes to more than `case.ALONE` with what
        they gave or took this member within a day.
        """
        if not by.is_staff:
            raise NotStaff
        if member_id != candidate.author_id:
            raise NotTheirs(candidate.author_id)
        order = Order(Action.COMMEND, member_id, None, self._ledger.commendation, why, interaction_id)

        def commend(tx: Transaction) -> Line:
            require_receiver(member_id, is_bot=candidate.author_is_bot, by_id=by.id, asker_id=None)
            if rules.needs_another(order, self._alone(tx, order, by)):
                raise EnoughAlone(member_id)
            line = self._ledger.award(tx, self._commendation(order, candidate, by))
            if line is None:
                raise AlreadyCommended
            self._write_down(tx, replace(order, line_id=line.id), by, Outcome.DONE, None, why or None)
            return line

        return await self._audited(order, by, commend)

    async def may_adjust(self, member_id: int, points: int, *, by: Actor) -> None:
        """Before they are asked why. Raises NotStaff, OnOneself, NoPoints."""
        order = Order(Action.ADJUST, member_id, None, points, "", 0)
        await self._audited(order, by, lambda tx: self._require(tx, order, by))

    async def may_act(self, action: Action, line_id: int, *, by: Actor) -> Order:
        """Before they are asked why. Raises NotStaff, UnknownAward, OnOneself, AwardGone."""
        found = await self._award(line_id, by)
        order = self._order(action, found, "", 0)

        def check(tx: Transaction) -> Order:
            self._require(tx, order, by)
            rules.require_state(action, stands=found.stands, is_held=found.is_held)
            return order

        return await self._audited(order, by, check)

    async def confirm(self, case_id: int, decision: Decision, *, by: Actor) -> Ordered:
        """A second member of staff has an order carried out, or declines it.

        Raises UnknownCase, NotStaff, CaseDecided, NotAlone, OnOneself, AwardGone.
        """
        case = await self._database.read(lambda reader: store.get(reader, case_id))
        if case is None or case.guild_id != by.guild_id or case.order is None or decision not in rules.OF_ORDERS:
            raise UnknownCase
        order = case.order

        def decide(tx: Transaction) -> Ordered:
            now, asked = self._clock(), store.get(tx, case_id)
            assert asked is not None
            rules.require_deciding(asked, by, now)
            self._require(tx, order, by)
            if decision is Decision.CONFIRMED:
                self._carry_out(tx, order, asked.guild_id, asked.opened_by or by.id)
            store.decide(tx, case_id, decision, by.id, now)
            self._write_down(tx, order, by, Outcome(decision.value), case_id, None)
            self._cases.owe_card(tx, asked)
            return Ordered(order, asked)

        return await self._audited(order, by, decide)

    @reads
    def recent(self, reader: Reader, member_id: int | None, *, by: Actor) -> Sequence[Line]:
        """The newest awards here, or a member's; for others than staff none."""
        return store.recent(reader, by.guild_id, member_id, RECENT) if by.is_staff else []

    @reads
    def audit(self, reader: Reader, *, by: Actor) -> Sequence[Audited]:
        """What staff did and tried, the newest first. Raises NotStaff."""
        if not by.is_staff:
            raise NotStaff
        return store.audit(reader, by.guild_id, AUDIT_LINES)

    def _give(self, tx: Transaction, order: Order, by: Actor) -> Ordered:
        """Carry it out, or have it confirmed."""
        before = store.by_interaction(tx, order.interaction_id)
        if before is not None:
            return Ordered(order, before)
        self._require(tx, order, by)
        rules.require_reason(order)
        alone = self._alone(tx, order, by) if order.action is Action.ADJUST else 0
        if rules.needs_another(order, alone):
            self._require_state(tx, order)
            case = self._ask(tx, order, by)
            self._write_down(tx, order, by, Outcome.ASKED, case.id, order.reason)
            return Ordered(order, case)
        if self._carry_out(tx, order, by.guild_id, by.id):
            self._write_down(tx, order, by, Outcome.DONE, None, order.reason)
        return Ordered(order, None)

    def _alone(self, reader: Reader, order: Order, by: Actor) -> int:
        return store.alone(reader, by.guild_id, by.id, order.member_id, self._clock() - DAY)

    def _ask(self, tx: Transaction, order: Order, by: Actor) -> Case:
        case = Case(
            id=self._ids.draw(self._clock()),
            guild_id=by.guild_id,
            kind=CaseKind.ORDER,
            member_id=order.member_id,
            members=(order.member_id,),
            line_ids=() if order.line_id is None else (order.line_id,),
            opened_at=self._clock(),
            opened_by=by.id,
            order=order,
        )
        store.add(tx, case)
        self._cases.owe_card(tx, case)
        return case

    def _carry_out(self, tx: Transaction, order: Order, guild_id: int, by_id: int) -> bool:
        """False where this very order was carried out before. Raises AwardGone."""
        if order.line_id is None:
            return self._ledger.award(tx, self._claim(order, guild_id, by_id)) is not None
        found = self._require_state(tx, order)
        assert found is not None
        match order.action:
            case Action.HOLD:
                self._accepting.hold(tx, found.line, by_id)
            case Action.RELEASE:
                self._accepting.release(tx, found.line, by_id)
            case _:
                self._accepting.withdraw(tx, found.line, Rule.STAFF, by_id)
        for case in store.open_with(tx, guild_id, [order.line_id, found.line.id]):
            self._cases.owe_card(tx, case)
        return True

    def _claim(self, order: Order, guild_id: int, by_id: int) -> Claim:
        return Claim(
            guild_id=guild_id,
            key=f"adjust:{order.interaction_id}",
            member_id=order.member_id,
            by_id=by_id,
            giver=Giver.STAFF,
            reason=Reason.ADJUSTMENT,
            subject_id=order.interaction_id,
            at=self._clock(),
            points=order.points,
        )

    def _commendation(self, order: Order, candidate: Candidate, by: Actor) -> Claim:
        facts = {"channel": candidate.channel_id, "message": candidate.message_id}
        return Claim(
            guild_id=by.guild_id,
            key=f"commended:m{candidate.message_id}",
            member_id=order.member_id,
            by_id=by.id,
            giver=Giver.STAFF,
            reason=Reason.COMMENDATION,
            subject_id=candidate.message_id,
            at=self._clock(),
            joined_at=candidate.joined_at,
            facts=facts | ({"why": order.reason} if order.reason else {}),
        )

    def _require(self, reader: Reader, order: Order, by: Actor) -> None:
        found = None if order.line_id is None else state(reader, order.line_id)
        concerned = {order.member_id}
        if found is not None:
            cases = store.open_with(reader, by.guild_id, lines_of(reader, found.line))
            concerned |= rules.concerned_by(found.line, cases)
        rules.require_order(order, by, concerned)

    def _require_state(self, reader: Reader, order: Order) -> State | None:
        found = None if order.line_id is None else state(reader, order.line_id)
        if found is not None:
            rules.require_state(order.action, stands=found.stands, is_held=found.is_held)
        return found

    def _order(self, action: Action, found: State, reason: str, interaction_id: int) -> Order:
        line = found.line
        points = abs(line.points + line.pending)
        return Order(action, line.member_id, line.id, points, reason, interaction_id)

    async def _award(self, line_id: int, by: Actor) -> State:
        if not by.is_staff:
            raise NotStaff
        found = await self._database.read(lambda reader: state(reader, line_id))
        if found is None or found.line.guild_id != by.guild_id:
            raise UnknownAward
        return found

    async def _audited(self, order: Order, by: Actor, work: Callable[[Transaction], Done]) -> Done:
        """Do it in one transaction; what staff are refused is written down by the same one, and then raised."""

        def whole(tx: Transaction) -> Done | Refused:
            try:
                return work(tx)
            except tuple(OUTCOMES) as refused:  # raised before anything was written
                self._write_down(tx, order, by, OUTCOMES[type(refused)], None, order.reason or None)
                return refused

        done = await self._database.tx(whole)
        if isinstance(done, Refused):
            raise done
        return done

    def _write_down(
        self, tx: Transaction, order: Order, by: Actor, outcome: Outcome, case_id: int | None, reason: str | None
    ) -> None:
        done = Audited(
            at=self._clock(),
            by_id=by.id,
            action=order.action,
            member_id=order.member_id,
            line_id=order.line_id,
            case_id=case_id,
            points=order.points,
            outcome=outcome,
            reason=reason,
        )
        store.write_down(tx, by.guild_id, done)

"""What keeps the ledger honest: attacks on it with their exact outcomes, and what staff may do about it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.actor import Actor
from bot.database import Transaction
from bot.errors import NotStaff, Refused
from bot.hold_tables import reputation_audit, reputation_cases
from bot.ids import Ids, snowflake
from bot.reputation import store as ledger_store
from bot.reputation.accepting import Accepting
from bot.reputation.holds.case import ORDER_LASTS, Action, Case, CaseKind, Decision, Outcome
from bot.reputation.holds.nightly import Nightly
from bot.reputation.holds.orders import Orders
from bot.reputation.holds.refused import (
    AwardGone,
    CaseDecided,
    NoPoints,
    NoReason,
    NotAlone,
    OnOneself,
    UnknownAward,
    UnknownCase,
)
from bot.reputation.holds.service import CARD_JOB, Cases
from bot.reputation.ledger import VEST_JOB, Ledger
from bot.reputation.line import Claim, Giver, Line, Reason, Rule
from bot.reputation.replay import Replay
from bot.reputation_settings import Reputation, Rings
from tests.services import ELSEWHERE, HERE, NOON, Engine, member

HUGO, ALT, BEA, CARL = 11, 12, 13, 14
SAM, SUE, TOM = member(21, is_staff=True), member(22, is_staff=True), member(23, is_staff=True)
QUESTIONS = count(1000)


@dataclass(frozen=True)
class Desk:
    """The ledger, what watches over it, and staff's hands."""

    engine: Engine
    ledger: Ledger
    cases: Cases
    orders: Orders
    nightly: Nightly

    async def give(
        self,
        giver: int,
        to: int,
        *,
        reason: Reason = Reason.ACCEPTED_ANSWER,
        as_: Giver = Giver.ASKER,
        guild: int = HERE,
    ) -> Line:
        """Somebody gives an award now, for a question of its own."""
        question = next(QUESTIONS)
        claim = Claim(
            guild_id=guild,
            key=f"accepted:m{question}" if reason is Reason.ACCEPTED_ANSWER else f"{reason}:{question}",
            member_id=to,
            by_id=giver,
            giver=as_,
            reason=reason,
            subject_id=question,
            at=self.engine.clock(),
        )
        line = await self.engine.database.tx(lambda tx: self.ledger.award(tx, claim))
        assert line is not None
        return line

    async def reverse(self, line: Line) -> None:
        """It is deleted."""
        await self.engine.database.tx(lambda tx: self.ledger.reverse(tx, line, Rule.DELETED, None))

    async def balance(self, who: int) -> int:
        """Of the ledger; and every time a replay of it says the same of everybody."""

        def look(tx: Transaction) -> int:
            lines = ledger_store.of_guild(tx, HERE)
            replayed = Replay(self.ledger.policy_of(tx, HERE)).run(lines)
            for one in {line.member_id for line in lines}:
                assert replayed.balances[one] == ledger_store.balance(tx, HERE, one)
            return ledger_store.balance(tx, HERE, who)

        return await self.engine.database.tx(look)

    async def open_cases(self) -> list[Case]:
        """What staff are to look at, the oldest first."""
        rows = await self.engine.rows(reputation_cases)
        shown = [await self.cases.shown(row["id"]) for row in rows if row["decision"] is None]
        return [one.case for one in shown if one is not None]

    async def audit(self) -> list[tuple[Action, Outcome, str | None]]:
        """What was written down of what staff did, the oldest first."""
        rows = await self.engine.rows(reputation_audit)
        return [(Action(row["action"]), Outcome(row["outcome"]), row["reason"]) for row in rows]


def desk_of(engine: Engine, settings: Reputation | None = None) -> Desk:
    settings = settings or Reputation()
    ledger, ids = Ledger(engine.clock, settings, engine.services.jobs), Ids()
    accepting = Accepting(engine.database, engine.clock, settings, engine.services.jobs, ledger)
    cases = Cases(engine.database, engine.clock, engine.services.jobs, ids, ledger, accepting)
    orders = Orders(engine.database, engine.clock, ids, ledger, accepting, cases)
    nightly = Nightly(engine.database, engine.clock, settings.rings, accepting, cases)
    return Desk(engine, ledger, cases, orders, nightly)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return desk_of(engine)


def newcomers(how_many: int, *, at: datetime = NOON) -> list[int]:
    """Accounts that were made an hour ago."""
    return [snowflake(at - timedelta(hours=1), salt) for salt in range(1, how_many + 1)]


async def circle(desk: Desk, *members: int, rounds: int = 2) -> None:
    """Each accepts an answer of the next, so often."""
    for _ in range(rounds):
        for giver, to in zip(members, (*members[1:], members[0]), strict=True):
            await desk.give(giver, to)
        desk.engine.clock.turn(days=1)


# Attack 1


async def test_an_old_alt_accepts_the_same_helper_ten_times_and_is_flagged_at_the_third(desk: Desk) -> None:
    earned: list[int] = []
    for place in range(10):
        earned.append((await desk.give(ALT, HUGO)).points)
        desk.engine.clock.turn(hours=16)
        assert len(await desk.open_cases()) == (place >= 2)
    assert earned == [15, 7, 0, 0, 0, 0, 0, 0, 0, 0]
    assert await desk.balance(HUGO) == 22
    [case] = await desk.open_cases()
    assert (case.kind, set(case.members), len(case.line_ids)) == (CaseKind.PAIR, {HUGO, ALT}, 10)
    await desk.cases.decide(case.id, Decision.LET_GO, by=SAM)
    await desk.give(ALT, HUGO)
    assert await desk.open_cases() == [], "once in thirty days"
    assert await desk.balance(HUGO) == 22
    desk.engine.clock.turn(days=31)
    for _ in range(3):
        await desk.give(ALT, HUGO)
    assert len(await desk.open_cases()) == 1


async def test_what_staff_take_back_of_a_pair_is_gone_with_all_of_it(desk: Desk) -> None:
    for _ in range(3):
        await desk.give(ALT, HUGO)
    [case] = await desk.open_cases()
    await desk.cases.decide(case.id, Decision.REVERSED, by=SAM)
    assert await desk.balance(HUGO) == 0
    shown = await desk.cases.shown(case.id)
    assert shown is not None
    assert not any(one.stands or one.is_held for one in shown.awards)
    for _ in range(2):
        await desk.give(ALT, HUGO)
    assert await desk.open_cases() == []
    await desk.give(ALT, HUGO)
    [again] = await desk.open_cases()
    assert (again.kind, len(again.line_ids)) == (CaseKind.PAIR, 3), "what goes on after that comes to staff again"


# Attack 2


async def test_five_fresh_accounts_earn_a_helper_nothing_and_make_one_case_and_their_bans_reverse_all(
    desk: Desk,
) -> None:
    fresh = newcomers(5)
    for place, giver in enumerate(fresh, 1):
        line = await desk.give(giver, HUGO)
        assert (line.points, line.pending, line.rule) == (0, 15, Rule.NEW_GIVER)
        assert len(await desk.open_cases()) == (place >= 3)
    [case] = await desk.open_cases()
    assert (case.kind, case.member_id, set(case.members)) == (CaseKind.NEWCOMERS, HUGO, {HUGO, *fresh})
    assert len(case.line_ids) == 5
    assert await desk.balance(HUGO) == 0
    for giver in fresh:
        await desk.cases.banned(HERE, giver)
    shown = await desk.cases.shown(case.id)
    assert shown is not None
    assert not shown.can_be_decided, "nothing of it is left"
    desk.engine.clock.turn(days=8)
    for job in await desk.engine.owed():
        if job.kind == VEST_JOB:
            await desk.cases.vest(job.subject_id)
    assert await desk.balance(HUGO) == 0


async def test_what_new_givers_gave_vests_in_its_time_whether_or_not_staff_let_it(desk: Desk) -> None:
    """Somebody who leaves and comes back changes nothing of that (attack 10): it is their account's age that counts."""
    lines = [await desk.give(giver, HUGO) for giver in newcomers(3)]
    [case] = await desk.open_cases()
    await desk.cases.decide(case.id, Decision.LET_GO, by=SAM)
    assert await desk.balance(HUGO) == 0
    assert await desk.cases.vest(lines[0].id) is None, "it is not its time"
    desk.engine.clock.turn(days=7)
    vested = [await desk.cases.vest(line.id) for line in lines]
    assert [line and (line.points, line.rule) for line in vested] == [(15, Rule.VESTED)] * 3
    assert await desk.balance(HUGO) == 45
    assert await desk.open_cases() == []


async def test_a_ban_takes_back_what_is_pending_and_shows_staff_what_counts_already(desk: Desk) -> None:
    [fresh] = newcomers(1)
    first = await desk.give(fresh, HUGO)
    desk.engine.clock.turn(days=7)
    await desk.cases.vest(first.id)
    assert await desk.balance(HUGO) == 15
    await desk.cases.banned(HERE, fresh)
    assert await desk.balance(HUGO) == 15, "that is for staff to decide"
    await desk.cases.banned(HERE, fresh)
    [case] = await desk.open_cases()
    assert case.kind is CaseKind.BANNED
    await desk.cases.decide(case.id, Decision.REVERSED, by=SAM)
    assert await desk.balance(HUGO) == 0
    await desk.cases.banned(HERE, fresh)
    assert await desk.open_cases() == []


async def owed_cards(desk: Desk) -> set[int]:
    """Which cards are to be drawn anew, because of what was done now."""
    jobs, now = await desk.engine.owed(), desk.engine.clock()
    desk.engine.clock.turn(seconds=1)
    return {job.subject_id for job in jobs if job.kind == CARD_JOB and job.due_at == now}


async def test_whatever_becomes_of_an_award_its_card_follows_and_offers_what_is_possible(desk: Desk) -> None:
    lines = [await desk.give(giver, HUGO) for giver in newcomers(3)]
    [case] = await desk.open_cases()

    async def follows(*, held: bool = False, vesting: bool = False, left: bool = True) -> None:
        assert await owed_cards(desk) == {case.id}
        shown = await desk.cases.shown(case.id)
        assert shown is not None
        assert (shown.is_held, shown.is_vesting, shown.can_be_decided) == (held, vesting, left)
        assert len(shown.awards) == 3

    await follows(vesting=True)
    await desk.orders.act(Action.HOLD, lines[0].id, "Look", 11, by=SAM)
    await follows(held=True, vesting=True)
    await desk.orders.act(Action.RELEASE, lines[0].id, "Honest", 12, by=SUE)
    await follows(vesting=True)
    desk.engine.clock.turn(days=7)
    for line in await desk.orders.recent(HUGO, by=SAM):
        await desk.cases.vest(line.id)
    await follows()
    [vested, *_] = await desk.orders.recent(HUGO, by=SAM)
    await desk.orders.act(Action.HOLD, vested.id, "Look", 1, by=SAM)
    await follows(held=True)
    asked = (await desk.orders.act(Action.RELEASE, vested.id, "Honest", 2, by=SUE)).case
    assert asked is None
    await follows()
    for line in await desk.orders.recent(HUGO, by=SAM):
        await desk.reverse(line)
    await follows(left=False)


async def test_an_order_that_came_to_be_impossible_is_offered_no_more_and_still_expires(desk: Desk) -> None:
    await desk.orders.confirm((await _asked(desk.orders, HUGO, 300)).id, Decision.CONFIRMED, by=SUE)
    [large] = await desk.orders.recent(HUGO, by=SAM)
    case = (await desk.orders.act(Action.HOLD, large.id, "Look", 3, by=SUE)).case
    assert case is not None
    await desk.reverse(large)
    assert case.id in await owed_cards(desk)
    shown = await desk.cases.shown(case.id)
    assert shown is not None
    assert (shown.can_be_decided, shown.case.decision) == (False, None)


# Attack 3


async def test_three_in_a_circle_are_all_held_with_the_evidence(desk: Desk) -> None:
    await circle(desk, ALT, BEA, CARL)
    assert [await desk.balance(one) for one in (ALT, BEA, CARL)] == [22, 22, 22]
    [case_id] = await desk.nightly.look(HERE)
    assert [await desk.balance(one) for one in (ALT, BEA, CARL)] == [0, 0, 0]
    [case] = await desk.open_cases()
    assert (case.id, case.kind, set(case.members)) == (case_id, CaseKind.RING, {ALT, BEA, CARL})
    assert (case.inside, case.received, len(case.line_ids)) == (6, 6, 6)
    assert await desk.nightly.look(HERE) == [], "what is held is not held again"
    with pytest.raises(OnOneself):
        await desk.cases.decide(case_id, Decision.LET_GO, by=member(BEA, is_staff=True))
    await desk.cases.decide(case_id, Decision.LET_GO, by=SAM)
    assert [await desk.balance(one) for one in (ALT, BEA, CARL)] == [22, 22, 22]
    assert await desk.nightly.look(HERE) == [], "nor what staff have let go"
    with pytest.raises(CaseDecided):
        await desk.cases.decide(case_id, Decision.REVERSED, by=SUE)


async def test_what_is_held_can_be_taken_back_and_then_earned_anew(desk: Desk) -> None:
    await circle(desk, ALT, BEA, CARL)
    [case_id] = await desk.nightly.look(HERE)
    await desk.cases.decide(case_id, Decision.REVERSED, by=SAM)
    assert [await desk.balance(one) for one in (ALT, BEA, CARL)] == [0, 0, 0]
    desk.engine.clock.turn(days=1)
    assert (await desk.give(ALT, BEA)).points == 15, "what was taken back counts against nobody"
    assert await desk.nightly.look(HERE) == []


async def test_a_genuine_trio_is_not_held(desk: Desk) -> None:
    await circle(desk, ALT, BEA, CARL)
    for place, to in enumerate([ALT, BEA, CARL] * 3):
        await desk.give(100 + place, to)
    before = [await desk.balance(one) for one in (ALT, BEA, CARL)]
    assert await desk.nightly.look(HERE) == []
    assert [await desk.balance(one) for one in (ALT, BEA, CARL)] == before


async def test_who_is_supplied_by_one_giver_is_looked_at_from_the_sixth_award_on(desk: Desk) -> None:
    for _ in range(5):
        await desk.give(ALT, HUGO)
        desk.engine.clock.turn(days=1)
    assert await desk.nightly.look(HERE) == []
    await desk.give(ALT, HUGO)
    assert len(await desk.nightly.look(HERE)) == 1
    assert await desk.balance(HUGO) == 0
    case = (await desk.open_cases())[-1]
    assert (case.kind, case.inside, case.received) == (CaseKind.SUPPLIED, 6, 6)


async def test_rings_elsewhere_before_and_where_it_is_off_are_left_alone(engine: Engine) -> None:
    desk = desk_of(engine)
    await circle(desk, ALT, BEA, CARL)
    assert await desk.nightly.look(ELSEWHERE) == []
    off = desk_of(engine, Reputation(rings=Rings(enabled=False)))
    assert await off.nightly.look(HERE) == []
    engine.clock.turn(days=31)
    assert await desk.nightly.look(HERE) == []


async def test_it_is_looked_at_each_night_at_its_hour(desk: Desk) -> None:
    assert desk.nightly.next_at() == NOON.replace(hour=3) + timedelta(days=1)
    desk.engine.clock.turn(hours=14)
    assert desk.nightly.next_at() == NOON.replace(hour=3) + timedelta(days=1)
    desk.engine.clock.turn(hours=1)
    assert desk.nightly.next_at() == NOON.replace(hour=3) + timedelta(days=2)


async def test_what_is_held_does_not_vest_until_it_is_let_go(desk: Desk) -> None:
    [fresh] = newcomers(1)
    line = await desk.give(fresh, HUGO)
    await desk.orders.act(Action.HOLD, line.id, "Look at this", 1, by=SAM)
    desk.engine.clock.turn(days=8)
    assert await desk.cases.vest(line.id) is None
    await desk.orders.act(Action.RELEASE, line.id, "It is honest", 2, by=SUE)
    [owed] = [job for job in await desk.engine.owed() if job.kind == VEST_JOB and job.subject_id != line.id]
    assert owed.due_at == desk.engine.clock(), "its time has come already"
    await desk.cases.vest(owed.subject_id)
    assert await desk.balance(HUGO) == 15


# Attack 9


async def test_what_burned_the_cap_is_taken_back_and_the_honest_awards_come_back(desk: Desk) -> None:
    burned = [await desk.give(100 + place, HUGO, reason=Reason.HELPFUL) for place in range(8)]
    assert await desk.balance(HUGO) == 40
    honest = [await desk.give(200 + place, HUGO, reason=Reason.HELPFUL) for place in range(3)]
    assert [(line.points, line.rule) for line in honest] == [(0, Rule.RECEIVER_CAP)] * 3
    for line in burned[:2]:
        await desk.orders.act(Action.REVERSE, line.id, "A script did that", line.id, by=SAM)
    assert await desk.balance(HUGO) == 40, "two of the three have room"
    await desk.reverse(burned[2])
    assert await desk.balance(HUGO) == 40
    await desk.reverse(burned[3])
    assert await desk.balance(HUGO) == 35


async def test_a_day_begins_at_midnight_in_utc(desk: Desk) -> None:
    def at(text: str) -> None:
        desk.engine.clock.now = datetime.fromisoformat(text).replace(tzinfo=UTC)

    at("2027-03-27T23:59:59")
    for place in range(9):
        await desk.give(100 + place, HUGO, reason=Reason.HELPFUL)
    assert await desk.balance(HUGO) == 40
    for place in range(6):
        line = await desk.give(ALT, 300 + place)
    assert line.rule is Rule.GIVER_CAP
    at("2027-03-28T00:00:01")
    assert (await desk.give(200, HUGO, reason=Reason.HELPFUL)).points == 5
    assert (await desk.give(ALT, 310)).points == 15
    at("2027-03-28T02:30:00")  # while clocks in Europe are put forward
    for place in range(8):
        await desk.give(210 + place, HUGO, reason=Reason.HELPFUL)
    assert await desk.balance(HUGO) == 80


async def test_who_has_all_that_is_kept_of_them_erased_takes_no_points_from_those_they_awarded(desk: Desk) -> None:
    await desk.give(ALT, HUGO)
    [fresh] = newcomers(1)
    pending = await desk.give(fresh, HUGO)
    await circle(desk, BEA, CARL)
    await circle(desk, BEA, CARL)
    before = [await desk.balance(one) for one in (HUGO, BEA, CARL)]
    for giver in (ALT, fresh, BEA):
        await desk.engine.services.privacy.delete(by=member(giver))
    assert [await desk.balance(one) for one in (HUGO, BEA, CARL)] == before
    desk.engine.clock.turn(days=7)
    await desk.cases.vest(pending.id)
    assert await desk.balance(HUGO) == before[0] + 15


# Staff's own acts: attack 11


@pytest.mark.parametrize(
    ("who", "points", "reason", "by", "refusal", "outcome"),
    [
        (SAM.id, 10, "I was good", SAM, OnOneself, Outcome.ONESELF),
        (HUGO, 10, "", SAM, NoReason, Outcome.NO_REASON),
        (HUGO, 10, " \u2800 ", SAM, NoReason, Outcome.NO_REASON),
        (HUGO, 0, "For nothing", SAM, NoPoints, Outcome.NO_POINTS),
        (HUGO, 1001, "Very much", SAM, NoPoints, Outcome.NO_POINTS),
        (HUGO, 10, "I like him", member(BEA), NotStaff, None),
    ],
    ids=["oneself", "no-reason", "blank", "no-points", "too-many", "a-stranger"],
)
async def test_what_staff_may_not_adjust_is_refused_and_written_down(
    desk: Desk,
    who: int,
    points: int,
    reason: str,
    by: Actor,
    refusal: type[Refused],
    outcome: Outcome | None,
) -> None:
    with pytest.raises(refusal):
        await desk.orders.adjust(who, points, reason, 1, by=by)
    assert await desk.balance(who) == 0
    assert [one for _, one, _ in await desk.audit()] == ([outcome] if outcome else [])


async def test_an_adjustment_counts_once_with_its_reason_and_takes_away_too(desk: Desk) -> None:
    for _ in range(2):
        await desk.orders.adjust(HUGO, 30, "Wrote the guide", 1, by=SAM)
    await desk.orders.adjust(HUGO, -40, "It was copied", 2, by=SAM)
    assert await desk.balance(HUGO) == -10
    assert await desk.audit() == [
        (Action.ADJUST, Outcome.DONE, "Wrote the guide"),
        (Action.ADJUST, Outcome.DONE, "It was copied"),
    ]
    [newest, _] = await desk.orders.audit(by=SUE)
    assert (newest.by_id, newest.member_id, newest.points) == (SAM.id, HUGO, -40)
    with pytest.raises(NotStaff):
        await desk.orders.audit(by=member(HUGO))


async def test_five_hundred_wait_for_a_second_member_of_staff(desk: Desk) -> None:
    ordered = await desk.orders.adjust(HUGO, 500, "Ran the event", 1, by=SAM)
    assert ordered.case is not None
    assert await desk.balance(HUGO) == 0
    assert (await desk.orders.adjust(HUGO, 500, "Ran the event", 1, by=SAM)).case == ordered.case
    with pytest.raises(NotAlone):
        await desk.orders.confirm(ordered.case.id, Decision.CONFIRMED, by=SAM)
    with pytest.raises(OnOneself):
        await desk.orders.confirm(ordered.case.id, Decision.CONFIRMED, by=member(HUGO, is_staff=True))
    for by in (member(BEA), member(BEA, is_staff=True, guild_id=ELSEWHERE)):
        with pytest.raises((NotStaff, UnknownCase)):
            await desk.orders.confirm(ordered.case.id, Decision.CONFIRMED, by=by)
    assert await desk.balance(HUGO) == 0
    await desk.orders.confirm(ordered.case.id, Decision.CONFIRMED, by=SUE)
    assert await desk.balance(HUGO) == 500
    with pytest.raises(CaseDecided):
        await desk.orders.confirm(ordered.case.id, Decision.CONFIRMED, by=SUE)
    assert await desk.balance(HUGO) == 500
    assert [outcome for _, outcome, _ in await desk.audit()] == [
        Outcome.ASKED,
        Outcome.SAME,
        Outcome.ONESELF,
        Outcome.CONFIRMED,
    ]


@pytest.mark.parametrize("ends", ["declined", "expired"])
async def test_an_order_that_is_not_confirmed_comes_to_nothing(desk: Desk, ends: str) -> None:
    case = (await desk.orders.adjust(HUGO, -500, "Sold his account", 1, by=SAM)).case
    assert case is not None
    await desk.cases.expire(case.id)
    if ends == "declined":
        await desk.orders.confirm(case.id, Decision.DECLINED, by=SUE)
    else:
        desk.engine.clock.turn(seconds=ORDER_LASTS.total_seconds())
        with pytest.raises(CaseDecided):
            await desk.orders.confirm(case.id, Decision.CONFIRMED, by=SUE)
        await desk.cases.expire(case.id)
    shown = await desk.cases.shown(case.id)
    assert shown is not None
    assert (shown.case.decision, shown.can_be_decided) == (Decision(ends), False)
    assert await desk.balance(HUGO) == 0


async def test_nobody_gives_more_by_giving_often(desk: Desk) -> None:
    await desk.orders.adjust(HUGO, 60, "One", 1, by=SAM)
    assert (await desk.orders.adjust(HUGO, 60, "Two", 2, by=SAM)).case is not None
    assert (await desk.orders.adjust(HUGO, -41, "Three", 3, by=SAM)).case is not None
    assert (await desk.orders.adjust(BEA, 60, "Another", 4, by=SAM)).case is None
    assert (await desk.orders.adjust(HUGO, 60, "By another", 5, by=SUE)).case is None
    assert await desk.balance(HUGO) == 120
    desk.engine.clock.turn(days=1, seconds=1)
    assert (await desk.orders.adjust(HUGO, 60, "The next day", 6, by=SAM)).case is None


async def test_an_award_is_held_let_go_and_taken_back_by_the_line_that_anybody_names(desk: Desk) -> None:
    line = await desk.give(ALT, HUGO)
    interaction = count(1)

    async def act(action: Action, line_id: int = line.id, by: Actor = SAM) -> None:
        await desk.orders.act(action, line_id, "Looked at it", next(interaction), by=by)

    with pytest.raises(AwardGone):
        await act(Action.RELEASE)
    await act(Action.HOLD)
    assert await desk.balance(HUGO) == 0
    with pytest.raises(AwardGone):
        await act(Action.HOLD)
    await act(Action.RELEASE)
    assert await desk.balance(HUGO) == 15
    await act(Action.HOLD)
    await act(Action.REVERSE)
    assert await desk.balance(HUGO) == 0
    for action in (Action.HOLD, Action.RELEASE, Action.REVERSE):
        with pytest.raises(AwardGone):
            await desk.orders.may_act(action, line.id, by=SAM)
    for line_id, by in ((4711, SAM), (line.id, member(BEA, is_staff=True, guild_id=ELSEWHERE))):
        with pytest.raises(UnknownAward):
            await act(Action.REVERSE, line_id, by)


async def test_a_button_that_is_pressed_twenty_times_at_once_does_it_once(desk: Desk) -> None:
    async def at_once(press: Callable[[], Awaitable[object]]) -> None:
        results = await asyncio.gather(*(press() for _ in range(20)), return_exceptions=True)
        refused = [one for one in results if isinstance(one, BaseException)]
        assert len(refused) == 19
        assert {type(one) for one in refused} == {CaseDecided}

    asked = await _asked(desk.orders, HUGO, 300)
    await at_once(lambda: desk.orders.confirm(asked.id, Decision.CONFIRMED, by=SUE))
    assert await desk.balance(HUGO) == 300
    await circle(desk, ALT, BEA, CARL)
    [ring] = await desk.nightly.look(HERE)
    await at_once(lambda: desk.cases.decide(ring, Decision.LET_GO, by=SAM))
    assert [await desk.balance(one) for one in (ALT, BEA, CARL)] == [22, 22, 22]
    for _ in range(3):
        await desk.give(100, SUE.id)
    [pair] = await desk.open_cases()
    await at_once(lambda: desk.cases.decide(pair.id, Decision.REVERSED, by=SAM))
    assert await desk.balance(SUE.id) == 0
    outcomes = [outcome for _, outcome, _ in await desk.audit()]
    assert outcomes == [Outcome.ASKED, Outcome.CONFIRMED, Outcome.LET_GO, Outcome.REVERSED]


async def test_an_order_that_arrives_twenty_times_at_once_is_one(desk: Desk) -> None:
    give = [desk.orders.adjust(HUGO, 30, "Wrote the guide", 1, by=SAM) for _ in range(20)]
    ask = [desk.orders.adjust(HUGO, 500, "Ran the event", 2, by=SAM) for _ in range(20)]
    await asyncio.gather(*give, *ask)
    assert await desk.balance(HUGO) == 30
    assert len(await desk.open_cases()) == 1
    assert [outcome for _, outcome, _ in await desk.audit()] == [Outcome.DONE, Outcome.ASKED]


async def test_nobody_acts_on_their_own_award_and_a_large_one_needs_two(desk: Desk) -> None:
    own = await desk.give(ALT, SAM.id)
    with pytest.raises(OnOneself):
        await desk.orders.act(Action.REVERSE, own.id, "I am modest", 1, by=SAM)
    await desk.orders.confirm(
        (await _asked(desk.orders, HUGO, 300)).id,
        Decision.CONFIRMED,
        by=SUE,
    )
    [large] = await desk.orders.recent(HUGO, by=SAM)
    ordered = await desk.orders.act(Action.REVERSE, large.id, "It was a mistake", 3, by=SUE)
    assert ordered.case is not None
    assert await desk.balance(HUGO) == 300
    with pytest.raises(OnOneself):
        await desk.orders.confirm(ordered.case.id, Decision.CONFIRMED, by=SAM)
    await desk.orders.confirm(ordered.case.id, Decision.CONFIRMED, by=TOM)
    assert await desk.balance(HUGO) == 0
    assert await desk.orders.recent(HUGO, by=SAM) == []
    assert await desk.orders.recent(None, by=member(HUGO)) == []


@pytest.mark.parametrize("action", [Action.HOLD, Action.RELEASE, Action.REVERSE])
async def test_who_stands_on_a_card_does_not_decide_it_line_by_line(desk: Desk, action: Action) -> None:
    await circle(desk, SAM.id, SUE.id, BEA)
    first = await desk.give(SAM.id, HUGO)
    given = await desk.orders.recent(BEA, by=TOM)
    assert await desk.nightly.look(HERE) != []
    for line in given:
        for by in (SAM, SUE):
            with pytest.raises(OnOneself):
                await desk.orders.may_act(action, line.id, by=by)
            with pytest.raises(OnOneself):
                await desk.orders.act(action, line.id, "She is honest", line.id, by=by)
    await desk.orders.act(Action.RELEASE, given[0].id, "She is honest", 1, by=TOM)
    with pytest.raises(OnOneself):
        await desk.orders.act(Action.REVERSE, (await desk.orders.recent(BEA, by=TOM))[0].id, "Not", 2, by=SAM)
    with pytest.raises(OnOneself):
        await desk.orders.act(action, first.id, "I gave it", 3, by=SAM)
    assert {outcome for _, outcome, _ in await desk.audit()} == {Outcome.ONESELF, Outcome.DONE}


async def _asked(orders: Orders, who: int, points: int) -> Case:
    case = (await orders.adjust(who, points, "Ran the event", 2, by=SAM)).case
    assert case is not None
    return case

"""The ledger: whatever happens to it, its lines add up, and say again what they said."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bot.database import Transaction
from bot.ids import snowflake
from bot.reputation import store
from bot.reputation.ledger import VEST_JOB, Ledger
from bot.reputation.line import CAPPED, Claim, Giver, Line, Reason, Rule
from bot.reputation.question import QuestionRef
from bot.reputation.replay import Replay
from bot.reputation_settings import Limits, Points, Reputation
from tests.services import ELSEWHERE, HERE, NOON, Engine

T = TypeVar("T")

OLD = [snowflake(NOON - timedelta(days=400), number) for number in range(8)]
NEW = [snowflake(NOON - timedelta(days=5), number) for number in range(8, 10)]
ANN, BOB, CAL, DEE, EVE, HUGO, IDA, SAM = OLD


class Desk:
    """The ledger of one engine, and what is asked of it in a transaction of its own."""

    def __init__(self, engine: Engine, reputation: Reputation | None = None) -> None:
        self.engine, self.guild_id = engine, HERE
        self.ledger = Ledger(engine.clock, reputation or Reputation(), engine.services.jobs)

    async def do(self, work: Callable[[Transaction], T]) -> T:
        return await self.engine.database.tx(work)

    def claim(
        self,
        member: int = HUGO,
        by: int = ANN,
        question: int = 70,
        *,
        reason: Reason = Reason.ACCEPTED_ANSWER,
        giver: Giver = Giver.ASKER,
        assists: int = 0,
    ) -> Claim:
        ref = QuestionRef.message(question)
        key = {
            Reason.ACCEPTED_ANSWER: ref.primary_key,
            Reason.ASSIST: ref.assist_key(member),
        }.get(reason, ref.mark_key(member, by))
        return Claim(
            self.guild_id, key, member, by, giver, reason, question, self.engine.clock(), by, assists=assists
        )

    async def award(self, *args: Any, **kwargs: Any) -> Line:
        line = await self.do(lambda tx: self.ledger.award(tx, self.claim(*args, **kwargs)))
        assert line is not None
        return line

    async def lines(self) -> list[Line]:
        return await self.engine.database.read(lambda reader: store.of_guild(reader, self.guild_id))

    async def balances(self) -> dict[int, int]:
        sums: Counter[int] = Counter()
        for line in await self.lines():
            sums[line.member_id] += line.points
        return {member: points for member, points in sums.items() if points}

    async def replayed(self) -> dict[int, int]:
        policy_of = await self.engine.database.read(lambda reader: self.ledger.policy_of(reader, self.guild_id))
        replay = Replay(policy_of).run(await self.lines())
        return {member: points for member, points in replay.balances.items() if points}


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


async def test_an_old_alt_that_accepts_one_helper_in_ten_threads_a_week_brings_22(desk: Desk) -> None:
    earned = []
    for question in range(10):
        line = await desk.award(question=question)
        earned.append((line.points, line.rule))
        desk.engine.clock.turn(hours=16)
    assert earned[:3] == [(15, Rule.FULL), (7, Rule.PAIR_HALF), (0, Rule.PAIR_SPENT)]
    assert await desk.balances() == await desk.replayed() == {HUGO: 22}


async def test_a_key_is_awarded_once_at_a_time_and_again_once_that_was_taken_back(desk: Desk) -> None:
    first = await desk.award()
    assert await desk.do(lambda tx: desk.ledger.award(tx, desk.claim(IDA))) is None
    await desk.do(lambda tx: desk.ledger.reverse(tx, first, Rule.UNACCEPTED, ANN))
    assert await desk.do(lambda tx: desk.ledger.reverse(tx, first, Rule.UNACCEPTED, ANN)) is None
    second = await desk.award(IDA)
    assert (second.turn, await desk.balances()) == (1, {IDA: 15})
    with pytest.raises(IntegrityError):
        await desk.do(lambda tx: desk.ledger._write(tx, second))


async def test_an_acceptance_that_goes_to_and_fro_ten_times_ends_with_one_holder_of_15(desk: Desk) -> None:
    line = await desk.award()
    for turn in range(10):
        to = (IDA, HUGO)[turn % 2]
        written = await desk.do(
            lambda tx, line=line, to=to: desk.ledger.change(tx, [line], Rule.SWITCHED, ANN, [desk.claim(to)])
        )
        assert written.awarded[0] is not None
        line = written.awarded[0]
        assert await desk.balances() == {to: 15}
    assert await desk.replayed() == {HUGO: 15}


async def test_who_helped_beside_shares_the_pot_of_who_answered(desk: Desk) -> None:
    line = await desk.award()
    claims = [desk.claim(assists=1), desk.claim(IDA, reason=Reason.ASSIST)]
    await desk.do(lambda tx: desk.ledger.change(tx, [line], Rule.SHARED, ANN, claims))
    assert await desk.balances() == await desk.replayed() == {HUGO: 12, IDA: 3}


async def test_what_the_members_day_took_comes_back_when_what_burned_it_is_reversed(desk: Desk) -> None:
    burned = [
        await desk.award(by=by, question=question, reason=Reason.HELPFUL)
        for question, by in enumerate((ANN, BOB, CAL, DEE, EVE, IDA, SAM, *OLD[8:]))
    ]
    for question in range(20, 23):  # half each: 35 + 2 + 2 + 1
        await desk.award(by=OLD[question - 20], question=question, reason=Reason.HELPFUL)
    honest = await desk.award(by=DEE, question=30, reason=Reason.PEER, giver=Giver.PEER)
    assert (honest.points, honest.rule) == (0, Rule.RECEIVER_CAP)
    assert await desk.balances() == {HUGO: 40}
    await desk.do(lambda tx: desk.ledger.reverse(tx, burned[6], Rule.STAFF, EVE))
    assert await desk.balances() == await desk.replayed() == {HUGO: 37}  # 35 − 5, and 2 + 2 + 2 + 1
    assert [line.rule for line in await desk.lines()][-4:] == [
        Rule.SUPERSEDED,
        Rule.RESTORED,
        Rule.SUPERSEDED,
        Rule.RESTORED,
    ]


async def test_what_the_givers_day_took_comes_back_but_switching_takes_no_turn(desk: Desk) -> None:
    members = [BOB, CAL, DEE, EVE, HUGO, IDA]
    lines = [await desk.award(member, question=question) for question, member in enumerate(members)]
    assert [line.points for line in lines] == [15] * 5 + [0]
    claim = desk.claim(SAM, question=0)
    await desk.do(lambda tx: desk.ledger.change(tx, [lines[0]], Rule.SWITCHED, ANN, [claim]))
    assert (await desk.balances()).get(IDA, 0) == 0
    assert await desk.balances() == await desk.replayed()
    await desk.do(lambda tx: desk.ledger.reverse(tx, lines[1], Rule.DELETED, None))
    assert await desk.balances() == await desk.replayed() == dict.fromkeys([SAM, DEE, EVE, HUGO, IDA], 15)


@pytest.mark.parametrize(("seconds", "points"), [(1, 0), (12 * 3600, 15)])
async def test_a_day_ends_at_midnight_in_utc(desk: Desk, seconds: int, points: int) -> None:
    desk.engine.clock.now = NOON.replace(hour=23, minute=59, second=58)
    for question, member in enumerate([BOB, CAL, DEE, EVE, HUGO]):
        await desk.award(member, question=question)
    desk.engine.clock.turn(seconds=seconds if not points else 3)
    late = await desk.award(IDA, question=9)
    assert late.points == points
    assert await desk.balances() == await desk.replayed()


async def test_what_somebody_new_gives_counts_once_it_has_vested(desk: Desk) -> None:
    line = await desk.award(by=NEW[0])
    assert (line.points, line.pending, line.rule) == (0, 15, Rule.NEW_GIVER)
    assert await desk.balances() == {}
    [job] = [job for job in await desk.engine.owed() if job.kind == VEST_JOB]
    assert (job.subject_id, job.due_at) == (line.id, line.vests_at)
    assert await desk.do(lambda tx: desk.ledger.vest(tx, line.id)) is None
    desk.engine.clock.turn(days=3)
    vested = await desk.do(lambda tx: desk.ledger.vest(tx, line.id))
    assert vested is not None
    assert (vested.points, vested.rule, vested.earned_at) == (15, Rule.VESTED, line.earned_at)
    assert await desk.do(lambda tx: desk.ledger.vest(tx, line.id)) is None
    assert await desk.balances() == await desk.replayed() == {HUGO: 15}


async def test_what_is_held_counts_for_nothing_until_it_is_let_go(desk: Desk) -> None:
    line = await desk.award()
    assert await desk.do(lambda tx: desk.ledger.hold(tx, line, None)) is not None
    assert await desk.do(lambda tx: desk.ledger.hold(tx, line, None)) is None
    assert await desk.balances() == await desk.replayed() == {}
    again = await desk.award(question=71)
    assert again.points == 7, "against limits it still counts"
    let_go = await desk.do(lambda tx: desk.ledger.release(tx, line, SAM))
    assert let_go is not None
    assert (let_go.points, let_go.by_id, let_go.rule, let_go.is_release) == (15, ANN, Rule.FULL, True)
    assert await desk.do(lambda tx: desk.ledger.release(tx, line, SAM)) is None
    assert await desk.balances() == await desk.replayed() == {HUGO: 22}


async def test_what_is_given_back_counts_as_a_pair(desk: Desk) -> None:
    alts = [
        await desk.award(member, question=question) for question, member in enumerate([BOB, CAL, DEE, EVE, IDA])
    ]
    for question in range(10, 15):
        assert (await desk.award(HUGO, question=question)).points == 0
    for alt in alts:
        await desk.do(lambda tx, alt=alt: desk.ledger.reverse(tx, alt, Rule.UNACCEPTED, ANN))
    assert await desk.balances() == await desk.replayed() == {HUGO: 22}


async def test_what_is_given_back_may_still_be_an_award_that_was_returned(desk: Desk) -> None:
    alts = [
        await desk.award(member, question=question) for question, member in enumerate([BOB, CAL, DEE, EVE, IDA])
    ]
    await desk.award(HUGO, question=10)
    await desk.award(ANN, by=HUGO, question=11)
    await desk.do(lambda tx: desk.ledger.reverse(tx, alts[0], Rule.UNACCEPTED, ANN))
    assert (await desk.balances()).get(HUGO, 0) == 0
    assert await desk.balances() == await desk.replayed()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_an_award_that_two_limits_cut_comes_back_when_both_have_room(
    desk: Desk, order: tuple[int, int]
) -> None:
    people = [BOB, CAL, DEE, EVE, IDA, SAM]
    receivers = [
        await desk.award(by=by, question=number, reason=Reason.HELPFUL) for number, by in enumerate(people)
    ]
    receivers += [
        await desk.award(by=by, question=20 + number, reason=Reason.HELPFUL)
        for number, by in enumerate(people[:5])
    ]
    assert (await desk.balances())[HUGO] == 40
    givers = [await desk.award(member, question=30 + number) for number, member in enumerate(people[:5])]
    honest = await desk.award(by=ANN, question=40, reason=Reason.HELPFUL)
    assert honest.points == 0
    for burner in (one for place in order for one in ([givers[0]], receivers[:2])[place]):
        await desk.do(lambda tx, burner=burner: desk.ledger.reverse(tx, burner, Rule.STAFF, None))
    standing = await desk.engine.database.read(lambda reader: store.standing_at(reader, HERE, honest.key))
    assert standing is not None
    assert (standing.points, standing.rule) == (5, Rule.RESTORED)
    assert await desk.balances() == await desk.replayed()


async def test_what_is_held_is_not_got_again_by_accepting_it_again(desk: Desk) -> None:
    line = await desk.award()
    await desk.do(lambda tx: desk.ledger.hold(tx, line, None))
    for by in (ANN, BOB):
        assert await desk.do(lambda tx, by=by: desk.ledger.award(tx, desk.claim(by=by))) is None
    other = await desk.award(IDA)
    await desk.do(lambda tx: desk.ledger.change(tx, [other], Rule.SWITCHED, ANN, [desk.claim()]))
    assert await desk.balances() == await desk.replayed() == {}


async def test_what_is_held_can_be_taken_back_and_is_let_go_no_more(desk: Desk) -> None:
    line = await desk.award()
    await desk.do(lambda tx: desk.ledger.hold(tx, line, None))
    assert await desk.do(lambda tx: desk.ledger.reverse(tx, line, Rule.DELETED, None)) is not None
    assert await desk.do(lambda tx: desk.ledger.reverse(tx, line, Rule.DELETED, None)) is None
    assert await desk.do(lambda tx: desk.ledger.release(tx, line, SAM)) is None
    assert await desk.balances() == await desk.replayed() == {}
    assert (await desk.award()).points == 15


async def test_what_vested_or_was_given_back_can_be_held_and_let_go(desk: Desk) -> None:
    pending = await desk.award(by=NEW[0])
    desk.engine.clock.turn(days=3)
    vested = await desk.do(lambda tx: desk.ledger.vest(tx, pending.id))
    assert vested is not None
    await desk.do(lambda tx: desk.ledger.hold(tx, vested, None))
    assert await desk.do(lambda tx: desk.ledger.release(tx, vested, SAM)) is not None
    assert await desk.balances() == await desk.replayed() == {HUGO: 15}


async def test_who_takes_the_place_of_a_held_mark_gives_back_the_room_that_it_used(desk: Desk) -> None:
    people = [BOB, CAL, DEE, EVE, IDA, SAM]
    burned = [await desk.award(by=by, question=number, reason=Reason.HELPFUL) for number, by in enumerate(people)]
    burned += [
        await desk.award(by=by, question=20 + number, reason=Reason.HELPFUL) for number, by in enumerate(people)
    ]
    assert (await desk.balances())[HUGO] == 40
    honest = await desk.award(by=ANN, question=40, reason=Reason.PEER, giver=Giver.PEER)
    await desk.do(lambda tx: desk.ledger.hold(tx, burned[0], None))
    taken = replace(desk.claim(CAL, BOB, 0, reason=Reason.HELPFUL), key=burned[0].key)
    assert await desk.do(lambda tx: desk.ledger.award(tx, taken)) is not None
    standing = await desk.engine.database.read(lambda reader: store.standing_at(reader, HERE, honest.key))
    assert standing is not None
    assert standing.points > 0
    assert await desk.balances() == await desk.replayed()


async def test_what_has_vested_is_held_and_let_go_as_anything_else(desk: Desk) -> None:
    line = await desk.award(by=NEW[0])
    desk.engine.clock.turn(days=3)
    vested = await desk.do(lambda tx: desk.ledger.vest(tx, line.id))
    assert vested is not None
    await desk.do(lambda tx: desk.ledger.hold(tx, vested, None))
    assert await desk.balances() == await desk.replayed() == {}
    await desk.do(lambda tx: desk.ledger.release(tx, vested, SAM))
    assert await desk.balances() == await desk.replayed() == {HUGO: 15}


async def test_that_staff_let_it_go_is_known_once_it_has_vested_and_how_it_was_judged_is_not_claimed_again(
    desk: Desk,
) -> None:
    claims = [desk.claim(by=NEW[0], assists=1), desk.claim(IDA, by=NEW[0], reason=Reason.ASSIST)]
    written = await desk.do(lambda tx: desk.ledger.change(tx, (), Rule.SHARED, NEW[0], claims))
    line = written.lines[0]
    assert line.data["follows"] == 1
    await desk.do(lambda tx: desk.ledger.hold(tx, line, None))
    let_go = await desk.do(lambda tx: desk.ledger.release(tx, line, SAM))
    assert let_go is not None
    desk.engine.clock.turn(days=7)
    vested = await desk.do(lambda tx: desk.ledger.vest(tx, let_go.id))
    assert vested is not None
    assert vested.data["released_by"] == SAM
    assert "released" not in vested.data
    assert "follows" not in line.claim.facts


async def test_other_numbers_in_the_settings_judge_only_what_comes_after(engine: Engine) -> None:
    before, after = (
        Desk(engine),
        Desk(engine, Reputation(points=Points(accepted_answer=30), limits=Limits(pair_days=1))),
    )
    await before.award(question=1)
    await after.award(question=2, by=BOB)
    await after.award(question=3, by=BOB)
    assert await after.balances() == await after.replayed() == await before.replayed() == {HUGO: 60}


async def test_each_server_has_its_own_ledger(desk: Desk) -> None:
    await desk.award()
    elsewhere = Claim(ELSEWHERE, "accepted:m70", HUGO, ANN, Giver.ASKER, Reason.ACCEPTED_ANSWER, 70, NOON, ANN)
    line = await desk.do(lambda tx: desk.ledger.award(tx, elsewhere))
    assert line is not None
    assert (line.turn, line.points) == (0, 15)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "accept",
                "accept",
                "mark",
                "mark",
                "switch",
                "share",
                "reverse",
                "reverse held",
                "hold",
                "hold",
                "release",
                "vest",
                "wait",
            ]
        ),
        st.integers(0, 4),
        st.integers(0, 4),
        st.integers(0, 3),
    ),
    min_size=10,
    max_size=60,
)
TIGHT = Reputation(limits=Limits(given_a_day=2, received_a_day=8))
"""Limits that a few awards come up against."""


async def step(desk: Desk, what: str, one: int, two: int, question: int) -> None:
    """One thing that may happen, as far as it can."""
    people = [*OLD[:4], NEW[0]]
    by, member = people[one], people[two]
    lines = await desk.lines()
    taken = {line.reverses_id for line in lines}
    standing = [line for line in lines if not line.is_reversal and line.id not in taken]
    picked = standing[(one * 5 + two) % len(standing)] if standing else None
    match what:
        case "wait":
            desk.engine.clock.turn(hours=(1, 11, 26, 24 * 8)[question % 4])
        case "accept" if by != member:
            await desk.do(lambda tx: desk.ledger.award(tx, desk.claim(member, by, question)))
        case "mark" if by != member:
            is_asker = question % 2 == 0
            reason, giver = (Reason.HELPFUL, Giver.ASKER) if is_asker else (Reason.PEER, Giver.PEER)
            claim = desk.claim(member, by, question, reason=reason, giver=giver)
            await desk.do(lambda tx: desk.ledger.award(tx, claim))
        case "switch" | "share" if picked is not None and picked.reason is Reason.ACCEPTED_ANSWER:
            giver = picked.by_id or 0
            if member in (giver, picked.member_id):
                return
            if what == "switch":
                claims = [desk.claim(member, giver, picked.subject_id)]
            else:
                claims = [
                    desk.claim(picked.member_id, giver, picked.subject_id, assists=1),
                    desk.claim(member, giver, picked.subject_id, reason=Reason.ASSIST),
                ]
            rule = Rule.SWITCHED if what == "switch" else Rule.SHARED
            await desk.do(lambda tx: desk.ledger.change(tx, [picked], rule, giver, claims))
        case "reverse" if picked is not None:
            await desk.do(lambda tx: desk.ledger.reverse(tx, picked, Rule.UNACCEPTED, by))
        case "reverse held":
            for line in lines:
                if line.rule is Rule.HELD:
                    held = next(each for each in lines if each.id == line.reverses_id)
                    await desk.do(lambda tx, held=held: desk.ledger.reverse(tx, held, Rule.STAFF, by))
        case "hold" if picked is not None:
            await desk.do(lambda tx: desk.ledger.hold(tx, picked, None))
        case "release":
            for line in lines:
                if line.rule is Rule.HELD:
                    held = next(each for each in lines if each.id == line.reverses_id)
                    await desk.do(lambda tx, held=held: desk.ledger.release(tx, held, by))
        case "vest":
            for line in standing:
                if line.pending:
                    await desk.do(lambda tx, line=line: desk.ledger.vest(tx, line.id))


GUILDS = itertools.count(1000)


def received_a_day(lines: Sequence[Line]) -> Counter[tuple[int, Any]]:
    """What each member has of a day of the reasons that are capped."""
    sums: Counter[tuple[int, Any]] = defaultdict(int)  # type: ignore[assignment]
    for line in lines:
        if line.reason in CAPPED:
            sums[line.member_id, line.earned_at.date()] += line.points
    return sums


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_whatever_happens_the_lines_add_up_and_come_out_the_same_again(
    engine: Engine, steps: list[Any]
) -> None:
    desk = Desk(engine, TIGHT)
    desk.guild_id = next(GUILDS)
    engine.clock.now = NOON
    for what, one, two, question in steps:
        await step(desk, what, one, two, question)
    lines = await desk.lines()
    taken = {line.reverses_id for line in lines if line.is_reversal}
    standing = [line for line in lines if not line.is_reversal and line.id not in taken]
    sums: Counter[int] = Counter()
    for line in standing:
        sums[line.member_id] += line.points
    balances = await desk.balances()
    assert balances == {member: points for member, points in sums.items() if points}
    assert balances == await desk.replayed()
    assert max(received_a_day(lines).values(), default=0) <= 8
    primaries = [line.key for line in standing if line.reason is Reason.ACCEPTED_ANSWER]
    assert len(primaries) == len(set(primaries))

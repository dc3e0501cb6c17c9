"""Staff see who would move under other numbers; nothing of it is stored."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta

import pytest

from bot.actor import Actor
from bot.award_tables import awards
from bot.errors import NotStaff
from bot.ids import snowflake
from bot.reputation.boards.moves import Balance, Move, moves, read, typed
from bot.reputation.boards.refused import SimulationRunning, WrongNumbers
from bot.reputation.line import Reason, Rule
from bot.reputation_settings import Limits, Points, Rank
from tests.reputation.test_boards import ANN, BOB, HUGO, IDA, NEW, SAM, Writer, sam
from tests.services import ELSEWHERE, NOON, Engine

POSTCARD = Rank(name="Postcard", points=10)


@pytest.fixture
def writer(engine: Engine) -> Writer:
    return Writer(engine)


async def test_under_the_numbers_of_today_nobody_moves_whatever_has_happened(
    engine: Engine, writer: Writer
) -> None:
    draw, ledger = random.Random(3), writer.ledger
    for number in range(1, 60):
        engine.clock.turn(hours=draw.choice([0, 1, 9]))
        reason = draw.choice([Reason.ACCEPTED_ANSWER, Reason.HELPFUL])
        line = await writer.award(number, draw.choice([HUGO, IDA]), draw.choice([ANN, BOB, NEW]), reason=reason)
        match number % 7:
            case 1:
                await writer.write(lambda tx, line=line: ledger.reverse(tx, line, Rule.DELETED, None))
            case 2:
                await writer.write(lambda tx, line=line: ledger.hold(tx, line, None))
            case 3:
                await writer.write(lambda tx, line=line: ledger.hold(tx, line, None))
                await writer.write(lambda tx, line=line: ledger.release(tx, line, SAM))
    for row in await engine.rows(awards):  # whatever was due to vest has, as by its job
        await writer.write(lambda tx, id_=row["id"]: ledger.vest(tx, id_))
    simulating = engine.services.simulating
    before = await engine.rows(awards)
    found = await simulating.simulate(typed(simulating.policy.points), typed(simulating.policy.limits), by=sam)
    assert (list(found.moves), found.lines, found.members) == ([], len(before), 2)
    assert await engine.rows(awards) == before


async def test_who_would_move_is_told_with_places_and_ranks(engine: Engine, writer: Writer) -> None:
    await writer.award(1)
    await writer.award(2, IDA, BOB, reason=Reason.HELPFUL)
    await writer.award(3, IDA, ANN, reason=Reason.HELPFUL)
    await writer.award(4, 106, guild_id=ELSEWHERE)
    simulate = engine.services.simulating.simulate
    found = await simulate("accepted_answer: 9", "", by=sam)
    assert found.moves == [Move(HUGO, Balance(15, 1, POSTCARD), Balance(9, 2, None))]
    assert (await simulate("", "given_a_day: 1", by=sam)).moves == [
        Move(IDA, Balance(10, 2, POSTCARD), Balance(5, 2, None))
    ]


async def test_what_would_be_pending_under_other_numbers_counts_once_it_would_have_vested(
    engine: Engine, writer: Writer
) -> None:
    ten_days_old = snowflake(NOON - timedelta(days=10), 1)
    await writer.award(1, by_id=ten_days_old)
    simulate = engine.services.simulating.simulate
    assert [one.then.points for one in (await simulate("", "new_account_days: 12", by=sam)).moves] == [0]
    engine.clock.turn(days=2)
    assert (await simulate("", "new_account_days: 12", by=sam)).moves == []


async def test_only_staff_simulate_and_one_after_the_other(engine: Engine, writer: Writer) -> None:
    await writer.award(1)
    simulate = engine.services.simulating.simulate
    with pytest.raises(NotStaff):
        await simulate("", "", by=Actor(HUGO, guild_id=sam.guild_id))
    results = await asyncio.gather(*(simulate("", "", by=sam) for _ in range(3)), return_exceptions=True)
    assert [isinstance(one, SimulationRunning) for one in results] == [False, True, True]
    assert (await simulate("", "", by=sam)).lines == 1


def test_numbers_are_read_as_they_are_shown_and_what_is_left_out_stays() -> None:
    points = Points(helpful=7)
    assert read(typed(points), points) == points
    assert read("", points) == points
    assert read("  peer = 3 \n\nassist: 5", points) == Points(helpful=7, peer=3, assist=5)
    assert read("received_a_day:10", Limits()).received_a_day == 10


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("helpfull: 5", ["helpfull: 5"]),
        ("helpful: -5", ["helpful: -5"]),
        ("helpful: many\npeer: 1.5", ["helpful: many", "peer: 1.5"]),
        ("helpful: 5\nhelpful: 6", ["helpful: 6"]),
        ("helpful: 0", ["helpful: 0"]),
        ("helpful: 1001\npeer: 3", ["helpful: 1001"]),
        ("assist: 6", ["assist: 6"]),
        ("nonsense", ["nonsense"]),
    ],
)
def test_what_is_no_number_of_reputation_is_named(text: str, wrong: list[str]) -> None:
    with pytest.raises(WrongNumbers) as refusal:
        read(text, Points())
    assert refusal.value.lines == wrong


def test_who_moves_most_comes_first_and_equal_balances_share_a_place() -> None:
    found = moves({1: 10, 2: 10, 3: 5, 4: 1}, {1: 10, 2: 12, 3: 20, 5: 1}, [])
    assert [(one.member_id, one.now.place, one.then.place) for one in found] == [
        (3, 3, 1),
        (2, 1, 2),
        (4, 4, 5),
        (5, 5, 4),
    ]

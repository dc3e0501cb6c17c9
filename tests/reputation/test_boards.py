"""What people look up of reputation, over a real ledger."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import select

from bot.actor import Actor
from bot.award_tables import awards
from bot.choices.choice import Choice
from bot.choices.store import save
from bot.database import Reader, Transaction
from bot.ids import snowflake
from bot.reputation import store
from bot.reputation.boards.board import Board, Earned, Kind, Total
from bot.reputation.boards.fold import Fold
from bot.reputation.boards.nothing import Nothing, why_nothing
from bot.reputation.boards.readable import readable
from bot.reputation.boards.refused import StandingHidden, UnknownTopic
from bot.reputation.boards.service import Boards
from bot.reputation.ledger import Ledger
from bot.reputation.line import Claim, Giver, Line, Reason, Rule
from tests.reputation.test_fold import counted
from tests.services import ELSEWHERE, HERE, NOON, Engine

T = TypeVar("T")

HUGO, IDA, SAM = 104, 105, 103
ANN, BOB, NEW = (snowflake(NOON - timedelta(days=age), 1) for age in (500, 400, 2))
sam = Actor(SAM, is_staff=True, guild_id=HERE)
BOARDS = [
    *map(Board, (Kind.SEASON, Kind.ALL_TIME, Kind.RISING)),
    Board(Kind.TOPIC, "DNS"),
    Board(Kind.TOPIC, "Post"),
]


@pytest.fixture
def boards(engine: Engine) -> Boards:
    return engine.services.boards


class Writer:
    """Writes in the ledger by its own rules."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.ledger = Ledger(engine.clock, engine.config.reputation, engine.services.jobs)

    async def award(
        self,
        number: int,
        member_id: int = HUGO,
        by_id: int = ANN,
        *,
        giver: Giver = Giver.ASKER,
        reason: Reason = Reason.ACCEPTED_ANSWER,
        topic: str | None = None,
        guild_id: int = HERE,
        message_id: int | None = 0,
    ) -> Line:
        """For a message with the next number, unless another one is named, or none."""
        about = {} if message_id is None else {"channel": 9, "message": message_id or number + 1}
        claim = Claim(
            guild_id,
            f"accepted:m{number}",
            member_id,
            by_id,
            giver,
            reason,
            number,
            self._engine.clock(),
            asker_id=by_id,
            topic=topic,
            facts=about,
        )
        line = await self.write(lambda tx: self.ledger.award(tx, claim))
        assert line is not None
        return line

    async def write(self, work: Callable[[Transaction], T]) -> T:
        return await self._engine.database.tx(work)


@pytest.fixture
def writer(engine: Engine) -> Writer:
    return Writer(engine)


def standing_rows(reader: Reader) -> dict[int, Earned]:
    """What the database says that stands, without the fold."""
    query = select(awards).where(awards.c.guild_id == HERE, store.stands())
    return {
        row.id: Earned(row.id, row.member_id, row.asker_id, row.topic, row.points, False, row.earned_at)
        for row in reader.execute(query)
    }


async def test_after_every_event_all_boards_say_what_a_query_says(
    engine: Engine, boards: Boards, writer: Writer
) -> None:
    draw, lines, ledger = random.Random(2), list[Line](), writer.ledger
    for number in range(1, 60):
        engine.clock.turn(hours=draw.choice([0, 1, 20, 70, 300]))
        match draw.choice(["award", "award", "award", "reverse", "hold", "release", "vest", "adjust"]):
            case "award":
                giver = draw.choice([Giver.ASKER, Giver.PEER, Giver.STAFF])
                reason = draw.choice([Reason.ACCEPTED_ANSWER, Reason.HELPFUL, Reason.PEER])
                topic = draw.choice([None, "DNS", "Post"])
                member_id, by_id = draw.choice([HUGO, IDA, 106]), draw.choice([ANN, BOB, NEW])
                lines.append(await writer.award(number, member_id, by_id, giver=giver, reason=reason, topic=topic))
            case "adjust":
                points = draw.choice([-30, -5, 20])
                claim = Claim(
                    HERE, f"a{number}", HUGO, SAM, Giver.STAFF, Reason.ADJUSTMENT, 0, engine.clock(), points=points
                )
                await writer.write(lambda tx, claim=claim: ledger.award(tx, claim))
            case what if lines:
                line = draw.choice(lines)
                change: dict[str, Callable[[Transaction], object]] = {
                    "reverse": lambda tx, line=line: ledger.reverse(tx, line, Rule.UNACCEPTED, SAM),
                    "hold": lambda tx, line=line: ledger.hold(tx, line, None),
                    "release": lambda tx, line=line: ledger.release(tx, line, SAM),
                    "vest": lambda tx, line=line: ledger.vest(tx, line.id),
                }
                await writer.write(change[what])
        rows, today = await engine.database.read(standing_rows), engine.clock().date()
        for board in BOARDS:
            found = (
                await boards.some(HERE, board, 0, limit=100)
                if board.topic in (None, *(one.topic for one in lines))
                else []
            )
            expected = counted(rows, board, today)
            assert [(one.place, one.member_id, one.helped, one.points) for one in found] == expected, board
    assert len(lines) > 20


async def test_what_is_pending_and_held_is_read_by_who_has_it_and_staff(boards: Boards, writer: Writer) -> None:
    pending = await writer.award(1, by_id=NEW)
    full = await writer.award(2)
    held = await writer.award(3, by_id=BOB)
    await writer.write(lambda tx: writer.ledger.hold(tx, held, None))
    for by in (Actor(HUGO, guild_id=HERE), sam):
        standing, details = await boards.standing(HUGO, by=by)
        assert details is not None
        assert [one.id for one in details.pending] == [pending.id]
        assert [one.id for one in details.held] == [held.id]
        assert [one.rule for one in details.latest] == [Rule.HELD, Rule.FULL, Rule.FULL, Rule.NEW_GIVER]
        assert (standing.all_time, standing.rank and standing.rank.name) == (Total(15, 1, 1), "Postcard")
    standing, details = await boards.standing(HUGO, by=Actor(ANN, guild_id=HERE))
    assert (standing.all_time.points, details) == (15, None)
    await writer.write(lambda tx: writer.ledger.release(tx, held, SAM))
    await writer.write(lambda tx: writer.ledger.reverse(tx, pending, Rule.BANNED, None))
    _, details = await boards.standing(HUGO, by=sam)
    assert details is not None
    assert details.held == details.pending == ()
    assert full.points == 15


async def test_who_does_not_want_to_be_named_is_shown_to_nobody_but_themselves_and_staff(
    boards: Boards, writer: Writer
) -> None:
    await writer.award(1)
    await writer.award(2, IDA)
    await writer.award(3, IDA, BOB)
    await writer.write(lambda tx: save(tx, HERE, IDA, Choice.HIDDEN, is_on=True, at=NOON))
    assert [(one.place, one.member_id) for one in await boards.some(HERE, BOARDS[0], 0)] == [(2, HUGO)]
    with pytest.raises(StandingHidden):
        await boards.standing(IDA, by=Actor(HUGO, guild_id=HERE))
    for by in (Actor(IDA, guild_id=HERE), sam):
        assert (await boards.standing(IDA, by=by))[0].all_time.helped == 2


async def test_who_has_left_is_on_no_board_for_an_hour_and_keeps_their_place(
    boards: Boards, writer: Writer, engine: Engine
) -> None:
    await writer.award(1)
    await writer.award(2, IDA, BOB)
    await writer.award(3, IDA)

    async def named() -> list[tuple[int, int]]:
        return [(one.place, one.member_id) for one in await boards.some(HERE, BOARDS[1], 0)]

    assert await named() == [(1, IDA), (2, HUGO)]
    boards.have_left(HERE, [IDA])
    boards.have_left(ELSEWHERE, [HUGO])
    assert await named() == [(2, HUGO)]
    engine.clock.turn(hours=1)
    assert await named() == [(1, IDA), (2, HUGO)]


async def test_there_is_no_board_of_a_topic_that_no_award_is_about(boards: Boards, writer: Writer) -> None:
    await writer.award(1, topic="DNS")
    with pytest.raises(UnknownTopic) as refusal:
        await boards.some(HERE, Board(Kind.TOPIC, "Post"), 0)
    assert refusal.value.topics == ["DNS"]


async def test_servers_know_nothing_of_each_other(boards: Boards, writer: Writer) -> None:
    await writer.award(1, guild_id=ELSEWHERE, topic="DNS")
    assert await boards.some(HERE, BOARDS[1], 0) == []
    assert await boards.topics(HERE) == []
    assert await boards.topics(ELSEWHERE) == ["DNS"]
    assert (await boards.about(1, [1], [], by=sam)).of_question == []


async def test_a_question_that_was_given_up_half_way_leaves_no_wrong_sums(
    boards: Boards, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await writer.award(1)
    loop, entered, go_on = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
    add = Fold.add

    def add_late(fold: Fold, earned: Sequence[Earned]) -> None:
        monkeypatch.setattr(Fold, "add", add)
        loop.call_soon_threadsafe(entered.set)
        go_on.wait()
        add(fold, earned)

    monkeypatch.setattr(Fold, "add", add_late)
    given_up = asyncio.create_task(boards.some(HERE, BOARDS[1], 0))
    await entered.wait()
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    assert [one.points for one in await boards.some(HERE, BOARDS[1], 0)] == [15]
    go_on.set()
    await asyncio.to_thread(lambda: None)
    await writer.award(2, by_id=BOB)
    assert [(one.helped, one.points) for one in await boards.some(HERE, BOARDS[1], 0)] == [(2, 30)]


async def test_others_read_what_was_earned_and_not_who_is_under_suspicion(boards: Boards, writer: Writer) -> None:
    pending = await writer.award(1, by_id=NEW)
    held = await writer.award(2)
    await writer.write(lambda tx: writer.ledger.hold(tx, held, None))

    async def rules(reader_id: int, *, is_staff: bool = False) -> list[Rule]:
        by = Actor(reader_id, is_staff=is_staff, guild_id=HERE)
        return [one.rule for one in (await boards.about(0, [1, 2], [9], by=by)).of_question]

    everything = [Rule.NEW_GIVER, Rule.FULL, Rule.HELD]
    assert await rules(HUGO) == await rules(SAM, is_staff=True) == everything
    assert await rules(NEW) == [Rule.NEW_GIVER, Rule.FULL]
    assert await rules(BOB) == [Rule.FULL]
    await writer.write(lambda tx: writer.ledger.reverse(tx, pending, Rule.BANNED, None))
    await writer.write(lambda tx: writer.ledger.release(tx, held, SAM))
    assert await rules(BOB) == [Rule.FULL], "what never counted was not taken back either"
    assert await rules(NEW) == [Rule.NEW_GIVER, Rule.FULL, Rule.BANNED]


async def test_of_a_message_all_is_read_that_it_ever_brought_and_no_points_that_are_gone(
    boards: Boards, writer: Writer
) -> None:
    """Also when the message is gone: nothing but its id is asked for. The awards of other messages of the question are theirs."""
    line = await writer.award(1)
    message_id = line.data["message"]

    async def rules(by: Actor) -> list[Rule]:
        return [one.rule for one in (await boards.about(message_id, [], [9], by=by)).of_message]

    stranger = Actor(BOB, guild_id=HERE)
    await writer.write(lambda tx: writer.ledger.hold(tx, line, SAM))
    assert await rules(stranger) == [Rule.FULL]
    await writer.write(lambda tx: writer.ledger.reverse(tx, line, Rule.STAFF, SAM))
    assert await rules(sam) == [Rule.FULL, Rule.HELD, Rule.FULL, Rule.STAFF]
    assert await rules(stranger) == [Rule.FULL, Rule.STAFF]
    other = await writer.award(1, IDA, message_id=77)
    assert await rules(stranger) == [Rule.FULL, Rule.STAFF]
    await writer.write(lambda tx: writer.ledger.reverse(tx, other, Rule.DELETED, None))
    told = await boards.about(77, [1], [9], by=stranger)
    assert [(one.member_id, one.rule) for one in told.of_message] == [(IDA, Rule.FULL), (IDA, Rule.DELETED)]
    assert [one.points for one in told.of_question] == [15, -15, 15, -15]


async def test_nobody_reads_of_places_that_they_cannot_see(boards: Boards, writer: Writer) -> None:
    line = await writer.award(1)
    assert await boards.places(HERE, line.data["message"], []) == await boards.places(HERE, 0, [1]) == {9}
    nowhere = await writer.award(2, message_id=None)
    await writer.write(lambda tx: writer.ledger.reverse(tx, nowhere, Rule.STAFF, SAM))
    assert await boards.places(HERE, 0, [2]) == set()

    async def count(reader_id: int, *channel_ids: int, is_staff: bool = False) -> int:
        by = Actor(reader_id, guild_id=HERE, is_staff=is_staff)
        return len((await boards.about(1, [2], channel_ids, by=by)).of_message) * 10 + len(
            (await boards.about(0, [2], channel_ids, by=by)).of_question
        )

    assert [await count(BOB), await count(BOB, 8), await count(BOB, 9)] == [0, 0, 10]
    assert [await count(HUGO), await count(ANN), await count(SAM, is_staff=True)] == [2, 2, 2]


def test_of_no_lines_nobody_reads_any() -> None:
    assert readable([], sam) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Nothing.NOBODY_SAID),
        ({"is_bot": True}, Nothing.BOTS),
        ({"is_known": False}, Nothing.CHAT),
        ({"is_question": True, "author_id": ANN}, Nothing.OPEN),
        ({"author_id": ANN}, Nothing.ASKERS),
        ({"qualifies": False}, Nothing.TOO_LITTLE),
    ],
)
def test_why_a_message_brought_nothing(changed: dict[str, int], expected: Nothing) -> None:
    facts = {"is_bot": False, "is_question": False, "is_known": True, "asker_id": ANN, "qualifies": True}
    assert why_nothing(**({"author_id": HUGO} | facts | changed)) is expected

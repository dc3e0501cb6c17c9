"""The FAQ points who asks what no entry answers to a question that was solved before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.client import Services
from bot.config import Between, Faq
from bot.errors import NotTheAsker, UnknownQuestion
from bot.faq.question import Outcome as Settled
from bot.faq.speaking import BURST, Message
from bot.solution_tables import pointers
from bot.solved.owed import POINT_JOB
from bot.solved.pointer import Outcome, Standing
from tests.faq.conversation import ANN, BOB, CHANNEL, SAM, ask
from tests.services import ELSEWHERE, HERE, Engine, member, open_engine
from tests.solved.solving import AGAIN, CAKE, HUGO, ask_again, message_id, solve, unaccept

bob, ann, sam = member(BOB), member(ANN), member(SAM, is_staff=True)


async def pointed(engine: Engine) -> list[int]:
    """The pointers, the first one first."""
    return [row["id"] for row in await engine.rows(pointers)]


async def standing(services: Services, pointer_id: int) -> Standing:
    view = await services.pointing.view(pointer_id)
    assert view is not None
    return view.standing


async def outcome(services: Services) -> Settled | None:
    """What became of the question that was pointed elsewhere."""
    question = await services.looking_up.behind(9, [message_id(2)])
    assert question is not None
    return question.outcome


async def test_who_asks_the_same_is_pointed_to_it_when_they_pause(engine: Engine, services: Services) -> None:
    solution = await solve(engine)
    await ask_again(engine)
    [pointer_id] = await pointed(engine)
    [job] = [job for job in await engine.owed() if job.kind == POINT_JOB]
    assert (job.subject_id, job.due_at) == (pointer_id, engine.clock.now + BURST)
    view = await services.pointing.view(pointer_id)
    assert view is not None
    assert (view.solution.id, view.question.asker_id, view.standing) == (solution.id, BOB, Standing.LINE)
    engine.clock.turn(minutes=11)
    assert await standing(services, pointer_id) is Standing.NOTHING, "late is worse than silence"


@pytest.mark.parametrize(
    "text",
    [
        "does anybody have a recipe for bread",
        "the printer is on fire again",
        "lemon cake",
        "how do i pay an invoice",
    ],
)
async def test_what_is_not_as_good_as_the_same_is_left_alone(engine: Engine, text: str) -> None:
    await solve(engine)
    asked = await ask(engine.services, text, message_id(2), by=BOB)
    if asked is not None:
        await engine.services.pointing.consider(CHANNEL, text, asked, message_id=message_id(2))
    assert await pointed(engine) == []


async def test_nobody_is_pointed_to_what_they_asked_or_answered_nor_who_wants_no_answers(
    engine: Engine, services: Services
) -> None:
    await solve(engine)
    await ask_again(engine, by=HUGO)
    await services.pressing.opt_out(HERE, BOB, wants_out=True)
    asked = await services.asking.ask(CHANNEL, Message(AGAIN), message_id=message_id(3), asker_id=BOB)
    if asked is not None:
        await services.pointing.consider(CHANNEL, AGAIN, asked, message_id=message_id(3))
    assert await pointed(engine) == []


async def test_a_member_once_a_day_a_channel_once_a_minute(engine: Engine) -> None:
    await solve(engine)
    await ask_again(engine)
    await ask_again(engine, number=3, by=5)
    assert len(await pointed(engine)) == 1, "it stands just above"
    engine.clock.turn(minutes=2)
    await ask_again(engine, number=4)
    assert len(await pointed(engine)) == 1, "they know it"
    await ask_again(engine, number=5, by=5)
    assert len(await pointed(engine)) == 2
    engine.clock.turn(days=1)
    await ask_again(engine, number=6)
    assert len(await pointed(engine)) == 3


async def test_who_asked_says_that_it_helped_and_their_question_is_solved(
    engine: Engine, services: Services
) -> None:
    await solve(engine)
    await ask_again(engine)
    [pointer_id] = await pointed(engine)
    await services.pointing.said(pointer_id, 80)
    for by in (ann, sam):
        with pytest.raises(NotTheAsker):
            await services.pointing.helped(pointer_id, by=by)
    for stranger in (member(BOB, guild_id=ELSEWHERE), member(SAM, is_staff=True, guild_id=ELSEWHERE)):
        with pytest.raises(UnknownQuestion):
            await services.pointing.helped(pointer_id, by=stranger)
        with pytest.raises(UnknownQuestion):
            await services.pointing.not_it(pointer_id, by=stranger)
    assert await outcome(services) is None
    await services.pointing.helped(pointer_id, by=bob)
    assert await outcome(services) is Settled.SOLVED
    assert await standing(services, pointer_id) is Standing.HELPED
    assert await services.pointing.not_it(pointer_id, by=bob) == BOB
    assert await standing(services, pointer_id) is Standing.HELPED, "the first word stays"


async def test_who_asked_or_staff_say_that_it_is_something_else_and_it_goes(
    engine: Engine, services: Services
) -> None:
    await solve(engine)
    for number, by in ((2, bob), (3, sam)):
        engine.clock.turn(days=1)
        await ask_again(engine, number=number)
        pointer_id = (await pointed(engine))[-1]
        await services.pointing.said(pointer_id, 80)
        with pytest.raises(NotTheAsker):
            await services.pointing.not_it(pointer_id, by=ann)
        assert await services.pointing.not_it(pointer_id, by=by) == BOB
        assert await standing(services, pointer_id) is Standing.NOTHING
    assert await outcome(services) is None, "they wait for an answer still"
    with pytest.raises(UnknownQuestion):
        await services.pointing.not_it(404, by=bob)


async def test_what_is_pointed_to_or_from_goes_and_so_does_the_line(engine: Engine, services: Services) -> None:
    first = await solve(engine)
    await ask_again(engine)
    [pointer_id] = await pointed(engine)
    await services.pointing.said(pointer_id, 80)
    await unaccept(engine, first.question_id)
    assert await standing(services, pointer_id) is Standing.NOTHING
    await services.solved.question_reopened(first.id)
    assert [row["outcome"] for row in await engine.rows(pointers)] == [Outcome.WITHDRAWN]
    engine.clock.turn(days=1)
    await solve(engine, CAKE, number=4, answer=94)
    await ask_again(engine, number=5)
    await services.solved.messages_deleted([message_id(5)])
    assert [row["outcome"] for row in await engine.rows(pointers)] == [Outcome.WITHDRAWN] * 2


async def test_a_question_that_becomes_another_is_pointed_nowhere_and_one_that_helped_stays(
    engine: Engine, services: Services
) -> None:
    await solve(engine)
    await ask_again(engine)
    [pointer_id] = await pointed(engine)
    await services.pointing.said(pointer_id, 80)
    assert not await services.solved.reads_now(message_id(2), f"please: {AGAIN}")
    assert await standing(services, pointer_id) is Standing.LINE
    assert await services.solved.reads_now(message_id(2), AGAIN.replace("without", "with"))
    assert await standing(services, pointer_id) is Standing.NOTHING
    assert [job.subject_id for job in await engine.owed() if job.kind == POINT_JOB] == [pointer_id]
    engine.clock.turn(days=1)
    await ask_again(engine, number=3)
    helped = (await pointed(engine))[-1]
    await services.pointing.said(helped, 81)
    await services.pointing.helped(helped, by=bob)
    await services.solved.reads_now(message_id(3), "thanks")
    assert await standing(services, helped) is Standing.HELPED


@pytest.fixture(params=[Between.SILENT, Between.HINT])
async def other(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Engine]:
    async with open_engine(tmp_path, faq=Faq(between=request.param)) as engine:
        yield engine


async def test_where_the_faq_is_to_be_silent_unless_it_is_sure_it_is(other: Engine) -> None:
    await solve(other)
    await ask_again(other)
    assert len(await pointed(other)) == (0 if other.config.faq.between is Between.SILENT else 1)

"""Who asks what a neighbour has just been answered is pointed to that answer, and it is theirs too."""

from __future__ import annotations

import pytest

from bot.client import Services
from bot.errors import NotTheAsker
from bot.faq.owed import ANSWER_JOB
from bot.faq.question import Outcome, Standing
from bot.faq.speaking import Rule
from bot.schema import feedback, follow_ups
from tests.faq.conversation import ANN, BOB, CHANNEL, INVOICE, PASSWORD, POST, STAFF, question_of, rule_of, stands
from tests.services import HERE, Engine, member, says


async def seen_below(services: Services, question_id: int) -> tuple[Standing, tuple[int, ...]]:
    """What stands under a question, and which messages it points to."""
    view = await services.showing.view(question_id)
    assert view is not None
    return view.standing, view.above


async def the_rule_of(services: Services, question_id: int) -> Rule:
    return (await services.showing.question(question_id, HERE)).rule


async def test_who_asks_the_same_within_the_minute_is_pointed_to_the_answer(
    engine: Engine, services: Services
) -> None:
    first, second = await question_of(services, PASSWORD, 55), await question_of(services, by=BOB)
    assert await the_rule_of(services, second) is Rule.ABOVE
    assert await seen_below(services, second) == (Standing.ABOVE, (55,)), "the answer will stand right below it"
    await services.showing.served(first, 77)
    assert await seen_below(services, second) == (Standing.ABOVE, (77,))
    await services.showing.served(second, 78)
    engine.clock.turn(seconds=1)
    await services.pressing.feedback(first, by=member(ANN), helped=True)
    assert not await owed_anew(engine, second)
    assert await seen_below(services, second) == (Standing.ABOVE, (77,)), "a solved answer still stands there"


async def owed_anew(engine: Engine, question_id: int) -> bool:
    """Whether what stands under the question is to be brought up to date since the clock was turned."""
    owed = {job.subject_id: job.due_at for job in await engine.owed() if job.kind == ANSWER_JOB}
    return owed[question_id] == engine.clock.now


async def gone(services: Services, how: str, first: int) -> None:
    """The answer to the first question stands there no longer."""
    match how:
        case "a person answers":
            assert await says(services, 99, replied_to=77, text="press the button") == first
        case "asked on":
            await services.pressing.hand_over(first, by=member(ANN), to_community=True)
        case "question deleted":
            await services.asking.deleted([55])
        case "answer deleted":
            await services.asking.deleted([77])
        case "question edited":
            await services.asking.reread(CHANNEL, [INVOICE], message_id=55)


@pytest.mark.parametrize(
    "how", ["a person answers", "asked on", "question deleted", "answer deleted", "question edited"]
)
async def test_who_was_pointed_to_an_answer_that_goes_gets_it_themselves(
    engine: Engine, services: Services, how: str
) -> None:
    first, second = await question_of(services, PASSWORD, 55), await question_of(services, by=BOB)
    await services.showing.served(first, 77)
    await services.showing.served(second, 78)
    engine.clock.turn(seconds=1)
    await gone(services, how, first)
    assert await owed_anew(engine, second)
    assert await stands(services, second) is Standing.ANSWER


async def test_an_answer_that_went_because_it_is_wrong_is_given_to_nobody(services: Services) -> None:
    first, second = await question_of(services), await question_of(services, by=BOB)
    await services.showing.served(first, 77)
    await services.showing.served(second, 78)
    await services.pressing.mark_wrong(first, by=STAFF)
    assert await stands(services, second) is Standing.NOTHING


async def test_a_press_on_the_neighbours_answer_is_about_ones_own_question(
    engine: Engine, services: Services
) -> None:
    first, second = await question_of(services), await question_of(services, by=BOB)
    await services.showing.served(first, 77)
    await services.showing.served(second, 78)
    pressed = await services.pressing.feedback(first, by=member(BOB), helped=True)
    assert (pressed.id, pressed.outcome) == (second, Outcome.SOLVED)
    assert (await services.showing.question(first, HERE)).outcome is None
    [row] = await engine.rows(feedback)
    assert (row["question_id"], row["member_id"], row["by_asker"]) == (second, BOB, True)
    with pytest.raises(NotTheAsker):
        await services.pressing.feedback(first, by=member(12), helped=True)


async def test_what_they_reply_to_the_neighbours_answer_is_about_ones_own_question(
    engine: Engine, services: Services
) -> None:
    first, second = await question_of(services), await question_of(services, by=BOB)
    await services.showing.served(first, 77)
    await services.showing.served(second, 78)
    for text in ("thanks, that worked", "where is that button"):
        assert await says(services, BOB, replied_to=77, message_id=len(text), text=text) is None
    [row] = await engine.rows(follow_ups)
    assert (row["question_id"], row["message_id"]) == (second, len("where is that button"))


async def test_so_it_is_for_who_was_left_in_silence_but_not_for_who_asked_something_else(
    engine: Engine, services: Services
) -> None:
    first = await question_of(services)
    for by in (11, 12, 13):
        await question_of(services, by=by)
    silent = await question_of(services, by=BOB)
    assert await the_rule_of(services, silent) is Rule.ENTRY_CAP
    assert (await services.pressing.feedback(first, by=member(BOB), helped=False)).id == silent
    assert await rule_of(services, INVOICE, by=14) is Rule.SURE
    assert await rule_of(services, by=15, place=POST) is Rule.SURE
    engine.clock.turn(minutes=1)
    assert await rule_of(services, by=16) is Rule.SURE
    for elsewhere in (14, 15, 16):
        with pytest.raises(NotTheAsker):
            await services.pressing.feedback(first, by=member(elsewhere), helped=True)

"""Who turns to people is led to them: by calling for them, or by saying that an answer did not help."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.client import Services
from bot.config import Faq
from bot.faq.owed import ANSWER_JOB, PEOPLE_JOB
from bot.faq.question import Outcome, Standing
from bot.faq.speaking import Message
from bot.faq.turning import TURNED_AGAIN_AFTER
from bot.schema import feedback
from tests.faq.conversation import ANN, BOB, CHANNEL, NEAR, NOT_SURE, question_of, stands
from tests.services import HERE, Engine, member, open_engine

NO_HELP, HUMAN = "that does not work", "human please"
replies = count(5000)


async def called(services: Services, text: str, *, by: int = ANN, **facts: Any) -> bool:
    return await services.turning.called(CHANNEL, Message(text, **facts), message_id=next(replies), author_id=by)


async def unhelped(services: Services, text: str = NO_HELP, *, by: int = ANN, to: int | None = 77) -> bool:
    return await services.turning.unhelped(
        channel_id=9, author_id=by, replied_to=to, message_id=next(replies), text=text
    )


async def led(engine: Engine) -> list[int | None]:
    """Who is led to people: the questions that they come from."""
    return [job.data["question_id"] for job in await engine.owed() if job.kind == PEOPLE_JOB]


async def test_who_calls_for_people_is_led_to_them_once_a_minute(engine: Engine, services: Services) -> None:
    assert await called(services, HUMAN)
    assert await called(services, HUMAN)
    assert await called(services, "<@42>", is_addressed=True, by=BOB)
    assert await led(engine) == [None, None]
    engine.clock.turn(seconds=TURNED_AGAIN_AFTER.total_seconds())
    assert await called(services, "agent")
    assert len(await led(engine)) == 3


@pytest.mark.parametrize(
    "fact", ["is_bot", "is_system", "is_in_ticket", "is_staff", "is_helper", "is_reply", "is_settled"]
)
async def test_a_call_is_left_alone_where_a_question_would_be(
    engine: Engine, services: Services, fact: str
) -> None:
    assert not await called(services, HUMAN, **{fact: True})
    assert not await called(services, HUMAN, is_listened_to=False)
    assert not await called(services, HUMAN, is_first=False)
    assert await called(services, HUMAN, is_addressed=True, **{fact: True}) is (
        fact not in ("is_bot", "is_system", "is_in_ticket")
    )


async def test_what_says_more_or_names_nobody_is_no_call(engine: Engine, services: Services) -> None:
    for text in ("", "help", "the agent told me to", f"{HUMAN}, how do i reset my password"):
        assert not await called(services, text)
    assert not await called(services, "the agent told me to", is_addressed=True)
    await services.pressing.opt_out(HERE, ANN, wants_out=True)
    assert not await called(services, HUMAN)
    assert await led(engine) == []
    assert await called(services, HUMAN, is_addressed=True)


async def test_in_a_shadow_channel_only_a_mention_calls(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(shadow=["help"])) as engine:
        assert not await called(engine.services, HUMAN)
        assert await called(engine.services, HUMAN, is_addressed=True)


async def test_the_askers_reply_that_it_does_not_work_counts_as_still_need_help(
    engine: Engine, services: Services
) -> None:
    question_id = await question_of(services)
    await services.showing.served(question_id, 77)
    assert not await unhelped(services, by=BOB)
    assert not await unhelped(services, "that does not work, where is the button")
    assert not await unhelped(services, "thanks, that worked")
    assert not await unhelped(services, to=None)
    assert not await unhelped(services, to=78)
    assert await engine.rows(feedback) == []
    assert await unhelped(services)
    assert await unhelped(services, HUMAN), "said again, it is heard, and not counted twice"
    [row] = await engine.rows(feedback)
    assert (row["question_id"], row["by_asker"], row["helped"]) == (question_id, True, False)
    assert await led(engine) == [question_id]


async def test_a_reply_to_ones_own_question_is_none_to_the_answer(services: Services) -> None:
    question_id = await question_of(services, message_id=55)
    await services.showing.served(question_id, 77)
    assert not await unhelped(services, to=55)


async def test_who_was_pointed_to_an_answer_says_so_of_their_own_question(
    engine: Engine, services: Services
) -> None:
    first, second = await question_of(services), await question_of(services, by=BOB)
    await services.showing.served(first, 77)
    assert await unhelped(services, by=BOB)
    assert await led(engine) == [second]


async def test_under_suggestions_it_means_none_of_these(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE) as engine:
        services = engine.services
        question_id = await question_of(services, NEAR)
        await services.showing.served(question_id, 77)
        assert await unhelped(services)
        assert (await services.showing.question(question_id, HERE)).outcome is Outcome.DISMISSED
        assert await stands(services, question_id) is Standing.NOTHING
        assert {job.kind for job in await engine.owed()} == {ANSWER_JOB, PEOPLE_JOB}
        assert await engine.rows(feedback) == []


async def test_once_somebody_has_taken_over_nothing_is_made_of_it(engine: Engine, services: Services) -> None:
    question_id = await question_of(services)
    await services.showing.served(question_id, 77)
    await services.pressing.hand_over(question_id, by=member(ANN), to_community=True)
    assert not await unhelped(services)
    assert await led(engine) == []

"""Who turns to people is led to them: by calling for them, or by saying that an answer did not help."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.client import Services
from bot.config import Faq
from bot.faq.bursts import SHOWN_FOR
from bot.faq.owed import ANSWER_JOB, PEOPLE_JOB, TAG_JOB
from bot.faq.question import Outcome, Standing
from bot.faq.speaking import Message
from bot.faq.turning import TURNED_AGAIN_AFTER, UNHELPED_WITHIN
from bot.schema import feedback
from tests.faq.conversation import (
    ANN,
    BOB,
    CHANNEL,
    INVOICE,
    NEAR,
    NOT_SURE,
    PASSWORD,
    POST,
    ask,
    question_of,
    stands,
)
from tests.services import HERE, KNOWLEDGE, Engine, busy, member, open_engine

NO_HELP, HUMAN = "that does not work", "human please"
replies = count(5000)


async def called(services: Services, text: str, *, by: int = ANN, **facts: Any) -> bool:
    return await services.turning.called(CHANNEL, Message(text, **facts), message_id=next(replies), author_id=by)


async def unhelped(services: Services, text: str = NO_HELP, *, by: int = ANN, to: int | None = 77) -> bool:
    meant = await services.replying.meant(channel_id=9, author_id=by, replied_to=to, is_post=False)
    return await services.turning.unhelped(meant, author_id=by, replied_to=to, message_id=next(replies), text=text)


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


async def test_that_a_second_answer_did_not_help_counts_too_within_the_minute(
    engine: Engine, services: Services
) -> None:
    assert await called(services, HUMAN)
    asked = []
    for text, shown in ((PASSWORD, 77), (INVOICE, 78)):
        engine.clock.turn(seconds=10)
        asked.append(await question_of(services, text))
        await services.showing.served(asked[-1], shown)
        assert await unhelped(services, to=shown)
    assert [row["question_id"] for row in await engine.rows(feedback)] == asked
    assert await led(engine) == [None], "they are led to people once a minute"


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


@pytest.mark.parametrize("says_so_by", ["a reply", "the button"])
async def test_what_was_solved_and_then_does_not_work_is_solved_no_longer(
    engine: Engine, services: Services, says_so_by: str
) -> None:
    question_id = await question_of(services, place=POST)
    await services.showing.served(question_id, 77)
    await services.pressing.feedback(question_id, by=member(ANN), helped=True)
    engine.clock.turn(seconds=1)
    if says_so_by == "a reply":
        meant = await services.replying.meant(channel_id=900, author_id=ANN, replied_to=77, is_post=True)
        assert await services.turning.unhelped(
            meant, author_id=ANN, replied_to=77, message_id=next(replies), text="still does not work"
        )
    else:
        await services.pressing.feedback(question_id, by=member(ANN), helped=False)
    assert (await services.showing.question(question_id, HERE)).outcome is None
    assert await stands(services, question_id) is Standing.ANSWER
    owed = {job.kind for job in await engine.owed() if job.due_at == engine.clock.now}
    assert {ANSWER_JOB, TAG_JOB} <= owed
    handed = await services.pressing.hand_over(question_id, by=member(ANN), to_community=True)
    assert handed.outcome is Outcome.HANDED_OVER


async def test_who_mentions_us_and_says_that_it_does_not_work_means_their_last_answer_here(
    engine: Engine, services: Services
) -> None:
    old = await question_of(services, INVOICE)
    await services.showing.served(old, 76)
    question_id = await question_of(services)
    await services.showing.served(question_id, 77)
    assert not await called(services, NO_HELP)
    assert await called(services, f"<@42> {NO_HELP}", is_addressed=True)
    assert await called(services, f"<@42> {NO_HELP}", is_addressed=True, by=BOB)
    assert await led(engine) == [question_id, None]
    assert [row["question_id"] for row in await engine.rows(feedback)] == [question_id]
    engine.clock.turn(seconds=UNHELPED_WITHIN.total_seconds())
    assert await called(services, f"<@42> {NO_HELP}", is_addressed=True)
    assert await led(engine) == [question_id, None, None]
    assert len(await engine.rows(feedback)) == 1


async def test_a_bare_mention_after_something_was_shown_asks_about_that(
    engine: Engine, services: Services
) -> None:
    services.turning.show(CHANNEL, author_id=ANN, message_id=70, text=INVOICE)
    engine.clock.turn(seconds=50)
    assert await called(services, f"<@42> {HUMAN}", is_addressed=True), "this says what it is about"
    assert not await called(services, "<@42> please", is_addressed=True)
    assert await called(services, "<@42>", is_addressed=True, by=BOB)
    asked = await ask(services, "<@42> please", is_addressed=True)
    assert asked is not None
    assert asked.entry is not None
    assert asked.entry.id == "pay-invoice"
    assert await services.asking.deleted([70]) == [asked.question_id], "it is a piece of the question"
    services.turning.show(CHANNEL, author_id=ANN, message_id=71, text=INVOICE)
    engine.clock.turn(seconds=SHOWN_FOR.total_seconds() + 1)
    assert await called(services, "<@42>", is_addressed=True)


async def test_what_an_entry_has_as_a_phrasing_is_no_call(tmp_path: Path) -> None:
    knowledge = KNOWLEDGE.replace("pay my bill by card", "can i talk to a person")
    async with open_engine(tmp_path, knowledge=knowledge) as engine:
        assert not await called(engine.services, "Can I talk to a person?")
        assert await called(engine.services, "can i talk to an agent")


async def test_a_reply_to_somebody_else_writes_nothing(engine: Engine, services: Services) -> None:
    await question_of(services)
    with busy(engine.database, "tx"):
        for text in (NO_HELP, HUMAN):
            assert not await unhelped(services, text, to=99)


async def test_once_somebody_has_taken_over_nothing_is_made_of_it(engine: Engine, services: Services) -> None:
    question_id = await question_of(services)
    await services.showing.served(question_id, 77)
    await services.pressing.hand_over(question_id, by=member(ANN), to_community=True)
    assert not await unhelped(services)
    assert await led(engine) == []

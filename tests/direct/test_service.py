"""A direct message owes a reply, once its author pauses; what comes meanwhile is part of it."""

from __future__ import annotations

import pytest

from bot.direct.known import Known
from bot.direct.service import CHOSEN_FOR, KNOWN_FOR, LED_AGAIN_AFTER, REPLY_JOB
from bot.errors import UnknownQuestion
from bot.faq.question import Question
from bot.faq.speaking import BURST, DIRECT, Place, Rule
from bot.schema import jobs
from tests.faq.conversation import HERE, PASSWORD
from tests.services import Engine, member

CHANNEL, ANN = 501, 42


async def test_lines_without_a_pause_owe_one_reply_to_all_of_them(engine: Engine) -> None:
    direct = engine.services.direct
    for message_id in (11, 12, 13):
        await direct.hear(CHANNEL, ANN, message_id)
        last = engine.clock()
        engine.clock.turn(seconds=2)
    (owed,) = [job for job in await engine.owed() if job.kind == REPLY_JOB]
    assert (owed.subject_id, owed.guild_id, owed.due_at) == (CHANNEL, 0, last + BURST)
    assert owed.data == {"author_id": ANN, "first_id": 11}


async def test_a_flood_is_written_down_once_a_second(engine: Engine) -> None:
    for message_id in range(11, 111):
        await engine.services.direct.hear(CHANNEL, ANN, message_id)
    await engine.services.direct.hear(CHANNEL + 1, ANN + 1, 900)
    rows = [row for row in await engine.rows(jobs) if row["kind"] == REPLY_JOB]
    assert [(row["subject_id"], row["id"]) for row in rows] == [
        (CHANNEL, rows[0]["id"]),
        (CHANNEL + 1, rows[0]["id"] + 1),
    ]


async def test_somebody_is_led_on_once_a_minute_and_chooses_a_server_for_an_hour(engine: Engine) -> None:
    direct, clock = engine.services.direct, engine.clock
    assert direct.may_lead(CHANNEL)
    direct.led(CHANNEL)
    assert not direct.may_lead(CHANNEL)
    assert direct.may_lead(CHANNEL + 1)
    clock.turn(seconds=LED_AGAIN_AFTER.total_seconds())
    assert direct.may_lead(CHANNEL)
    assert direct.chosen(ANN) is None
    direct.choose(ANN, 7)
    assert direct.chosen(ANN) == 7
    clock.turn(seconds=CHOSEN_FOR.total_seconds())
    assert direct.chosen(ANN) is None


async def asked_directly(engine: Engine, texts: dict[int, str]) -> Question | None:
    place = Place(HERE, CHANNEL, DIRECT)
    await engine.services.asking.ask_directly(place, texts, asker_id=ANN)
    return await engine.services.looking_up.behind(CHANNEL, [max(texts)])


async def test_what_was_asked_of_us_alone_is_a_question_of_all_its_lines_and_goes_to_no_community(
    engine: Engine,
) -> None:
    texts = {11: "hello", 12: PASSWORD, 13: "thank you all so much in advance"}
    question = await asked_directly(engine, texts)
    assert question is not None
    assert question.rule is Rule.SURE
    assert question.is_direct
    assert not question.is_in_thread
    assert await engine.services.asking.ask_directly(Place(HERE, CHANNEL, DIRECT), texts, asker_id=ANN) is None
    by = member(ANN, guild_id=HERE)
    with pytest.raises(UnknownQuestion):
        await engine.services.pressing.hand_over(question.id, by=by, to_community=True)
    assert await engine.services.asking.deleted([12]) == [question.id]
    shown = await engine.services.showing.view(question.id)
    assert shown is not None
    assert shown.question.text is None


async def test_where_somebody_wrote_is_known_for_thirty_days_up_to_their_last_message(engine: Engine) -> None:
    direct, clock = engine.services.direct, engine.clock
    await direct.hear(CHANNEL, ANN, 11)
    clock.turn(seconds=60)
    await direct.hear(CHANNEL + 1, ANN + 1, 12)
    await direct.saw(CHANNEL + 1, ANN + 1, 15)
    await direct.saw(CHANNEL + 1, ANN + 1, 14)
    assert await direct.known() == [Known(CHANNEL + 1, ANN + 1, 15), Known(CHANNEL, ANN, 11)]
    clock.turn(seconds=KNOWN_FOR.total_seconds())
    assert await direct.known() == [Known(CHANNEL + 1, ANN + 1, 15)], "in the other nobody has written for so long"
    await direct.forget(CHANNEL + 1)
    assert await direct.known() == []

"""Questions that nobody answers, over a real database: begun once, told to few, taken by one, ended by an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from bot.award_tables import awards
from bot.choices.choice import Choice
from bot.client import Services
from bot.config import Between, Faq
from bot.faq.owed import UNANSWERED_JOB
from bot.faq.question import Outcome
from bot.faq.speaking import Place
from bot.routing.refused import (
    AlreadyTaken,
    HadBefore,
    NoHelper,
    NothingChosen,
    NotOpenToYou,
    NotTakenByYou,
    OwnQuestion,
    RouteOver,
)
from bot.routing.route import Act, Line, Route
from bot.routing_settings import OpenTo, Routing
from bot.solution_tables import pointers
from tests.faq.conversation import ANN, BOB, CAKE, CHANNEL, NEAR, POST, STAFF, ask, question_of
from tests.services import ELSEWHERE, HERE, NOON, Engine, member, open_engine, says
from tests.solved.solving import accept, ask_again, learn, message_id, solve

CAT, DAN, EVE, FAY = 11, 12, 13, 14
LATER = timedelta(minutes=10)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    """Where questions go to helpers."""
    async with open_engine(tmp_path, routing=Routing()) as engine:
        yield engine


async def helps(services: Services, who: int, *topics: str, guild_id: int = HERE) -> None:
    by = member(who, guild_id=guild_id)
    await services.opting_in.help_with(topics, takes_all=not topics, quiet="", zone_name="", by=by)


async def routed(engine: Engine, text: str = CAKE, **how: Any) -> Route:
    """Somebody asks, and ten minutes later the question is on its way."""
    question_id = await question_of(engine.services, text, **how)
    engine.clock.turn(minutes=10)
    pieces = await engine.services.routing.begin(question_id)
    assert pieces is not None
    return pieces.route


async def looked_after(engine: Engine) -> list[tuple[int, timedelta]]:
    """The questions that are, and how long after noon."""
    await engine.services.asking.gathering.written()
    jobs = [job for job in await engine.owed() if job.kind == UNANSWERED_JOB]
    return [(job.subject_id, job.due_at - NOON) for job in jobs]


async def test_what_asks_something_and_gets_no_answer_is_looked_after(engine: Engine) -> None:
    services = engine.services
    cake = await question_of(services, CAKE)
    assert await looked_after(engine) == [(cake, LATER)]
    await ask(services, "haha what a nice day it is", by=BOB)
    await ask(services)
    await ask(services, CAKE, by=CAT, place=Place(HERE, 8, 8))
    assert await looked_after(engine) == [(cake, LATER)], (
        "chatter, what is answered, and what is asked elsewhere are not"
    )
    post = await question_of(services, "the oven stays cold", POST.channel_id, by=DAN, place=POST)
    assert await looked_after(engine) == [(cake, LATER), (post, LATER)], "a post always asks"
    engine.clock.turn(minutes=5)
    withheld = await question_of(services)
    assert (withheld, LATER + timedelta(minutes=5)) in await looked_after(engine), (
        "they have had this entry today, and ask again"
    )


async def test_nobody_looks_after_what_is_off_or_in_shadow(tmp_path: Path) -> None:
    for number, (faq, routing) in enumerate(
        [
            (Faq(), Routing(is_on=False)),
            (Faq(), Routing(off_in=["help"])),
            (Faq(shadow=["help"]), Routing()),
            (Faq(shadow=["forum"], hold_out_percent=20), Routing(off_in=["forum"])),
        ]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with open_engine(folder, faq=faq, routing=routing) as engine:
            await ask(engine.services, CAKE)
            await ask(engine.services, "the oven stays cold", POST.channel_id, by=BOB, place=POST)
            assert len(await looked_after(engine)) == (0, 1, 1, 1)[number]


async def test_a_human_reply_a_ticket_or_a_deletion_is_seen_at_once(engine: Engine) -> None:
    services = engine.services
    route = await routed(engine, message_id=500)
    engine.clock.turn(minutes=1)
    await says(services, BOB, replied_to=500, text="three lemons", message_id=501)
    assert (route.question.id, timedelta(minutes=11)) in await looked_after(engine)
    pieces = await services.routing.begin(route.question.id)
    assert pieces is not None
    assert pieces.route.is_over
    assert pieces.route.question.outcome is Outcome.HUMAN
    await services.routing.end(route.question.id)
    assert await services.routing.begin(route.question.id) is None
    other = await routed(engine, "how do i cook rice?", message_id=600, by=BOB)
    engine.clock.turn(minutes=1)
    await services.asking.deleted([600])
    assert (other.question.id, timedelta(minutes=22)) in await looked_after(engine)
    third = await routed(engine, "how do i cook beans?", message_id=700, by=DAN)
    engine.clock.turn(minutes=1)
    await services.pressing.hand_over(third.question.id, by=member(DAN), to_community=False)
    assert (third.question.id, timedelta(minutes=33)) in await looked_after(engine)
    assert await services.routing.waiting(by=STAFF) == []


async def test_whatever_settles_a_question_has_it_looked_at_at_once(engine: Engine) -> None:
    services = engine.services
    old = await solve(engine)
    await ask_again(engine)
    engine.clock.turn(minutes=20)
    [pointer] = await engine.rows(pointers)
    await services.pointing.helped(pointer["id"], by=member(BOB))
    again = pointer["question_id"]
    assert (again, timedelta(minutes=20)) in await looked_after(engine), "what was solved before has helped"

    rice = await question_of(services, "how do i cook rice?", message_id(3), by=CAT)
    wrong = await question_of(services, "how do i cook beans?", message_id(4), by=DAN)
    engine.clock.turn(minutes=1)
    await learn(engine, await accept(engine, message_id(3), 91, asker=CAT), None)
    await services.pressing.mark_wrong(wrong, by=STAFF)
    assert {(rice, timedelta(minutes=21)), (wrong, timedelta(minutes=21))} <= {*await looked_after(engine)}
    assert old.stands


async def test_what_one_member_asks_at_once_goes_to_helpers_once(engine: Engine) -> None:
    services = engine.services
    first = await question_of(services, CAKE)
    engine.clock.turn(seconds=30)
    second = await question_of(services, "and how many eggs do i need for it?")
    elsewhere = await question_of(
        services, "where do i buy lemons?", place=replace(CHANNEL, channel_id=8, place_id=8)
    )
    repeated = await question_of(services, CAKE, place=replace(CHANNEL, channel_id=6, place_id=6))
    engine.clock.turn(minutes=10)
    begun = {one: await services.routing.begin(one) for one in (first, second, elsewhere, repeated)}
    assert [one for one, pieces in begun.items() if pieces is not None] == [first, elsewhere]
    engine.clock.turn(minutes=10)
    assert await services.routing.begin(await question_of(services, "how long does it bake?")) is not None


async def test_helpers_are_chosen_by_topic_by_what_they_answered_and_by_what_they_have_to_do(
    engine: Engine,
) -> None:
    services = engine.services
    await helps(services, CAT, "Account")
    await helps(services, DAN)
    await helps(services, EVE, "Cooking")
    await helps(services, FAY, "Cooking")
    await helps(services, ANN, "Account")
    await helps(services, BOB, "Account", guild_id=ELSEWHERE)
    line = {
        "guild_id": HERE,
        "turn": 0,
        "awarded_by": ANN,
        "giver": "asker",
        "reason": "accepted_answer",
        "subject_id": 1,
        "topic": "Account",
        "points": 15,
        "pending": 0,
        "rule": "full",
        "data": {},
        "at": NOON,
        "earned_at": NOON,
    }

    def learn(tx: Any) -> None:
        tx.execute(insert(awards).values({**line, "id": 1, "key": "a", "member_id": EVE}))
        tx.execute(insert(awards).values({**line, "id": 2, "key": "b", "member_id": FAY}))
        tx.execute(
            insert(awards).values(
                {**line, "id": 4, "key": "c", "member_id": FAY, "points": 0, "rule": "pair_spent"}
            )
        )
        taken_back = {"id": 3, "key": "b", "member_id": FAY, "points": -15, "rule": "deleted", "reverses_id": 2}
        tx.execute(insert(awards).values({**line, **taken_back}))

    await engine.database.tx(learn)
    route = await routed(engine)
    assert route.topic is None, "no entry is near"
    assert await services.routing.candidates(route) == [DAN]
    route = replace(route, topic="Account")
    assert await services.routing.candidates(route) == [CAT, DAN, EVE]
    engine.clock.turn(minutes=1)
    stepped = await services.routing.step(route)
    assert await services.routing.step(route) == stepped, "the same step twice is one"
    await services.routing.tell(stepped, [DAN])
    told = await services.routing.tell(stepped, [CAT])
    assert (told.step, told.told, told.unsaid) == (1, (CAT,), (CAT,)), "who is told counts once it is said"
    told = replace(told, topic="Account")
    assert await services.routing.candidates(told) == [CAT, DAN, EVE], "it is still to be said to Cat"
    await services.routing.line_stands(route.question.id, Line(9, 90, 1))
    said = await services.routing.of_line(route.question.id)
    assert said is not None
    assert said.unsaid == ()
    said = replace(said, topic="Account")
    assert await services.routing.candidates(said) == [DAN, EVE]
    assert await services.routing.candidates(replace(said, step=3)) == [DAN, EVE, FAY]
    other = replace(await routed(engine, CAKE, by=BOB), topic="Account")
    assert await services.routing.candidates(other) == [ANN, DAN, CAT, EVE], "Cat was just told"
    await services.privacy.choose(Choice.HIDDEN, by=member(DAN), is_on=True)
    await services.opting_in.pause(None, by=member(ANN))
    assert await services.routing.candidates(other) == [CAT, EVE]
    await services.opting_in.resume(by=member(ANN))
    await services.opting_in.stop(by=member(CAT))
    assert await services.routing.candidates(other) == [ANN, EVE]
    engine.clock.turn(days=181)
    assert await services.routing.candidates(other) == [ANN]


async def test_who_cannot_be_reached_comes_after_the_others_for_a_day_and_who_left_no_more(engine: Engine) -> None:
    services = engine.services
    for who in (BOB, CAT, DAN):
        await helps(services, who)
    route = await routed(engine)
    assert await services.routing.candidates(route) == [BOB, CAT, DAN]
    services.routing.unreached(route, [BOB])
    assert await services.routing.candidates(route) == [CAT, DAN, BOB]
    elsewhere = replace(route, question=replace(route.question, place_id=99))
    assert await services.routing.candidates(elsewhere) == [BOB, CAT, DAN]
    await services.opting_in.left(HERE, [CAT])
    assert await services.opting_in.of(by=member(CAT)) == (None, False)
    assert await services.routing.candidates(route) == [DAN, BOB]
    engine.clock.turn(days=1)
    services.routing.unreached(elsewhere, [DAN])
    assert await services.routing.candidates(route) == [BOB, DAN], "they are asked again"


async def test_a_question_is_about_the_topic_of_the_entry_that_is_nearest(tmp_path: Path) -> None:
    silent = Faq(threshold=1.0, between=Between.SILENT)
    async with open_engine(tmp_path, faq=silent, routing=Routing()) as engine:
        await helps(engine.services, CAT, "Account")
        route = await routed(engine, f"{NEAR}, what now?")
        assert route.topic == "Account"
        assert await engine.services.routing.candidates(route) == [CAT]


async def test_one_helper_has_a_question_at_a_time_and_gives_it_back_by_word_or_by_time(engine: Engine) -> None:
    services = engine.services
    route = await routed(engine)
    question_id = route.question.id
    with pytest.raises(NoHelper):
        await services.routing.take(question_id, by=member(BOB))
    for who in (BOB, CAT, ANN):
        await helps(services, who)
    with pytest.raises(OwnQuestion):
        await services.routing.take(question_id, by=member(ANN))
    with pytest.raises(RouteOver):
        await services.routing.take(question_id, by=member(BOB, is_staff=True, guild_id=ELSEWHERE))
    until = await services.routing.take(question_id, by=member(BOB))
    assert until == engine.clock() + timedelta(minutes=30)
    with pytest.raises(AlreadyTaken) as refused:
        await services.routing.take(question_id, by=STAFF)
    assert refused.value == AlreadyTaken(BOB, until)
    with pytest.raises(NotTakenByYou):
        await services.routing.give_up(question_id, by=member(CAT))
    (listed,) = await services.routing.waiting(by=member(CAT))
    assert services.routing.next(listed) == (Act.REST, until)
    engine.clock.turn(minutes=5)
    assert await services.routing.take(question_id, by=member(BOB)) == until, "a lease is not renewed"
    await services.routing.give_up(question_id, by=member(BOB))
    with pytest.raises(HadBefore):
        await services.routing.take(question_id, by=member(BOB))
    await services.routing.take(question_id, by=member(CAT))
    engine.clock.turn(minutes=30)
    with pytest.raises(NotTakenByYou):
        await services.routing.give_up(question_id, by=member(CAT))
    await services.routing.take(question_id, by=STAFF)
    await services.routing.end(question_id)
    with pytest.raises(RouteOver):
        await services.routing.take(question_id, by=STAFF)


async def again(engine: Engine, route: Route, step: int = 0) -> Route:
    """The question was settled, and is open again from now on; helpers had been told so often before."""
    services = engine.services
    for told in range(step):
        route = await services.routing.step(route)
        route = await services.routing.tell(route, [(CAT, DAN, EVE, FAY)[told]])
    await services.routing.end(route.question.id)
    engine.clock.turn(minutes=20)
    for _ in range(2):  # a repeated look changes nothing
        pieces = await services.routing.begin(route.question.id, engine.clock())
        assert pieces is not None
    return pieces.route


async def test_what_is_open_again_begins_anew_once_a_day_and_else_goes_on_where_it_stopped(engine: Engine) -> None:
    services = engine.services
    await helps(services, CAT)
    route = await routed(engine)
    await services.routing.take(route.question.id, by=member(CAT))
    await services.routing.offered(route.question.id)
    anew = await again(engine, route, step=2)
    assert anew.is_anew
    assert (anew.step, anew.told, anew.line, anew.holder, anew.is_over) == (0, (), None, None, False)
    assert services.routing.next(anew) == (Act.REST, engine.clock() + LATER)
    assert await services.routing.candidates(anew) == [CAT], "who was told before may be told again"
    assert anew.offered_at is not None, "a ticket is offered once a day"
    assert await services.routing.waiting(by=STAFF) == [anew]
    onwards = await again(engine, anew, step=1)
    assert (onwards.step, onwards.told, onwards.unsaid) == (1, (CAT,), ())
    engine.clock.turn(days=1)
    anew = await again(engine, onwards, step=1)
    assert (anew.step, anew.told, anew.offered_at) == (0, (), None)
    engine.clock.turn(days=6)
    await services.routing.end(anew.question.id)
    assert await services.routing.begin(anew.question.id, engine.clock()) is None, "it was asked too long ago"


async def test_what_was_answered_before_helpers_were_told_begins_when_it_is_open_again(engine: Engine) -> None:
    question_id = await question_of(engine.services, CAKE)
    engine.clock.turn(hours=7)
    pieces = await engine.services.routing.begin(question_id, engine.clock())
    assert pieces is not None
    assert engine.services.routing.next(pieces.route) == (Act.REST, engine.clock() + LATER)


@pytest.fixture
async def closed(tmp_path: Path) -> AsyncIterator[Engine]:
    """Only members with a role help."""
    async with open_engine(tmp_path, routing=Routing(open_to=OpenTo.HELPERS)) as engine:
        yield engine


async def test_who_may_help_is_for_the_operator_to_say(closed: Engine) -> None:
    services = closed.services
    with pytest.raises(NotOpenToYou):
        await helps(services, BOB)
    for by in (STAFF, member(CAT, is_helper=True)):
        with pytest.raises(NothingChosen):
            await services.opting_in.help_with((), takes_all=False, quiet="", zone_name="", by=by)
        helper = await services.opting_in.help_with(
            ("Account",), takes_all=False, quiet="22-7", zone_name="tokyo", by=by
        )
        assert (helper.wish.quiet, helper.wish.time_zone) == ((22, 7), "Asia/Tokyo")
        assert await services.opting_in.of(by=by) == (helper, False)
    with pytest.raises(NoHelper):
        await services.opting_in.pause(3, by=member(BOB))
    assert await services.routing.waiting(by=member(CAT, is_helper=True)) == []
    with pytest.raises(NotOpenToYou):
        await services.routing.waiting(by=member(CAT))  # who has lost the role


async def test_a_message_that_is_gone_reopens_only_what_people_had_answered_lately(engine: Engine) -> None:
    services = engine.services

    async def owed_after(gone: int) -> list[int]:
        await services.routing.answers_gone(HERE, CHANNEL.channel_id, [gone])
        return [one for one, _ in await looked_after(engine)]

    question_id = await question_of(services, CAKE, message_id=500)
    await says(services, BOB, replied_to=500, text="three lemons", message_id=501)
    assert await services.routing.begin(question_id) is None
    await engine.database.tx(lambda tx: services.jobs.cancel(tx, UNANSWERED_JOB, question_id))
    assert await owed_after(499) == [], "it was written before the question"
    assert await owed_after(501) == [question_id]
    pieces = await services.routing.settled(question_id)
    assert pieces is not None
    assert not pieces.route.is_anew
    await services.routing.reopen(question_id)
    assert await looked_after(engine) == [(question_id, LATER)]
    assert await owed_after(501) == [question_id]
    assert await looked_after(engine) == [(question_id, LATER)], "what waits already is not put off"
    await engine.database.tx(lambda tx: services.jobs.cancel(tx, UNANSWERED_JOB, question_id))
    await says(services, BOB, replied_to=500, text="three lemons", message_id=502)
    engine.clock.turn(hours=7)
    assert await owed_after(502) == [], "it is not fresh any more"
    await services.asking.deleted([500])
    assert await services.routing.settled(question_id) is None

"""What ✅, commendations and thanks give, and what becomes of it when messages go."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actor import Actor
from bot.award_tables import awards
from bot.errors import AlreadyAccepted, BotAward, NotStaff, NotTheQuestioner, Refused, SelfAward
from bot.reputation import store
from bot.reputation.answers.candidate import As, Candidate
from bot.reputation.answers.refused import Overruled
from bot.reputation.holds.case import Action, Outcome
from bot.reputation.holds.refused import EnoughAlone
from bot.reputation.line import Line, Rule
from bot.reputation.marking import SETTLES, Marking
from bot.reputation.messages import store as messages
from bot.reputation.owed import EMPTIED_JOB, MARK_JOB, PROMPT_JOB
from bot.reputation.prompts.prompt import Answerer, Prompt, offered
from bot.reputation.question import QuestionRef
from bot.reputation.refused import AlreadyCommended, NotTheirs, PromptGone
from tests.reputation.test_accepting import ANN, BOB, HUGO, IDA, JO, SAM, ann, answer, balances, bob, ida, sam
from tests.services import ELSEWHERE, HERE, Engine, member


@pytest.fixture
def marking(engine: Engine) -> Marking:
    return engine.services.marking


async def test_the_asker_accepts_what_they_mark_first_and_what_they_mark_then_helps(
    engine: Engine, marking: Marking
) -> None:
    assert await marking.give(answer(), by=ann) is not None
    assert await marking.give(answer(), by=ann) is None, "it counts already"
    assert await marking.give(answer(author=IDA, message=100), by=ann) is not None
    assert await balances(engine) == {HUGO: 15, IDA: 5}
    await marking.take_back(HERE, 99, BOB)
    await marking.take_back(HERE, 99, ANN)
    await marking.take_back(HERE, 99, ANN)
    assert await balances(engine) == {IDA: 5}
    assert await marking.marked_by(HERE, 100) == {ANN}
    assert await marking.marked_by(ELSEWHERE, 100) == set()


async def test_the_same_award_by_every_way_at_once_is_one_line(engine: Engine, marking: Marking) -> None:
    """By slash, menu, prompt and ✅, each twice, and all of them again after a while."""
    for _ in range(2):
        ways = [engine.services.accepting.accept(answer(), by=ann) for _ in range(6)]
        ways += [marking.give(answer(), by=ann) for _ in range(2)]
        outcomes = await asyncio.gather(*ways, return_exceptions=True)
        assert all(one is None or isinstance(one, Line | AlreadyAccepted) for one in outcomes)
        [line] = await engine.rows(awards)
        assert (line["member_id"], line["points"]) == (HUGO, 15)
        engine.clock.turn(hours=1)


async def test_what_was_accepted_by_its_menu_is_not_taken_back_by_a_mark(engine: Engine, marking: Marking) -> None:
    await engine.services.accepting.accept(answer(), by=ann)
    assert await marking.give(answer(), by=ann) is None, "it is the accepted answer"
    await marking.take_back(HERE, 99, ANN)
    assert await balances(engine) == {HUGO: 15}


async def test_others_say_that_it_helps_if_they_are_trusted(engine: Engine, marking: Marking) -> None:
    for by in (ida, sam, bob):
        await marking.give(answer(), by=by)
    assert await balances(engine) == {HUGO: 4}
    assert not await marking.is_trusted(bob)
    for number in range(4):
        await engine.services.accepting.accept(answer(200 + number, BOB), by=sam)
    assert await marking.is_trusted(bob), "they have earned it"
    await marking.give(answer(), by=bob)
    assert (await balances(engine))[HUGO] == 6


@pytest.mark.parametrize(
    "candidate",
    [answer(None), answer(author=ANN), answer(author=IDA), answer(is_bot=True), answer(qualifies=False)],
    ids=["a-line-in-a-chat", "who-asked", "themselves", "a-bot", "too-little"],
)
async def test_what_may_not_be_awarded_is_not_by_a_mark(
    engine: Engine, marking: Marking, candidate: Candidate
) -> None:
    for by in (ann, ida) if candidate.author_id != IDA else (ida,):
        assert await marking.give(candidate, by=by) is None
    assert await engine.rows(awards) == []


async def test_what_staff_took_back_is_not_given_again_by_a_mark(engine: Engine, marking: Marking) -> None:
    ledger = engine.services.accepting._ledger
    for by, message in ((ann, 99), (ida, 99)):
        line = await marking.give(answer(message=message), by=by)
        assert line is not None
        await engine.database.tx(lambda tx, line=line: ledger.reverse(tx, line, Rule.STAFF, SAM))
        assert await marking.give(answer(message=message), by=by) is None
    assert await balances(engine) == {}
    for how in As:
        with pytest.raises(Overruled):
            await engine.services.accepting.accept(answer(message=101), by=ann, how=how)
    assert await marking.give(answer(message=100, author=BOB), by=ann) is not None, (
        "another answer may be accepted"
    )
    assert await marking.give(answer(), by=ann) is None, "nor does it help beside that one"
    assert await engine.services.accepting.accept(answer(), by=sam, how=As.INSTEAD) is not None
    await engine.services.accepting.accept(answer(message=100, author=BOB), by=ann, how=As.INSTEAD)
    await engine.services.accepting.accept(answer(), by=ann, how=As.INSTEAD)
    assert await balances(engine) == {HUGO: 15}, "staff have said so since"


async def test_what_staff_took_back_of_a_mark_or_an_assist_is_no_answer_either(
    engine: Engine, marking: Marking
) -> None:
    accepting = engine.services.accepting
    await accepting.accept(answer(author=BOB, message=100), by=ann)
    helpful = await marking.give(answer(), by=ann)
    beside = await accepting.accept(answer(author=JO, message=101), by=ann, how=As.ASSIST)
    for line in (helpful, beside):
        assert line is not None
        await engine.database.tx(lambda tx, line=line: accepting.withdraw(tx, line, Rule.BANNED, None))
    for candidate in (answer(), answer(author=JO, message=101)):
        with pytest.raises(Overruled):
            await accepting.accept(candidate, by=ann, how=As.INSTEAD)
    assert await balances(engine) == {BOB: 15}


async def test_whoever_marks_on_and_off_waits_longer_each_time(engine: Engine, marking: Marking) -> None:
    waits = []
    for _ in range(4):
        await marking.note(HERE, 9, 99, [ANN])
        await marking.note(HERE, 9, 99, [IDA])
        [job] = [one for one in await engine.owed() if one.kind == MARK_JOB]
        assert job.data == {"channel": 9, "by": [ANN, IDA]}
        await marking.note(HERE, 9, 99, [ANN])
        [job] = [one for one in await engine.owed() if one.kind == MARK_JOB]
        waits.append((job.due_at - engine.clock()) / SETTLES)
        await marking.give(answer(), by=ann)
        await marking.take_back(HERE, 99, ANN)
    assert waits == [1, 2, 4, 8]


async def test_a_mark_that_is_taken_away_takes_back_all_of_the_pot_and_a_deletion_only_its_own(
    engine: Engine, marking: Marking
) -> None:
    accepting = engine.services.accepting
    for is_deleted, left in ((False, {}), (True, {IDA: 3})):
        await marking.give(answer(), by=ann)
        await accepting.accept(answer(author=IDA, message=100), by=ann, how=As.ASSIST)
        assert await balances(engine) == {HUGO: 12, IDA: 3}
        if is_deleted:
            await engine.services.awarded_messages.deleted(HERE, [99])
        else:
            await marking.take_back(HERE, 99, ANN)
        assert await balances(engine) == left
    await accepting.accept(answer(author=JO, message=101), by=ann)
    assert await balances(engine) == {JO: 12, IDA: 3}
    await engine.services.awarded_messages.deleted(HERE, [101])
    await accepting.accept(answer(author=IDA, message=100), by=ann)
    assert await balances(engine) == {IDA: 15}


# Messages that go


async def test_with_a_message_goes_what_was_awarded_for_it_whatever_that_was(
    engine: Engine, marking: Marking
) -> None:
    accepting, gone = engine.services.accepting, engine.services.awarded_messages
    await accepting.accept(answer(), by=ann)
    await accepting.accept(answer(author=IDA, message=100), by=ann, how=As.ASSIST)
    await marking.give(answer(), by=sam)
    await marking.give(answer(author=BOB, message=101), by=ann)
    await engine.services.orders.commend(answer(), HUGO, "", 1, by=sam)
    assert await balances(engine) == {HUGO: 24, IDA: 3, BOB: 5}
    assert await gone.deleted(ELSEWHERE, [99, 100, 101]) == 0
    assert await gone.deleted(HERE, [100, 555]) == 1
    assert await balances(engine) == {HUGO: 27, BOB: 5}, "its share goes back to what answered"
    for author, message in ((IDA, 100), (JO, 102)):
        await accepting.accept(answer(author=author, message=message), by=ann, how=As.ASSIST)
    assert await balances(engine) == {HUGO: 21, IDA: 3, JO: 3, BOB: 5}
    assert await gone.deleted(HERE, [102, 100, 99]) == 5
    assert await balances(engine) == {BOB: 5}
    assert await gone.deleted(HERE, [100, 99]) == 0
    assert not await accepting.has_accepted(HERE, QuestionRef.message(70))
    lines = await engine.database.read(lambda reader: store.of_guild(reader, HERE))
    assert {line.rule for line in lines if line.is_reversal} == {Rule.SHARED, Rule.DELETED}


async def test_staff_are_told_once_of_a_message_that_says_nothing_any_more(engine: Engine) -> None:
    gone = engine.services.awarded_messages
    await gone.emptied(HERE, 99)
    await engine.services.accepting.accept(answer(), by=ann)
    await gone.emptied(HERE, 99)
    [job] = [one for one in await engine.owed() if one.kind == EMPTIED_JOB]
    assert job.data == {"channel_id": 9, "message_id": 99, "author_id": HUGO}
    await engine.database.tx(lambda tx: engine.services.jobs.cancel(tx, EMPTIED_JOB, 99))
    await gone.emptied(HERE, 99)
    assert [one for one in await engine.owed() if one.kind == EMPTIED_JOB] == []
    assert await balances(engine) == {HUGO: 15}


async def test_what_was_awarded_of_late_is_looked_at_in_the_order_in_which_it_was_written(engine: Engine) -> None:
    accepting = engine.services.accepting
    await accepting.accept(answer(69, message=50), by=ann)
    engine.clock.turn(days=8)
    for number, (channel, message) in enumerate([(10, 98), (9, 99), (9, 97)]):
        await accepting.accept(answer(100 + number, channel=channel, message=message), by=sam)
    found = await engine.services.awarded_messages.to_look_at(HERE)
    assert [(one.channel_id, one.message_id) for one in found] == [(9, 97), (9, 99), (10, 98)]
    assert await engine.services.awarded_messages.to_look_at(ELSEWHERE) == []


# Commendations


@pytest.mark.parametrize(
    ("candidate", "member_id", "by", "refusal"),
    [
        (answer(), HUGO, ida, NotStaff),
        (answer(), BOB, sam, NotTheirs),
        (answer(author=SAM), SAM, sam, SelfAward),
        (answer(is_bot=True), HUGO, sam, BotAward),
    ],
)
async def test_only_staff_commend_and_only_others_for_what_they_wrote(
    engine: Engine, candidate: Candidate, member_id: int, by: Actor, refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        await engine.services.orders.commend(candidate, member_id, "", 1, by=by)
    assert await engine.rows(awards) == []


async def test_of_a_message_one_commendation_stands(engine: Engine) -> None:
    commend, here = engine.services.orders.commend, answer(None, asker=None)
    line = await commend(here, HUGO, "So kind", 1, by=sam)
    assert line.data["why"] == "So kind"
    with pytest.raises(AlreadyCommended):
        await commend(here, HUGO, "", 2, by=member(8, is_staff=True))
    assert await balances(engine) == {HUGO: 10}


async def test_staff_commend_no_more_than_they_may_give_alone_and_all_of_it_is_written_down(
    engine: Engine,
) -> None:
    orders = engine.services.orders
    for number in range(7):
        await orders.commend(answer(None, asker=None, message=300 + number), HUGO, "So kind", number + 1, by=sam)
    await orders.adjust(HUGO, 30, "Much more", 50, by=sam)
    with pytest.raises(EnoughAlone):
        await orders.commend(answer(None, asker=None, message=400), HUGO, "", 51, by=sam)
    with pytest.raises(SelfAward):
        await orders.commend(answer(None, asker=None, author=SAM), SAM, "", 52, by=sam)
    assert (await orders.adjust(HUGO, 10, "Much more", 53, by=sam)).case is not None
    assert await balances(engine) == {HUGO: 100}
    written = await orders.audit(by=sam)
    assert [one.outcome for one in written[:3]] == [Outcome.ASKED, Outcome.ONESELF, Outcome.ENOUGH]
    first = written[-1]
    assert (first.action, first.member_id, first.points, first.reason) == (Action.COMMEND, HUGO, 10, "So kind")
    assert first.line_id is not None
    other = member(8, is_staff=True)
    await orders.commend(answer(None, asker=None, message=400), HUGO, "", 54, by=other)
    engine.clock.turn(days=1, seconds=1)
    await orders.commend(answer(None, asker=None, message=401), HUGO, "", 55, by=sam)


# Prompts


def prompt(engine: Engine, thanks: int = 300, question: int = 70, **others: object) -> Prompt:
    made = Prompt(
        thanks,
        HERE,
        QuestionRef.message(question),
        ANN,
        9,
        (Answerer(99, HUGO), Answerer(98, IDA)),
        engine.clock(),
    )
    return replace(made, **others)  # type: ignore[arg-type]  # its fields


async def test_of_a_question_one_prompt_stands_at_a_time_and_none_once_it_is_answered(engine: Engine) -> None:
    prompts = engine.services.prompts
    assert not await prompts.offer(prompt(engine, candidates=()))
    assert await prompts.offer(prompt(engine))
    assert not await prompts.offer(prompt(engine, 301))
    assert await prompts.offer(prompt(engine, 302, 71)), "another question"
    await prompts.shown(300, 900)
    await engine.services.accepting.accept(answer(author=BOB), by=sam)
    ended = await prompts.get(300)
    assert ended is not None
    assert (ended.message_id, ended.ended_at) == (900, engine.clock())
    assert {job.subject_id for job in await engine.owed() if job.kind == PROMPT_JOB} == {300, 302}
    with pytest.raises(PromptGone):
        await prompts.chosen(300, 99, by=ann)
    await prompts.gone(300)
    assert await prompts.get(300) is None
    assert not await prompts.offer(prompt(engine, 303)), "it is answered"


async def test_the_asker_and_staff_of_its_server_press_a_prompt(engine: Engine) -> None:
    prompts = engine.services.prompts
    await prompts.offer(prompt(engine))
    for by in (ann, sam):
        found, who = await prompts.chosen(300, 98, by=by)
        assert (found.channel_id, who.author_id) == (9, IDA)
    with pytest.raises(NotTheQuestioner):
        await prompts.chosen(300, 98, by=ida)
    for prompt_id, message_id, by in ((301, 98, ann), (300, 97, ann), (300, 98, member(ANN, guild_id=ELSEWHERE))):
        with pytest.raises(PromptGone):
            await prompts.chosen(prompt_id, message_id, by=by)


def test_each_person_is_offered_once_and_at_most_three_are() -> None:
    answers = [Answerer(number, author) for number, author in ((9, 1), (8, 2), (7, 1), (6, 3), (5, 4))]
    assert offered(answers) == (Answerer(9, 1), Answerer(8, 2), Answerer(6, 3))
    assert offered([]) == ()


async def test_what_is_shared_or_let_go_stays_known_by_its_message(engine: Engine) -> None:
    accepting = engine.services.accepting
    line = await accepting.accept(answer(), by=ann)
    await accepting.accept(answer(author=IDA, message=100), by=ann, how=As.ASSIST)
    found = await engine.database.read(lambda reader: messages.standing_for(reader, HERE, [99]))
    assert line is not None
    assert [one.points for one in found] == [12]
    assert found[0].id != line.id
    engine.clock.turn(days=1)
    assert engine.clock() - found[0].at == timedelta(days=1)

"""Solved questions: found again by who asks the same, for as long as their words are kept."""

from __future__ import annotations

from datetime import timedelta

from bot.choices.choice import Choice
from bot.client import Services
from bot.faq.owed import ANSWER_JOB
from bot.faq.question import Outcome, Question, Standing
from bot.reputation.solutions.accepted import SHOW_JOB
from bot.reputation.solutions.solution import Solution
from bot.solution_tables import solutions
from tests.faq.conversation import ANN, PASSWORD, ask, question_of, stands
from tests.services import ELSEWHERE, HERE, NOON, Engine, member
from tests.solved.solving import CAKE, HUGO, accept, found, learn, message_id, solve, unaccept


async def owed(engine: Engine, kind: str) -> list[int]:
    return [job.subject_id for job in await engine.owed() if job.kind == kind]


async def test_an_accepted_answer_is_found_by_words_of_its_question(engine: Engine, services: Services) -> None:
    solution = await solve(engine)
    assert await owed(engine, SHOW_JOB) == [solution.id]
    assert await found(services) == [90]
    assert await found(services, "printer paper") == []
    assert await services.solved.search(ELSEWHERE, "lemon cake") == []
    await solve(engine, "how long does a lemon cake keep in the fridge", number=5, answer=95)
    assert await found(services, "lemon cake eggs") == [90, 95]


async def test_accepted_twice_it_is_kept_once_and_another_answer_takes_its_place(
    engine: Engine, services: Services
) -> None:
    first = await solve(engine)
    await services.solved.line_stands(first.id, 77)
    assert await accept(engine, first.question_id) == await services.solved.solution(first.id)
    second = await accept(engine, first.question_id, 91, 5)
    assert (second.line_message_id, second.has_settled) == (77, True), (
        "at once: else it would be taken away and sent anew"
    )
    assert sorted(await owed(engine, SHOW_JOB)) == [first.id, second.id]
    assert await found(services) == [], "until its question was looked up"
    await learn(engine, second)
    assert await found(services) == [91]
    before, now = await services.solved.solution(first.id), await services.solved.solution(second.id)
    assert before is not None
    assert now is not None
    assert (before.stands, before.line_message_id, before.has_settled) == (False, None, False)
    assert (now.line_message_id, now.has_settled) == (77, True), "the line is of the answer that is accepted now"
    assert await services.solved.question_reopened(first.id) is None
    assert (await services.solved.is_accepted(90), await services.solved.is_accepted(91)) == (False, True)


async def _answered(engine: Engine) -> tuple[Question, Solution]:
    """The FAQ has answered, and then a person's answer was accepted."""
    services = engine.services
    asked = await question_of(services, PASSWORD, message_id(1))
    await services.showing.served(asked, 71)
    solution = await accept(engine, message_id(1))
    found = await services.solved.question_found(solution.id, 9, message_id(1), PASSWORD, NOON)
    assert found is not None
    return found, solution


async def test_the_message_of_the_faq_becomes_one_line_and_is_what_it_was_when_nothing_is_accepted_any_more(
    engine: Engine, services: Services
) -> None:
    question, solution = await _answered(engine)
    assert question.outcome is Outcome.HUMAN
    assert await stands(services, question.id) is Standing.LINE
    assert await owed(engine, ANSWER_JOB) == [question.id]
    answer = await services.solved.answer_to(question)
    assert answer is not None
    assert answer.message_id == 90
    await unaccept(engine, solution.question_id)
    assert await services.solved.answer_to(question) is None
    assert await services.solved.question_reopened(solution.id) is not None
    assert await stands(services, question.id) is Standing.ANSWER
    assert await services.solved.question_reopened(solution.id) is not None, "a repeated run changes nothing"
    assert await stands(services, question.id) is Standing.ANSWER


async def test_what_a_person_had_said_before_stays_said(engine: Engine, services: Services) -> None:
    asked = await question_of(services, PASSWORD, message_id(1))
    await services.showing.served(asked, 71)
    question = await services.replying.meant(channel_id=9, author_id=HUGO, replied_to=message_id(1), is_post=False)
    assert question is not None
    await services.replying.human_replied(question, author_id=HUGO, text="Look at the settings first")
    solution = await accept(engine, message_id(1))
    await learn(engine, solution, PASSWORD)
    await unaccept(engine, message_id(1))
    await services.solved.question_reopened(solution.id)
    assert await stands(services, asked) is Standing.LINE


async def test_words_are_kept_no_longer_than_those_of_any_question(engine: Engine, services: Services) -> None:
    solution = await solve(engine)
    engine.clock.turn(days=29)
    await services.solved.forget_old()
    assert await found(services) == [90]
    engine.clock.turn(days=1)
    assert await services.solved.forget_old() == engine.clock.now + timedelta(hours=6)
    assert await found(services) == []
    [row] = await engine.rows(solutions)
    assert (row["terms"], row["message_id"], row["ended_at"]) == (None, 90, None), "the fact stays"
    old = await accept(engine, message_id(3, days=-1), 93)
    await services.solved.question_found(old.id, 9, old.question_id, CAKE, NOON - timedelta(days=31))
    assert await found(services) == [], "what is too old when it is accepted is not kept at all"
    assert solution.stands


async def test_words_that_are_not_for_all_or_not_to_be_kept_are_not(engine: Engine, services: Services) -> None:
    ann = member(ANN)
    await learn(engine, await accept(engine, message_id(1), 91), None)
    assert await found(services) == []
    await services.privacy.choose(Choice.UNKEPT, is_on=True, by=ann)
    await solve(engine, number=2, answer=92)
    assert await found(services) == []
    await services.privacy.choose(Choice.UNKEPT, is_on=False, by=ann)
    await solve(engine, number=3, answer=93)
    assert await found(services) == [93]
    await services.privacy.choose(Choice.UNKEPT, is_on=True, by=ann)
    assert await found(services) == []


async def test_who_is_erased_is_found_and_quoted_no_more_be_it_as_who_asked_or_as_who_answered(
    engine: Engine, services: Services
) -> None:
    for who in (ANN, HUGO):
        number = 10 + who
        await solve(engine, number=number, answer=number)
        assert await found(services) == [number]
        await services.privacy.delete(by=member(who))
        assert await found(services) == []
    assert [row["terms"] for row in await engine.rows(solutions)] == [None, None]


async def test_with_a_deleted_question_or_place_go_the_words(engine: Engine, services: Services) -> None:
    for number, gone in enumerate(("question", "channel", "answer"), 1):
        solution = await solve(engine, number=number, answer=90 + number)
        assert await found(services) == [90 + number]
        if gone == "question":
            await services.solved.messages_deleted([404, solution.question_id])
        elif gone == "channel":
            await services.solved.place_deleted(HERE, 9)
        else:
            await services.solved.words_gone(solution)
        assert await found(services) == [], gone
    await services.solved.messages_deleted([404])


async def test_a_question_is_found_by_what_it_says_now(engine: Engine, services: Services) -> None:
    solution = await solve(engine)
    assert not await services.solved.reads_now(404, "printer paper")
    assert not await services.solved.reads_now(solution.question_id, f"{CAKE}!")
    assert await services.solved.reads_now(solution.question_id, "printer paper")
    assert (await found(services), await found(services, "printer paper")) == ([], [90])
    assert await services.solved.reads_now(solution.question_id, "")
    assert [row["terms"] for row in await engine.rows(solutions)] == [None]
    assert not await services.solved.reads_now(solution.question_id, CAKE), "what was let go is not taken up again"


async def test_what_another_process_has_added_is_found_in_a_while(engine: Engine, services: Services) -> None:
    await solve(engine)
    assert await found(services) == [90]
    other = {"guild_id": HERE, "channel_id": 9, "author_id": HUGO, "accepted_at": NOON, "has_settled": False}
    there = {"question_id": 7, "message_id": 97, "question_channel_id": 9, "question_message_id": 7}
    row = {**other, **there, "terms": "printer paper"}
    await engine.database.tx(lambda tx: tx.execute(solutions.insert().values(row)))
    assert await found(services, "printer paper") == []
    engine.clock.turn(minutes=1)
    assert await found(services, "printer paper") == [97]
    await engine.database.tx(lambda tx: tx.execute(solutions.update().values(terms=None)))
    assert await found(services, "printer paper") == [], "what was erased is not shown, whatever is in memory"


async def test_a_question_that_nobody_logged_can_be_solved_too(engine: Engine, services: Services) -> None:
    solution = await accept(engine, message_id(1), asker=None)
    await learn(engine, solution)
    assert await found(services) == [90]
    await unaccept(engine, message_id(1))
    assert await services.solved.question_reopened(solution.id) is None
    assert await services.solved.question_found(solution.id, 9, message_id(1), CAKE, NOON) is None
    assert await found(services) == []
    assert await ask(services, CAKE) is not None

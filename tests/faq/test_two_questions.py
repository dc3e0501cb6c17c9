"""A message that asks two questions: both are answered where both are sure, and never more than what is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.client import Services
from bot.errors import UnknownEntry
from bot.faq.judging import TOGETHER_AT_MOST
from bot.faq.question import Outcome, Question, Standing
from bot.faq.speaking import Rule
from bot.schema import questions, suspicions
from tests.faq.conversation import (
    ANN,
    BOB,
    CAKE,
    CHANNEL,
    HELPER,
    INVOICE,
    PASSWORD,
    POST,
    STAFF,
    ask,
    question_of,
    rule_of,
    stands,
)
from tests.services import HERE, KNOWLEDGE, Engine, member, open_engine

BOTH = f"Hi! {PASSWORD}? And {INVOICE}? Thank you"
TWO = ("reset-password", "pay-invoice")


async def asked_both(services: Services, text: str = BOTH, *, by: int = ANN) -> Question:
    return await services.showing.question(await question_of(services, text, by=by), HERE)


def entries(question: Question) -> tuple[str | None, str | None]:
    return question.entry_id, question.second_entry_id


async def pointed(services: Services, question: Question) -> tuple[Standing, tuple[int, ...]]:
    """What stands under it, and to which messages it points."""
    view = await services.showing.view(question.id)
    assert view is not None
    return view.standing, view.above


async def shown(services: Services, question: Question) -> list[str]:
    """The entries that stand under it."""
    view = await services.showing.view(question.id)
    assert view is not None
    return [entry.id for entry in (view.entry, view.second) if entry is not None]


async def test_two_questions_in_one_message_are_both_answered(engine: Engine, services: Services) -> None:
    question = await asked_both(services)
    assert (question.rule, *entries(question)) == (Rule.SURE, *TWO)
    assert [entry_id for entry_id, _ in question.candidates] == list(TWO)
    assert question.score == min(score for _, score in question.candidates)
    assert await shown(services, question) == list(TWO)
    assert len(await engine.rows(questions)) == 1
    solved = await services.pressing.feedback(question.id, by=member(ANN), helped=True)
    assert solved.outcome is Outcome.SOLVED
    assert await rule_of(services, INVOICE, place=POST) is Rule.MEMBER_CAP, "the second one counts, too"
    pointed = await services.showing.question(await question_of(services, INVOICE, by=BOB), HERE)
    assert pointed.rule is Rule.ABOVE
    assert (await services.pressing.feedback(question.id, by=member(BOB), helped=True)).id == pointed.id


@pytest.mark.parametrize(
    "text",
    [
        f"{PASSWORD}? And {CAKE}?",
        f"{PASSWORD}? I forgot my password, how?",
        f"{PASSWORD}? And is that safe?",
        f"I know about it. {PASSWORD} and {INVOICE}",
        f"It is about the account of my uncle. {PASSWORD}? {INVOICE}?",
    ],
)
async def test_where_only_one_is_sure_no_two_are_answered(services: Services, text: str) -> None:
    asked = await ask(services, text)
    assert asked is not None
    assert asked.judgement.second is None


async def test_the_second_question_may_come_in_the_next_message(engine: Engine, services: Services) -> None:
    first = await asked_both(services, PASSWORD)
    assert entries(first) == ("reset-password", None)
    engine.clock.turn(seconds=2)
    assert await ask(services, f"and {INVOICE}") is not None
    [row] = await engine.rows(questions)
    assert (row["id"], row["entry_id"], row["second_entry_id"]) == (first.id, *TWO)
    engine.clock.turn(seconds=2)
    assert await ask(services, "save the address book to a file") is None
    assert entries(await services.showing.question(first.id, HERE)) == TWO


async def test_an_edit_may_take_one_away_or_add_it(services: Services) -> None:
    question_id = await question_of(services, BOTH, 55)
    assert await services.asking.reread(CHANNEL, [INVOICE], message_id=55) == question_id
    assert entries(await services.showing.question(question_id, HERE)) == ("pay-invoice", None)


async def test_of_two_the_one_that_a_cap_or_a_mark_withholds_is_left_out(
    engine: Engine, services: Services
) -> None:
    marked = await question_of(services, PASSWORD, by=BOB)
    await services.pressing.mark_wrong(marked, by=STAFF)
    assert entries(await asked_both(services, by=11)) == ("pay-invoice", None)
    engine.clock.turn(minutes=1)
    again = await asked_both(services, by=11)
    assert again.rule is Rule.SUSPECT
    assert await stands(services, again.id) is Standing.NOTHING


async def test_the_caps_hold_for_each_of_two_questions(services: Services) -> None:
    first = await asked_both(services)
    await services.showing.served(first.id, 77)
    asked = [await asked_both(services, by=by) for by in (11, 12, 13, 14)]
    assert [one.rule for one in asked] == [Rule.ABOVE, Rule.ABOVE, Rule.ABOVE, Rule.ENTRY_CAP]
    assert [entries(one) for one in asked[:3]] == [TWO] * 3
    assert await pointed(services, asked[0]) == (Standing.ABOVE, (77,))
    assert (await services.pressing.feedback(first.id, by=member(11), helped=True)).id == asked[0].id


async def test_what_was_just_answered_above_is_not_answered_again_beside_something_else(
    services: Services,
) -> None:
    assert await rule_of(services, by=BOB) is Rule.SURE
    asked = await asked_both(services)
    assert (asked.rule, *entries(asked)) == (Rule.SURE, "pay-invoice", None)


async def test_who_asks_both_is_pointed_to_both_answers_and_gets_what_is_right_when_one_goes(
    services: Services,
) -> None:
    first, second = await question_of(services), await question_of(services, INVOICE, by=BOB)
    await services.showing.served(first, 77)
    await services.showing.served(second, 78)
    below = await asked_both(services, by=11)
    await services.showing.served(below.id, 79)
    assert (below.rule, await pointed(services, below)) == (Rule.ABOVE, (Standing.ABOVE, (77, 78)))
    await services.pressing.mark_wrong(first, by=STAFF)
    assert await pointed(services, below) == (Standing.ANSWER, ())
    assert await shown(services, below) == ["pay-invoice"]


async def test_who_was_pointed_to_the_half_that_is_wrong_is_pointed_there_no_longer(
    engine: Engine, services: Services
) -> None:
    question = await asked_both(services)
    await services.showing.served(question.id, 77)
    left, right = await question_of(services, by=BOB), await question_of(services, INVOICE, by=11)
    for below, message_id in ((left, 78), (right, 79)):
        await services.showing.served(below, message_id)
    engine.clock.turn(seconds=1)
    await services.pressing.mark_wrong(question.id, by=STAFF, entry_id="reset-password")
    owed = {job.subject_id: job.due_at for job in await engine.owed()}
    assert [owed[one] == engine.clock.now for one in (left, right)] == [True, False]
    assert [await stands(services, one) for one in (left, right)] == [Standing.NOTHING, Standing.ABOVE]


async def test_of_two_entries_the_wrong_one_goes_and_the_right_one_stays(
    engine: Engine, services: Services
) -> None:
    question = await asked_both(services)
    await services.showing.served(question.id, 77)
    with pytest.raises(UnknownEntry):
        await services.pressing.mark_wrong(question.id, by=HELPER, entry_id="export-contacts")
    marked = await services.pressing.mark_wrong(question.id, by=HELPER, entry_id="reset-password")
    assert (*entries(marked), marked.outcome) == ("pay-invoice", None, None)
    assert [row["entry_id"] for row in await engine.rows(suspicions)] == ["reset-password"]
    assert await shown(services, question) == ["pay-invoice"]
    last = await services.pressing.mark_wrong(question.id, by=HELPER, entry_id="pay-invoice")
    assert last.outcome is Outcome.WRONG


async def test_a_second_entry_that_is_marked_before_it_is_sent_does_not_arrive(services: Services) -> None:
    other, question = await question_of(services, INVOICE, by=BOB, place=POST), await asked_both(services)
    await services.pressing.mark_wrong(other, by=STAFF)
    assert await shown(services, question) == ["reset-password"]


async def test_two_entries_that_do_not_fit_in_one_message_are_not_given_together(tmp_path: Path) -> None:
    long = "x" * (TOGETHER_AT_MOST // 2)
    knowledge = KNOWLEDGE.replace("Under **Billing**.", long).replace("Press **Forgot password**.", long)
    async with open_engine(tmp_path, knowledge=knowledge) as engine:
        asked = await ask(engine.services, BOTH)
        assert asked is not None
        assert asked.judgement.second is None


async def test_each_of_the_two_entries_has_its_answer_in_the_numbers(engine: Engine, services: Services) -> None:
    question = await asked_both(services)
    await services.showing.served(question.id, 77)
    await services.pressing.feedback(question.id, by=member(ANN), helped=True)
    found = await services.insights.numbers(HERE, days=7, by=STAFF)
    assert found.answers.answers == 1
    assert {name: part.answers for name, part in found.by_entry} == dict.fromkeys(TWO, 1)

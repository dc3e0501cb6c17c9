"""The FAQ as people use it: asking, searching, saying whether it helped; and what it forgets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.actor import Actor
from bot.config import Faq
from bot.errors import NotTheAsker, UnknownEntry, UnknownQuestion
from bot.faq.matching import Verdict
from bot.faq.service import ANSWER_JOB, FORGET_JOB, FRESH, Asked, FaqService
from bot.schema import feedback, questions
from tests.services import HERE, KNOWLEDGE, NOON, Engine, open_engine

ANN, BOB, SAM = 1, 2, 3
PASSWORD = "how do i reset my password"
CAKE = "does anybody have a recipe for lemon cake"

messages = count(1000)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    async with open_engine(tmp_path) as engine:
        yield engine


@pytest.fixture
def faq(engine: Engine) -> FaqService:
    return engine.services.faq


async def ask(faq: FaqService, text: str = PASSWORD, message_id: int | None = None) -> Asked | None:
    """Ann asks in a channel."""
    message_id = message_id or next(messages)
    return await faq.ask(guild_id=HERE, channel_id=9, message_id=message_id, asker_id=ANN, text=text)


async def question_of(faq: FaqService, text: str = PASSWORD) -> int:
    asked = await ask(faq, text)
    assert asked is not None
    return asked.question_id


# Asking


async def test_a_question_that_the_faq_knows_is_logged_and_its_answer_owed(
    engine: Engine, faq: FaqService
) -> None:
    asked = await ask(faq, PASSWORD, 55)
    assert asked is not None
    assert asked.entry is not None
    assert asked.entry.id == "reset-password"
    question = await faq.question(asked.question_id)
    assert (question.guild_id, question.channel_id, question.message_id, question.asker_id) == (HERE, 9, 55, ANN)
    assert (question.asked_at, question.text, question.answer_message_id) == (NOON, PASSWORD, None)
    assert (question.verdict, question.entry_id) == (Verdict.ANSWER, "reset-password")
    assert (question.score, question.margin) == (asked.judgement.score, asked.judgement.margin)
    [job] = await engine.owed()
    assert (job.kind, job.subject_id, job.guild_id, job.due_at) == (ANSWER_JOB, asked.question_id, HERE, NOON)


async def test_a_question_that_it_does_not_know_is_logged_and_left_alone(engine: Engine, faq: FaqService) -> None:
    asked = await ask(faq, CAKE)
    assert asked is not None
    assert asked.entry is None
    question = await faq.question(asked.question_id)
    assert (question.verdict, question.entry_id, question.text) == (Verdict.SILENT, None, CAKE)
    assert await engine.owed() == []
    assert await faq.owed_answer(asked.question_id) is None


async def test_a_message_is_looked_at_once_however_often_it_arrives(engine: Engine, faq: FaqService) -> None:
    results = await asyncio.gather(*(ask(faq, PASSWORD, 55) for _ in range(5)))
    assert sum(result is not None for result in results) == 1
    assert await ask(faq, CAKE, 55) is None
    assert len(await engine.rows(questions)) == 1
    assert len(await engine.owed()) == 1


@pytest.mark.parametrize("text", ["", "thanks", "my password", "<@42> help me", "https://larkmail.example ok?"])
async def test_what_has_too_few_words_is_no_question_and_not_logged(
    engine: Engine, faq: FaqService, text: str
) -> None:
    assert await ask(faq, text) is None
    assert await engine.rows(questions) == []


async def test_a_message_that_addresses_the_bot_is_a_question_at_any_length(faq: FaqService) -> None:
    asked = await faq.ask(
        guild_id=HERE, channel_id=9, message_id=55, asker_id=ANN, text="forgot password", is_addressed=True
    )
    assert asked is not None
    assert (await faq.question(asked.question_id)).text == "forgot password"


async def test_the_operator_decides_how_few_words_are_too_few_and_how_sure_it_must_be(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(min_words=2, threshold=1.0)) as engine:
        asked = await ask(engine.services.faq, "forgot password")
        assert asked is not None
        assert asked.judgement.verdict is Verdict.SILENT
        exact = await ask(engine.services.faq, PASSWORD)
        assert exact is not None
        assert exact.judgement.verdict is Verdict.ANSWER


# Serving


async def test_an_answer_is_owed_until_it_is_served(faq: FaqService) -> None:
    question_id = await question_of(faq)
    owed = await faq.owed_answer(question_id)
    assert owed is not None
    assert (owed[0].id, owed[1].id) == (question_id, "reset-password")
    await faq.served(question_id, 77)
    assert await faq.owed_answer(question_id) is None
    assert (await faq.question(question_id)).answer_message_id == 77


async def test_an_answer_that_comes_too_late_is_not_served(engine: Engine, faq: FaqService) -> None:
    question_id = await question_of(faq)
    engine.clock.now = NOON + FRESH
    assert await faq.owed_answer(question_id) is not None
    engine.clock.turn(seconds=1)
    assert await faq.owed_answer(question_id) is None


async def test_an_answer_whose_entry_has_been_removed_is_not_served(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        question_id = await question_of(engine.services.faq)
    async with open_engine(tmp_path, knowledge=KNOWLEDGE.replace("reset-password", "new-password")) as later:
        faq = later.services.faq
        assert await faq.owed_answer(question_id) is None
        assert faq.entry("reset-password") is None
        assert (await faq.question(question_id)).entry_id == "reset-password"


async def test_no_answer_is_owed_to_what_was_never_asked(faq: FaqService) -> None:
    assert await faq.owed_answer(99) is None
    with pytest.raises(UnknownQuestion):
        await faq.question(99)


# Feedback


async def test_the_asker_and_staff_may_say_whether_it_helped_and_nobody_else(
    engine: Engine, faq: FaqService
) -> None:
    question_id = await question_of(faq)
    assert (await faq.feedback(question_id, by=Actor(ANN), helped=True)).id == question_id
    await faq.feedback(question_id, by=Actor(SAM, is_staff=True), helped=False)
    with pytest.raises(NotTheAsker) as refusal:
        await faq.feedback(question_id, by=Actor(BOB), helped=False)
    assert refusal.value.asker_id == ANN
    pressed = [(row["member_id"], row["by_asker"], row["helped"]) for row in await engine.rows(feedback)]
    assert pressed == [(ANN, True, True), (SAM, False, False)]


async def test_an_asker_who_is_staff_counts_as_the_asker(engine: Engine, faq: FaqService) -> None:
    await faq.feedback(await question_of(faq), by=Actor(ANN, is_staff=True), helped=True)
    assert [row["by_asker"] for row in await engine.rows(feedback)] == [True]


async def test_a_button_of_a_question_that_is_gone_says_so(engine: Engine, faq: FaqService) -> None:
    with pytest.raises(UnknownQuestion):
        await faq.feedback(99, by=Actor(SAM, is_staff=True), helped=True)
    assert await engine.rows(feedback) == []


# Forgetting


async def test_no_words_are_kept_where_the_operator_wants_none(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(keep_text_days=0)) as engine:
        asked = await ask(engine.services.faq)
        assert asked is not None
        assert asked.entry is not None
        [row] = await engine.rows(questions)
        assert (row["text"], row["entry_id"]) == (None, "reset-password")


async def test_words_are_forgotten_after_the_days_the_operator_set_and_the_question_stays(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(keep_text_days=2)) as engine:
        faq, clock = engine.services.faq, engine.clock
        old = await question_of(faq)
        clock.turn(days=1)
        young = await question_of(faq, CAKE)
        clock.turn(days=1)
        await faq.forget_old_text()
        assert (await faq.question(old)).text == PASSWORD
        at = clock.turn(seconds=1)
        assert await faq.forget_old_text() == at + timedelta(hours=6)
        forgotten = await faq.question(old)
        assert (forgotten.text, forgotten.entry_id, forgotten.asked_at) == (None, "reset-password", NOON)
        assert (await faq.question(young)).text == CAKE


async def test_forgetting_is_owed_once_however_often_the_bot_starts(engine: Engine, faq: FaqService) -> None:
    await faq.schedule_forgetting()
    at = engine.clock.turn(hours=1)
    await faq.schedule_forgetting()
    [job] = await engine.owed()
    assert (job.kind, job.subject_id, job.due_at) == (FORGET_JOB, 0, at)


# Searching


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("reset-password", "reset-password"),
        ("How do I reset my password?", "reset-password"),
        ("  where can i export my contacts?  ", "export-contacts"),
        ("forgot pasword", "reset-password"),
        ("invoice", "pay-invoice"),
        ("contac", "export-contacts"),
    ],
)
async def test_an_entry_is_found_by_id_title_question_or_the_start_of_a_word(
    faq: FaqService, query: str, first: str
) -> None:
    assert faq.find(query).id == first


@pytest.mark.parametrize("query", ["", "   ", "zzzz", "🙂"])
async def test_what_is_near_nothing_is_said_to_be_unknown(faq: FaqService, query: str) -> None:
    with pytest.raises(UnknownEntry) as refusal:
        faq.find(query)
    assert refusal.value.query == query


async def test_a_search_shows_the_best_first_each_entry_once_and_no_more_than_asked(faq: FaqService) -> None:
    found = [entry.id for entry in faq.search("how do i pay my invoice")]
    assert found[0] == "pay-invoice"
    assert len(found) == len(set(found))
    assert [entry.id for entry in faq.search("how do i pay my invoice", limit=1)] == ["pay-invoice"]
    assert faq.search("zzzz") == []


async def test_an_empty_search_lists_the_entries_in_the_order_of_the_files(faq: FaqService) -> None:
    assert [entry.id for entry in faq.search(" ")] == ["reset-password", "export-contacts", "pay-invoice"]
    assert [entry.id for entry in faq.search("", limit=2)] == ["reset-password", "export-contacts"]


async def test_an_entry_says_in_which_category_it_stands(faq: FaqService) -> None:
    assert faq.category("pay-invoice") == "Account"
    entry = faq.entry("pay-invoice")
    assert entry is not None
    assert entry.title == "How do I pay an invoice?"

"""What stands under a question, and what comes too late."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.client import Services
from bot.errors import UnknownQuestion
from bot.faq.question import Standing
from bot.faq.showing import FRESH
from tests.faq.conversation import (
    BOB,
    INVOICE,
    question_of,
    stands,
)
from tests.services import HERE, KNOWLEDGE, NOON, Engine, open_engine


async def test_an_answer_stands_before_and_after_it_is_served(services: Services) -> None:
    question_id = await question_of(services)
    view = await services.showing.view(question_id)
    assert view is not None
    assert view.entry is not None
    assert (view.standing, view.question.id, view.entry.id) == (Standing.ANSWER, question_id, "reset-password")
    await services.showing.served(question_id, 77)
    assert await stands(services, question_id) is Standing.ANSWER
    question = await services.showing.question(question_id, HERE)
    assert (question.answer_message_id, question.answered_at) == (77, NOON)


async def test_an_answer_that_comes_too_late_is_not_served(engine: Engine, services: Services) -> None:
    question_id, served = await question_of(services), await question_of(services, INVOICE, by=BOB)
    await services.showing.served(served, 77)
    engine.clock.now = NOON + FRESH
    assert await stands(services, question_id) is Standing.ANSWER
    engine.clock.turn(seconds=1)
    assert await stands(services, question_id) is Standing.NOTHING
    assert await stands(services, served) is Standing.ANSWER


async def test_an_answer_whose_entry_has_been_removed_is_not_served(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        question_id = await question_of(engine.services)
    async with open_engine(tmp_path, knowledge=KNOWLEDGE.replace("reset-password", "new-password")) as later:
        services = later.services
        assert await stands(services, question_id) is Standing.NOTHING
        assert services.knowledge.entry("reset-password") is None
        assert (await services.showing.question(question_id, HERE)).entry_id == "reset-password"


async def test_nothing_stands_under_what_was_never_asked(services: Services) -> None:
    assert await services.showing.view(99) is None
    with pytest.raises(UnknownQuestion):
        await services.showing.question(99, HERE)

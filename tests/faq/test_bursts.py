"""What one member writes without a pause is read for its meaning once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.client import Services
from bot.schema import questions
from tests.encoders import Letters
from tests.faq.conversation import PASSWORD, ask, question_of
from tests.services import Engine, open_engine

FIRST, SECOND, THIRD = "how can i pay this invoice", "it has to be by card", "or to my address book please"


@pytest.fixture
async def letters() -> Letters:
    return Letters()


@pytest.fixture
async def engine(tmp_path: Path, letters: Letters) -> AsyncIterator[Engine]:
    async with open_engine(tmp_path, encoder=letters) as engine:
        await engine.services.knowledge.load(engine.services.knowledge.library)
        letters.asked.clear()
        letters.is_reading.clear()
        yield engine
        engine.services.knowledge.close()


async def test_all_pieces_together_and_the_last_one_go_to_the_encoder_in_one_call(
    services: Services, letters: Letters
) -> None:
    await ask(services, FIRST)
    await ask(services, SECOND)
    assert letters.asked == [[FIRST], [f"{FIRST} {SECOND}", SECOND]]


async def test_a_piece_that_is_followed_before_its_turn_is_left_to_the_next(
    engine: Engine, services: Services, letters: Letters
) -> None:
    letters.gate.clear()
    first = asyncio.ensure_future(ask(services, FIRST))
    assert await asyncio.to_thread(letters.is_reading.wait, 30)
    others = [asyncio.ensure_future(ask(services, text)) for text in (SECOND, THIRD)]
    await asyncio.sleep(0)
    letters.gate.set()
    await asyncio.gather(first, *others)
    everything = f"{FIRST} {SECOND} {THIRD}".replace(" please", "")
    assert letters.asked == [[FIRST], [everything, THIRD.replace(" please", "")]]
    [question] = await engine.rows(questions)
    assert question["text"] == f"{FIRST}\n{SECOND}\n{THIRD}"


async def test_a_question_that_has_a_phrasings_words_is_answered_without_the_encoder(
    services: Services, letters: Letters
) -> None:
    await question_of(services, PASSWORD)
    assert letters.asked == []


async def test_a_question_is_answered_by_its_words_while_the_encoder_fails(
    services: Services, letters: Letters
) -> None:
    letters.error = RuntimeError()
    asked = await ask(services, FIRST)
    assert letters.asked == [[FIRST]]
    assert asked is not None
    assert asked.judgement.entry_id == "pay-invoice"

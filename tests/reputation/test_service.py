"""The ledger as people meet it: each community has its own, and an entry of the FAQ is awarded once."""

from __future__ import annotations

import pytest

from bot.actor import Actor
from bot.errors import SelfAward
from bot.reputation.answers.candidate import Candidate
from bot.reputation.line import Line
from bot.reputation.question import QuestionRef
from bot.reputation.service import ReputationService
from tests.services import ELSEWHERE, HERE, Engine

ANN, BOB, SAM, HUGO, IDA = 1, 2, 3, 4, 5
sam = Actor(SAM, is_staff=True)


@pytest.fixture
def reputation(engine: Engine) -> ReputationService:
    return engine.services.reputation


async def earn(engine: Engine, member: int, answers: int, *, guild: int = HERE) -> None:
    """Have this many answers of a member accepted."""
    for place in range(answers):
        question = QuestionRef.message(1000 * member + place)
        await engine.services.accepting.accept(Candidate(guild, question, None, member, False, 9, 91), by=sam)


async def test_each_community_keeps_its_own_ledger(engine: Engine, reputation: ReputationService) -> None:
    await earn(engine, HUGO, 1)
    await earn(engine, HUGO, 3, guild=ELSEWHERE)
    for guild in (HERE, ELSEWHERE):
        shared = Candidate(guild, QuestionRef.message(70), ANN, HUGO, False, 9, 91)
        assert await engine.services.accepting.accept(shared, by=sam) is not None
    for guild, balance in ((HERE, 30), (ELSEWHERE, 60)):
        assert await reputation.balance(guild, HUGO) == balance


async def test_an_answer_that_becomes_entries_of_the_faq_is_awarded_once(
    engine: Engine, reputation: ReputationService
) -> None:
    async def credit(author: int, draft: int = 1, message: int | None = None) -> Line | None:
        return await engine.database.tx(
            lambda tx: reputation.credit_entry(
                tx, guild_id=HERE, draft_id=draft, message_id=message, author_id=author, by=sam
            )
        )

    award = await credit(HUGO)
    assert award is not None
    assert (award.member_id, award.points) == (HUGO, 10)
    assert await credit(HUGO) is None
    assert await credit(IDA) is None
    assert await credit(IDA, draft=2) is not None
    with pytest.raises(SelfAward):
        await credit(SAM, draft=3)
    assert await credit(HUGO, draft=4, message=70) is not None
    assert await credit(HUGO, draft=5, message=70) is None, "of the same answer"
    assert [await reputation.earned_by_entry(HERE, draft) for draft in (4, 5)] == [10, None]
    assert await reputation.balance(HERE, HUGO) == 20

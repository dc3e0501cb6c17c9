"""The ledger as people meet it: one accepted answer a question, places, ranks."""

from __future__ import annotations

import asyncio

import pytest

from bot.actor import Actor
from bot.award_tables import awards
from bot.errors import AlreadyAccepted, BotAward, NotTheQuestioner, Refused, SelfAward
from bot.reputation.line import Line
from bot.reputation.service import Candidate, ReputationService
from tests.services import ELSEWHERE, HERE, NOON, Engine

ANN, BOB, SAM, HUGO, IDA = 1, 2, 3, 4, 5
sam = Actor(SAM, is_staff=True)


@pytest.fixture
def reputation(engine: Engine) -> ReputationService:
    return engine.services.reputation


def answer(
    question: int = 70, author: int = HUGO, *, asker: int | None = ANN, guild: int = HERE, is_bot: bool = False
) -> Candidate:
    return Candidate(guild, question, asker, author, is_bot, 9, question + 1)


async def earn(reputation: ReputationService, member: int, answers: int, *, guild: int = HERE) -> None:
    """Have this many answers of a member accepted."""
    for place in range(answers):
        candidate = answer(1000 * member + place, member, asker=None, guild=guild)
        await reputation.accept_answer(candidate, by=sam, interaction_id=500)


async def test_an_accepted_answer_is_written_down_once(engine: Engine, reputation: ReputationService) -> None:
    award = await reputation.accept_answer(answer(), by=Actor(ANN), interaction_id=500)
    assert (award.member_id, award.points, award.at) == (HUGO, 15, NOON)
    engine.clock.turn(hours=1)
    for candidate, by in ((answer(), Actor(ANN)), (answer(author=BOB), Actor(ANN)), (answer(author=BOB), sam)):
        with pytest.raises(AlreadyAccepted) as refusal:
            await reputation.accept_answer(candidate, by=by, interaction_id=500)
        assert (refusal.value.member_id, refusal.value.at) == (HUGO, NOON)
    [row] = await engine.rows(awards)
    assert (row["member_id"], row["awarded_by"], row["subject_id"], row["at"]) == (HUGO, ANN, 70, NOON)


async def test_asker_and_staff_accept_two_answers_at_once_and_one_is_accepted(
    engine: Engine, reputation: ReputationService
) -> None:
    results = await asyncio.gather(
        reputation.accept_answer(answer(author=HUGO), by=Actor(ANN), interaction_id=500),
        reputation.accept_answer(answer(author=IDA), by=sam, interaction_id=500),
        return_exceptions=True,
    )
    [row] = await engine.rows(awards)
    [refusal] = [result for result in results if isinstance(result, AlreadyAccepted)]
    assert refusal.member_id == row["member_id"]


async def test_staff_may_accept_for_the_asker_and_where_no_asker_is_known(reputation: ReputationService) -> None:
    assert (await reputation.accept_answer(answer(71), by=sam, interaction_id=500)).by_id == SAM
    assert (await reputation.accept_answer(answer(72, asker=None), by=sam, interaction_id=500)).member_id == HUGO


@pytest.mark.parametrize(
    ("candidate", "by", "refusal"),
    [
        (answer(), Actor(BOB), NotTheQuestioner),
        (answer(author=ANN), Actor(ANN), SelfAward),
        (answer(author=SAM), sam, SelfAward),
        (answer(is_bot=True), sam, BotAward),
    ],
    ids=["a-stranger", "oneself", "staff-themselves", "a-bot"],
)
async def test_what_is_refused_leaves_no_award_and_the_question_free(
    engine: Engine, reputation: ReputationService, candidate: Candidate, by: Actor, refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        await reputation.accept_answer(candidate, by=by, interaction_id=500)
    assert await engine.rows(awards) == []
    await reputation.accept_answer(answer(), by=Actor(ANN), interaction_id=500)


async def test_each_community_keeps_its_own_ledger(reputation: ReputationService) -> None:
    await earn(reputation, HUGO, 1)
    await earn(reputation, HUGO, 3, guild=ELSEWHERE)
    await reputation.accept_answer(answer(70), by=sam, interaction_id=500)
    await reputation.accept_answer(answer(70, guild=ELSEWHERE), by=sam, interaction_id=500)
    for guild, balance in ((HERE, 30), (ELSEWHERE, 60)):
        assert await reputation.balance(guild, HUGO) == balance


async def test_an_entry_of_the_faq_is_awarded_once_a_draft(engine: Engine, reputation: ReputationService) -> None:
    async def credit(author: int, draft: int = 1, guild: int = HERE) -> Line | None:
        return await engine.database.tx(
            lambda tx: reputation.credit_entry(tx, guild_id=guild, draft_id=draft, author_id=author, by=sam)
        )

    award = await credit(HUGO)
    assert award is not None
    assert (award.member_id, award.points) == (HUGO, 10)
    assert await credit(HUGO) is None
    assert await credit(IDA) is None
    assert await credit(IDA, draft=2) is not None
    with pytest.raises(SelfAward):
        await credit(SAM, draft=3)
    assert await reputation.balance(HERE, HUGO) == 10

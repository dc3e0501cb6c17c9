"""The ledger as people meet it: one accepted answer a question, places, ranks."""

from __future__ import annotations

import pytest

from bot.actor import Actor
from bot.errors import SelfAward
from bot.reputation.answers.candidate import Candidate
from bot.reputation.line import Line
from bot.reputation.service import Candidate, LEADERBOARD_SIZE, ReputationService
from tests.services import ELSEWHERE, Engine, HERE, NOON
from bot.reputation.question import QuestionRef
from bot.reputation.store import Standing

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


async def test_equal_balances_share_a_place_and_the_next_is_left_out(
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
    for member, answers in ((11, 1), (12, 4), (13, 3), (14, 3), (15, 1)):
        await earn(engine, member, answers)
    assert [ranked.standing for ranked in await reputation.leaderboard(HERE)] == [
        Standing(member_id=12, balance=60, awards=4, place=1),
        Standing(member_id=13, balance=45, awards=3, place=2),
        Standing(member_id=14, balance=45, awards=3, place=2),
        Standing(member_id=11, balance=15, awards=1, place=4),
        Standing(member_id=15, balance=15, awards=1, place=4),
    ]


async def test_a_standing_is_the_same_as_in_the_leaderboard_with_its_rank_and_the_next(
    engine: Engine,
    reputation: ReputationService,
) -> None:
    for member, answers in ((11, 1), (12, 4), (13, 3)):
        await earn(engine, member, answers)
    board = await reputation.leaderboard(HERE)
    titles = [(ranked.rank and ranked.rank.name, ranked.next_rank and ranked.next_rank.name) for ranked in board]
    assert titles == [("Sorter", None), ("Sorter", None), ("Postcard", "Sorter")]
    for ranked in board:
        assert await reputation.standing(HERE, ranked.standing.member_id) == ranked
    assert await reputation.standing(HERE, ANN) is None


async def test_the_leaderboard_shows_the_best_ten_and_the_eleventh_still_knows_their_place(
    engine: Engine,
    reputation: ReputationService,
) -> None:
    for member in range(11, 22):
        await earn(engine, member, 22 - member)
    board = await reputation.leaderboard(HERE)
    assert [ranked.standing.member_id for ranked in board] == list(range(11, 21))
    assert len(board) == LEADERBOARD_SIZE == 10
    last = await reputation.standing(HERE, 21)
    assert last is not None
    assert (last.standing.place, last.standing.balance) == (11, 15)


async def test_each_community_keeps_its_own_ledger(engine: Engine, reputation: ReputationService) -> None:
    await earn(engine, HUGO, 1)
    await earn(engine, HUGO, 3, guild=ELSEWHERE)
    for guild in (HERE, ELSEWHERE):
        shared = Candidate(guild, QuestionRef.message(70), ANN, HUGO, False, 9, 91)
        assert await engine.services.accepting.accept(shared, by=sam) is not None
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

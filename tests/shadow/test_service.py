"""What staff see of the shadowed channels, and what their labels do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.actor import Actor
from bot.config import Faq
from bot.errors import AlreadyLabelled, NotStaff, UnknownQuestion
from bot.faq.question import Outcome
from bot.faq.speaking import Rule
from bot.schema import labels, questions
from bot.shadow.service import Digest, ShadowService
from tests.services import ELSEWHERE, HERE, Engine, member, open_engine

HELP, LOUNGE = 11, 12
SAM, KIM = member(3, is_staff=True), member(4, is_staff=True)
HUGO = member(5, is_helper=True)

messages = count(1000)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    async with open_engine(tmp_path, faq=Faq(threshold=0.7, suggest_from=0.4)) as engine:
        yield engine


@pytest.fixture
def shadow(engine: Engine) -> ShadowService:
    return engine.services.shadow


async def asked(
    engine: Engine,
    rule: Rule = Rule.SHADOW,
    *,
    score: float = 0.8,
    entry_id: str | None = "reset-password",
    guild_id: int = HERE,
    place_id: int = HELP,
    outcome: Outcome | None = None,
) -> int:
    """A question that was looked at; its id. Its scores are given, so that no matcher has a say in this."""
    values = {
        "guild_id": guild_id,
        "channel_id": place_id,
        "place_id": place_id,
        "message_id": next(messages),
        "asker_id": 1,
        "asked_at": engine.clock(),
        "text": "how",
        "verdict": "silent",
        "rule": rule.value,
        "entry_id": entry_id,
        "candidates": [["reset-password", score]] if score else [],
        "score": score,
        "outcome": outcome.value if outcome else None,
        "outcome_at": engine.clock() if outcome else None,
    }
    return await engine.database.tx(
        lambda tx: int(tx.execute(insert(questions).values(values).returning(questions.c.id)).scalar_one())
    )


async def digest(shadow: ShadowService, after: int = 0) -> Digest:
    return await shadow.digest(HERE, [HELP], by=SAM, after=after)


async def label(shadow: ShadowService, question_id: int, *, is_right: bool = True, by: Actor = SAM) -> None:
    await shadow.label(HERE, [HELP], question_id, is_right=is_right, by=by)


async def test_the_digest_counts_what_was_asked_answered_and_labelled_in_the_shadowed_channels(
    engine: Engine, shadow: ShadowService
) -> None:
    first = await asked(engine)
    await asked(engine, entry_id=None, score=0.5)
    await asked(engine, Rule.UNKNOWN, entry_id=None, score=0.0)
    await asked(engine, place_id=LOUNGE)
    await asked(engine, guild_id=ELSEWHERE)
    await label(shadow, first)
    found = await digest(shadow)
    assert (found.asked, found.would_have_answered, found.labelled, found.unlabelled) == (3, 1, 1, 1)


@pytest.mark.parametrize("rule", [Rule.SHADOW, Rule.UNSURE])
async def test_what_was_judged_in_silence_is_to_be_labelled(
    engine: Engine, shadow: ShadowService, rule: Rule
) -> None:
    question_id = await asked(engine, rule, entry_id=None)
    found = await digest(shadow)
    assert found.question is not None
    assert found.question.id == question_id


async def test_what_found_nothing_was_answered_or_is_deleted_is_not(engine: Engine, shadow: ShadowService) -> None:
    await asked(engine, Rule.UNKNOWN, entry_id=None, score=0.0)
    await asked(engine, Rule.SURE)
    await asked(engine, Rule.MEMBER_CAP)
    removed = await asked(engine, outcome=Outcome.REMOVED)
    found = await digest(shadow)
    assert (found.question, found.unlabelled) == (None, 0)
    with pytest.raises(UnknownQuestion):
        await label(shadow, removed)
    assert await engine.rows(labels) == []


async def test_the_oldest_unlabelled_comes_first_and_then_the_one_after_it(
    engine: Engine, shadow: ShadowService
) -> None:
    first, second, third = [await asked(engine) for _ in range(3)]
    await label(shadow, second)
    shown = [(await digest(shadow, after)).question for after in (0, first, third)]
    assert [question.id if question else None for question in shown] == [first, third, None]
    assert (await digest(shadow, third)).unlabelled == 2


async def test_a_label_says_who_when_and_what_and_one_can_change_ones_own_mind(
    engine: Engine, shadow: ShadowService
) -> None:
    question_id = await asked(engine)
    await label(shadow, question_id)
    at = engine.clock.turn(minutes=1)
    await label(shadow, question_id, is_right=False)
    [row] = await engine.rows(labels)
    assert (row["guild_id"], row["question_id"], row["is_right"]) == (HERE, question_id, False)
    assert (row["labelled_by"], row["labelled_at"]) == (SAM.id, at)


async def test_a_colleagues_label_stays(engine: Engine, shadow: ShadowService) -> None:
    question_id = await asked(engine)
    await label(shadow, question_id)
    with pytest.raises(AlreadyLabelled) as refused:
        await label(shadow, question_id, is_right=False, by=KIM)
    assert refused.value.labelled_by == SAM.id
    assert [row["is_right"] for row in await engine.rows(labels)] == [True]


async def test_only_staff_see_and_label(engine: Engine, shadow: ShadowService) -> None:
    question_id = await asked(engine)
    with pytest.raises(NotStaff):
        await shadow.digest(HERE, [HELP], by=HUGO)
    with pytest.raises(NotStaff):
        await label(shadow, question_id, by=HUGO)


async def test_another_communitys_question_is_unknown_here(engine: Engine, shadow: ShadowService) -> None:
    for question_id in (await asked(engine, guild_id=ELSEWHERE), await asked(engine, place_id=LOUNGE), 99):
        with pytest.raises(UnknownQuestion):
            await label(shadow, question_id)


async def test_thresholds_are_proposed_from_the_labels_and_the_settings(
    engine: Engine, shadow: ShadowService
) -> None:
    for number in range(20):
        assert (await digest(shadow)).proposal is None
        rule = Rule.UNSURE if number % 2 else Rule.SHADOW
        await label(shadow, await asked(engine, rule, score=0.5 if number % 2 else 0.8))
    proposal = (await digest(shadow)).proposal
    assert proposal is not None
    assert proposal.best is not None
    assert (proposal.current.threshold, proposal.current.answered) == (0.7, 10)
    assert (proposal.best.threshold, proposal.best.answered, proposal.best.right) == (0.5, 20, 20)


async def test_without_shadowed_channels_there_is_nothing(engine: Engine, shadow: ShadowService) -> None:
    await asked(engine)
    found = await shadow.digest(HERE, [], by=SAM)
    assert (found.asked, found.labelled, found.unlabelled, found.question) == (0, 0, 0, None)

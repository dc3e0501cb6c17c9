"""What people press under an answer, who may, and what it changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.client import Services
from bot.config import Between
from bot.errors import NotTheAsker, NotTrusted, UnknownEntry, UnknownQuestion
from bot.faq.owed import ANSWER_JOB, HAND_OVER_JOB
from bot.faq.question import Outcome, Standing
from bot.faq.speaking import Rule
from bot.schema import feedback, questions, suspicions
from tests.faq.conversation import (
    ANN,
    BOB,
    HELPER,
    INVOICE,
    NEAR,
    NOT_SURE,
    PASSWORD,
    POST,
    SAM,
    STAFF,
    ask,
    question_of,
    rule_of,
    stands,
)
from tests.services import HERE, Engine, member, open_engine

# Suggestions


async def test_an_askers_choice_is_the_answer_and_anothers_is_not(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE) as engine:
        services = engine.services
        question_id = await question_of(services, NEAR)
        await services.showing.served(question_id, 77)
        entry, counts = await services.pressing.choose(question_id, "pay-invoice", by=member(BOB))
        assert (entry.id, counts) == ("pay-invoice", False)
        assert await stands(services, question_id) is Standing.SUGGESTIONS
        with pytest.raises(UnknownEntry):
            await services.pressing.choose(question_id, "gone", by=member(ANN))
        assert await services.pressing.choose(question_id, "reset-password", by=member(ANN)) == (
            services.knowledge.entry("reset-password"),
            True,
        )
        assert await stands(services, question_id) is Standing.ANSWER
        assert await rule_of(services, PASSWORD, place=POST) in (Rule.MEMBER_CAP, Rule.BETWEEN)


async def test_who_reads_a_hint_has_had_the_entry_but_nothing_changes_for_others(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE.model_copy(update={"between": Between.HINT})) as engine:
        services = engine.services
        question_id = await question_of(services, NEAR)
        await services.showing.served(question_id, 77)
        before = await engine.owed()
        _, counts = await services.pressing.choose(question_id, "reset-password", by=member(ANN), in_place=False)
        assert counts
        assert await engine.owed() == before
        assert await stands(services, question_id) is Standing.HINT
        assert (await services.showing.question(question_id, HERE)).entry_id == "reset-password"
        await services.pressing.feedback(question_id, by=member(ANN), helped=True)
        assert await stands(services, question_id) is Standing.LINE


async def test_none_of_these_is_for_the_asker_and_leaves_nothing(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE) as engine:
        services = engine.services
        question_id = await question_of(services, NEAR)
        with pytest.raises(NotTheAsker):
            await services.pressing.dismiss(question_id, by=member(BOB))
        assert (await services.pressing.dismiss(question_id, by=member(ANN))).outcome is Outcome.DISMISSED
        assert await stands(services, question_id) is Standing.NOTHING


async def test_our_own_deletion_of_dismissed_suggestions_does_not_count_as_a_removal(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE) as engine:
        services = engine.services
        question_id = await question_of(services, NEAR)
        await services.showing.served(question_id, 77)
        await services.pressing.dismiss(question_id, by=member(ANN))
        assert await services.asking.deleted([77]) == []
        assert (await services.showing.question(question_id, HERE)).outcome is Outcome.DISMISSED


# Suspicions


async def test_an_entry_that_is_wrong_is_silent_at_once_until_staff_say_it_is_right(
    engine: Engine, services: Services
) -> None:
    question_id = await question_of(services)
    await services.showing.served(question_id, 77)
    with pytest.raises(NotTrusted):
        await services.pressing.mark_wrong(question_id, by=member(ANN))
    marked = await services.pressing.mark_wrong(question_id, by=HELPER)
    assert marked.outcome is Outcome.WRONG
    assert await stands(services, question_id) is Standing.LINE
    await services.pressing.mark_wrong(question_id, by=STAFF)
    assert len(await engine.rows(suspicions)) == 1
    assert await rule_of(services, by=BOB, place=POST) is Rule.SUSPECT
    assert await rule_of(services, by=BOB, is_addressed=True) is Rule.SUSPECT
    with pytest.raises(NotTrusted):
        await services.pressing.clear_suspicion(HERE, "reset-password", by=HELPER)
    assert await services.pressing.clear_suspicion(HERE, "reset-password", by=STAFF)
    assert not await services.pressing.clear_suspicion(HERE, "reset-password", by=STAFF)
    assert await rule_of(services, by=11, place=POST) is Rule.SURE


async def test_an_answer_that_is_on_its_way_when_its_entry_becomes_suspect_does_not_arrive(
    services: Services,
) -> None:
    first, second = await question_of(services), await question_of(services, by=BOB, place=POST)
    await services.showing.served(first, 77)
    await services.pressing.mark_wrong(first, by=STAFF)
    assert await stands(services, second) is Standing.NOTHING


async def test_what_is_suspect_is_not_suggested(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE) as engine:
        services = engine.services
        question_id = await question_of(services, NEAR)
        view = await services.showing.view(question_id)
        assert view is not None
        suggested = [entry.id for entry in view.suggested]
        assert "reset-password" in suggested
        other = await question_of(services, NEAR, by=SAM, place=POST)
        await services.pressing.choose(other, "reset-password", by=member(SAM))
        await services.pressing.mark_wrong(other, by=STAFF)
        view = await services.showing.view(question_id)
        assert view is not None
        assert [entry.id for entry in view.suggested] == suggested[1:]
        if suggested == ["reset-password"]:
            assert await rule_of(services, NEAR, by=BOB, place=replace(POST, channel_id=901)) is Rule.SUSPECT


# Feedback


async def test_the_asker_and_staff_may_say_whether_it_helped_and_nobody_else(
    engine: Engine, services: Services
) -> None:
    question_id = await question_of(services)
    assert (await services.pressing.feedback(question_id, by=STAFF, helped=False)).outcome is None
    with pytest.raises(NotTheAsker) as refusal:
        await services.pressing.feedback(question_id, by=member(BOB), helped=False)
    assert refusal.value.asker_id == ANN
    with pytest.raises(NotTheAsker):
        await services.pressing.feedback(question_id, by=HELPER, helped=True)
    assert (await services.pressing.feedback(question_id, by=member(ANN), helped=True)).outcome is Outcome.SOLVED
    assert await stands(services, question_id) is Standing.SOLVED
    pressed = [(row["member_id"], row["by_asker"], row["helped"]) for row in await engine.rows(feedback)]
    assert pressed == [(SAM, False, False), (ANN, True, True)]


async def test_an_asker_who_is_staff_counts_as_the_asker(engine: Engine, services: Services) -> None:
    await services.pressing.feedback(await question_of(services), by=member(ANN, is_staff=True), helped=True)
    assert [row["by_asker"] for row in await engine.rows(feedback)] == [True]


async def test_a_button_of_a_question_that_is_gone_says_so(engine: Engine, services: Services) -> None:
    with pytest.raises(UnknownQuestion):
        await services.pressing.feedback(99, by=STAFF, helped=True)
    for press in (
        services.pressing.dismiss(99, by=STAFF),
        services.pressing.mark_wrong(99, by=STAFF),
        services.pressing.choose(99, "x", by=STAFF),
    ):
        with pytest.raises(UnknownQuestion):
            await press
    assert await engine.rows(feedback) == []


async def test_a_question_that_is_handed_over_is_out_of_our_hands(engine: Engine, services: Services) -> None:
    question_id = await question_of(services)
    await services.showing.served(question_id, 77)
    with pytest.raises(NotTheAsker):
        await services.pressing.hand_over(question_id, by=member(BOB), to_community=True)
    handed = await services.pressing.hand_over(question_id, by=member(ANN), to_community=True)
    assert handed.outcome is Outcome.HANDED_OVER
    assert {job.kind for job in await engine.owed()} == {ANSWER_JOB, HAND_OVER_JOB}
    assert await stands(services, question_id) is Standing.LINE


async def test_a_deleted_question_is_not_taken_to_the_community(services: Services) -> None:
    question_id = await question_of(services, PASSWORD, 55)
    await services.asking.deleted([55])
    with pytest.raises(UnknownQuestion):
        await services.pressing.hand_over(question_id, by=member(ANN), to_community=True)


# Opting out


async def test_who_opts_out_is_not_looked_at_here_until_they_opt_in(engine: Engine, services: Services) -> None:
    await services.pressing.opt_out(HERE, ANN, wants_out=True)
    await services.pressing.opt_out(HERE, ANN, wants_out=True)
    assert await ask(services) is None
    assert await engine.rows(questions) == []
    assert await rule_of(services, is_addressed=True) is Rule.SURE
    assert await rule_of(services, place=replace(POST, guild_id=HERE + 1)) is Rule.SURE
    await services.pressing.opt_out(HERE, ANN, wants_out=False)
    assert await rule_of(services, INVOICE) is Rule.SURE

"""What was typed into a form that was refused: there for who typed it, for a day, also while the database is busy."""

from __future__ import annotations

import pytest

from bot.errors import FormForgotten
from bot.forms.service import FORGET_JOB, HELD, KEPT, RefusedForms
from bot.schema import refused_forms
from tests.services import ELSEWHERE, NOON, Engine, busy, member

ANN, BOB = member(1), member(2, is_staff=True)
TYPED = {"title": ("?",), "answer": ("Under **Settings**.",), "plans": ("team", "free"), "keywords": ()}


@pytest.fixture
def service(engine: Engine) -> RefusedForms:
    return engine.services.refused_forms


async def test_who_typed_it_gets_it_back_and_nobody_else_not_even_staff(service: RefusedForms) -> None:
    kept = await service.keep("draft:edit", "7.1", TYPED, by=ANN)
    form = await service.get(kept, by=ANN)
    assert (form.action, form.subject, form.values) == ("draft:edit", "7.1", TYPED)
    for other in (BOB, member(1, guild_id=ELSEWHERE)):
        with pytest.raises(FormForgotten):
            await service.get(kept, by=other)


async def test_after_its_day_no_word_of_it_is_left(engine: Engine, service: RefusedForms) -> None:
    kept = await service.keep("draft:edit", "7.1", TYPED, by=ANN)
    [job] = await engine.owed()
    assert (job.kind, job.subject_id, job.guild_id, job.due_at) == (FORGET_JOB, kept, 0, NOON + KEPT)
    await service.forget(kept)
    assert await engine.rows(refused_forms) == []
    with pytest.raises(FormForgotten):
        await service.get(kept, by=ANN)


async def test_while_the_database_is_busy_so_many_are_held_as_long(engine: Engine, service: RefusedForms) -> None:
    with busy(service, "_write"):
        held = [await service.keep("draft:edit", f"{number}.1", TYPED, by=ANN) for number in range(HELD + 1)]
    assert (await service.get(held[-1], by=ANN)).values == TYPED
    assert (await service.get(held[1], by=ANN)).subject == "1.1"
    with pytest.raises(FormForgotten):
        await service.get(held[0], by=ANN)
    engine.clock.now += KEPT
    with pytest.raises(FormForgotten):
        await service.get(held[-1], by=ANN)

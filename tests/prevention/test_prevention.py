"""Staff note what they did so that tickets do not come back, and take it back."""

from __future__ import annotations

import pytest

from bot.cost_tables import prevention_work
from bot.errors import NotStaff
from bot.prevention.refused import NoWork, UnknownWork
from tests.services import ELSEWHERE, Engine, member
from tests.tickets.test_service import SAM, ann, sam, tom


async def test_work_is_noted_once_and_undone_once_and_both_stay_written(engine: Engine) -> None:
    prevention = engine.services.prevention
    done = await prevention.log(30, "  Wrote the guide to invoices ", 1, by=sam)
    assert await prevention.log(30, "Wrote the guide to invoices", 1, by=sam) == done
    engine.clock.turn(minutes=1)
    later = await prevention.log(5, "Read gaps", 2, by=sam)
    await prevention.log(15, "Fixed a link", 3, by=tom)
    assert [one.what for one in await prevention.own(by=sam)] == ["Read gaps", "Wrote the guide to invoices"]

    assert await prevention.undo(done.id, by=sam) == done
    assert await prevention.undo(done.id, by=sam) == done
    assert await prevention.own(by=sam) == [later]
    rows = await engine.rows(prevention_work)
    assert [row["minutes"] for row in rows] == [30, 5, 15]

    engine.clock.turn(days=30, minutes=-1)
    assert await prevention.own(by=sam) == [later]
    engine.clock.turn(minutes=2)
    assert await prevention.own(by=sam) == []


async def test_only_staff_note_work_and_everybody_takes_back_their_own(engine: Engine) -> None:
    prevention = engine.services.prevention
    done = await prevention.log(30, "Wrote the guide", 1, by=sam)
    for what, minutes in (("", 5), (" \u200b ", 5), ("Nothing", 0), ("A week", 1441)):
        with pytest.raises(NoWork):
            await prevention.log(minutes, what, 9, by=sam)
    with pytest.raises(NotStaff):
        await prevention.log(5, "Helped", 9, by=ann)
    with pytest.raises(NotStaff):
        await prevention.own(by=ann)
    with pytest.raises(NotStaff):
        await prevention.undo(done.id, by=ann)
    for work_id, by in (
        (done.id, tom),
        (77, sam),
        (done.id, member(SAM, True, guild_id=ELSEWHERE)),
    ):
        with pytest.raises(UnknownWork):
            await prevention.undo(work_id, by=by)
    assert await prevention.own(by=sam) == [done]

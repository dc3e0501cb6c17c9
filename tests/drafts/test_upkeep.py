"""What staff are owed to hear of the FAQ files: mistakes, their end, and what to read again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.drafts.upkeep import FILES_JOB, PROBLEMS_AT_MOST, SETTLES, Upkeep
from bot.knowledge.reloading import Broken, Reloaded
from bot.problems import Problem
from bot.schema import reminders
from tests.services import ELSEWHERE, HERE, KNOWLEDGE, NOON, Engine, File

WRONG = Problem("faq/account.yaml", 3, "`titel` is not a setting here")
WORSE = Problem("faq/account.yaml", 4, "`anser` is not a setting here")
SERVERS = {HERE: 70, ELSEWHERE: 80}
RIGHT = Reloaded(entries=3, is_repaired=True)


@pytest.fixture
def upkeep(engine: Engine) -> Upkeep:
    return engine.services.upkeep


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File(tmp_path / "faq" / "account.yaml")


# The files


async def test_mistakes_are_owed_to_each_server_and_newer_ones_replace_them(
    engine: Engine, upkeep: Upkeep
) -> None:
    await upkeep.owe_news(Broken((WRONG,), is_news=True), servers=SERVERS, heard=())
    engine.clock.turn(seconds=1)
    await upkeep.owe_news(Broken((WRONG, WORSE), is_news=True), servers=SERVERS, heard=())
    due_at = NOON + timedelta(seconds=1) + SETTLES
    assert [(job.kind, job.guild_id, job.subject_id, job.due_at, job.data) for job in await engine.owed()] == [
        (FILES_JOB, guild, guild, due_at, {"after": after, "problems": [str(WRONG), str(WORSE)]})
        for guild, after in SERVERS.items()
    ]


async def test_who_has_not_heard_of_the_mistakes_need_not_hear_that_they_are_gone(
    engine: Engine, upkeep: Upkeep
) -> None:
    await upkeep.owe_news(Broken((WRONG,), is_news=True), servers=SERVERS, heard=())
    await upkeep.owe_news(RIGHT, servers=SERVERS, heard={HERE})
    assert [(job.guild_id, job.data) for job in await engine.owed()] == [(HERE, {"after": 70, "entries": 3})]


async def test_of_very_many_mistakes_only_some_are_kept(engine: Engine, upkeep: Upkeep) -> None:
    await upkeep.owe_news(Broken((WRONG,) * 5000, is_news=True), servers={HERE: 1}, heard=())
    [job] = await engine.owed()
    assert len(job.data["problems"]) == PROBLEMS_AT_MOST


# Reviews


async def test_an_entry_is_reminded_of_once_a_community_and_date(
    engine: Engine, upkeep: Upkeep, file: File
) -> None:
    def review(*days: int) -> None:
        lines = "".join(f"    review_by: 2027-02-{day:02}\n" for day in days)
        file.write(KNOWLEDGE + lines)

    async def due(guild: int = HERE) -> list[tuple[str, date | None]]:
        await engine.services.reloader.reload()
        return [(entry.id, entry.review_by) for entry in await upkeep.due_for_review(guild)]

    assert await due() == []
    review(28)
    assert await due() == [("pay-invoice", date(2027, 2, 28))]
    await upkeep.reminded(HERE, await upkeep.due_for_review(HERE))
    await upkeep.reminded(HERE, [entry for entry in engine.services.knowledge.library.entries if entry.review_by])
    assert await due() == []
    assert await due(ELSEWHERE) == [("pay-invoice", date(2027, 2, 28))]
    review(27)
    assert await due() == [("pay-invoice", date(2027, 2, 27))]
    assert len(await engine.rows(reminders)) == 1


async def test_on_the_day_itself_nothing_is_due_and_on_the_next_it_is(
    engine: Engine, upkeep: Upkeep, file: File
) -> None:
    file.write(KNOWLEDGE + "    review_by: 2027-03-01\n")
    await engine.services.reloader.reload()
    assert await upkeep.due_for_review(HERE) == []
    engine.clock.turn(days=1)
    assert len(await upkeep.due_for_review(HERE)) == 1


async def test_reviews_are_looked_for_every_day(upkeep: Upkeep) -> None:
    assert (upkeep.next_review() - NOON).days == 1

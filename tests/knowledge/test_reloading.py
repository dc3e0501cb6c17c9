"""Changed FAQ files are used, broken ones are named once, and the watcher outlives its folder."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from pathlib import Path

import pytest

from bot.errors import DatabaseBusy
from bot.knowledge import reloading
from bot.knowledge.folder import FaqFolder
from bot.knowledge.library import Library
from bot.knowledge.reloading import Broken, Reloaded, Reloader
from tests.services import KNOWLEDGE, Engine, File

BROKEN = KNOWLEDGE.replace("category:", "catgory:")
LATER = KNOWLEDGE.replace("Press **Forgot password**.", "Ask us.")
PATIENCE_SECONDS = 30


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File(tmp_path / "faq" / "account.yaml")


class Staff:
    """Reads what it is told."""

    def __init__(self, reloader: Reloader) -> None:
        self.told: list[Reloaded | Broken] = []
        reloader.tell_by(self.listen)

    async def listen(self, outcome: Reloaded | Broken) -> None:
        self.told.append(outcome)


async def unheard(outcome: Reloaded | Broken) -> None:
    """The database is too busy to owe anybody anything."""
    raise DatabaseBusy


# Reloading


async def test_a_changed_file_is_used(engine: Engine, file: File) -> None:
    services = engine.services
    staff = Staff(engine.services.reloader)
    file.write(LATER)
    assert await engine.services.reloader.reload() == Reloaded(entries=3)
    assert (await services.looking_up.find("i forgot my password")).answer == "Ask us."
    assert staff.told == []


async def test_synonyms_are_read_anew_like_entries_and_their_mistakes_are_told(engine: Engine, file: File) -> None:
    services, staff = engine.services, Staff(engine.services.reloader)
    synonyms = File(file.path.parent / "synonyms.yaml")
    synonyms.write("synonyms: [[invoice, statement]]\n")
    assert await services.reloader.reload() == Reloaded(entries=3)
    assert services.knowledge.library.synonyms == (("invoice", "statement"),)
    synonyms.write("synonyms: [[invoice]]\n")
    outcome = await services.reloader.reload()
    assert isinstance(outcome, Broken)
    assert [(problem.file, problem.line) for problem in outcome.problems] == [("faq/synonyms.yaml", 1)]
    assert staff.told == [outcome]
    assert services.knowledge.library.synonyms == (("invoice", "statement"),)
    synonyms.path.unlink()
    assert await services.reloader.reload() == Reloaded(entries=3, is_repaired=True)
    assert services.knowledge.library.synonyms == ()


async def test_with_mistakes_the_last_good_knowledge_base_stays(engine: Engine, file: File) -> None:
    services = engine.services
    before = services.knowledge.library
    file.write(BROKEN)
    outcome = await engine.services.reloader.reload()
    assert isinstance(outcome, Broken)
    assert [problem.file for problem in outcome.problems] == ["faq/account.yaml"] * len(outcome.problems)
    assert services.knowledge.library is before
    assert (await services.looking_up.find("i forgot my password")).answer != "Ask us."


async def test_the_same_mistakes_are_told_once_others_again_and_their_end_once(engine: Engine, file: File) -> None:
    reloader = engine.services.reloader
    staff = Staff(reloader)
    for text in (
        BROKEN,
        BROKEN + "# hm\n",
        BROKEN.replace("answer:", "anser:"),
        KNOWLEDGE,
        KNOWLEDGE,
        LATER,
        BROKEN,
    ):
        file.write(text)
        await reloader.reload()
    assert [type(outcome) for outcome in staff.told] == [Broken, Broken, Reloaded, Broken]
    assert staff.told[2] == Reloaded(entries=3, is_repaired=True)


async def test_what_could_not_be_told_is_told_at_the_next_reading(engine: Engine, file: File) -> None:
    reloader = engine.services.reloader
    for text, told in ((BROKEN, Broken), (KNOWLEDGE, Reloaded)):
        file.write(text)
        reloader.tell_by(unheard)
        with pytest.raises(DatabaseBusy):
            await reloader.reload()
        staff = Staff(reloader)
        await reloader.reload()
        assert [type(outcome) for outcome in staff.told] == [told]


async def test_a_folder_that_is_gone_is_a_mistake_like_others(engine: Engine, file: File) -> None:
    shutil.rmtree(file.path.parent)
    outcome = await engine.services.reloader.reload()
    assert isinstance(outcome, Broken)
    assert "cannot be read" in str(outcome.problems[0])
    assert len(engine.services.knowledge.library.entries) == 3


async def test_what_has_not_changed_is_not_built_anew(engine: Engine, file: File) -> None:
    before = engine.services.knowledge.library
    file.write(KNOWLEDGE)
    assert await engine.services.reloader.reload() == Reloaded(entries=3)
    assert engine.services.knowledge.library is before
    file.write(LATER)
    await engine.services.reloader.reload()
    assert engine.services.knowledge.library is not before


async def test_what_is_read_last_is_what_is_used(
    engine: Engine, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two reloads at once the second reads only when the first has built, or it could be overtaken."""
    services, reloader = engine.services, engine.services.reloader
    original, folder, order = services.knowledge.load, reloader.folder, list[str]()
    is_building, may_build = asyncio.Event(), asyncio.Event()

    class Folder:
        @property
        def read(self) -> object:
            order.append("read")
            return folder.read

    async def load(library: Library) -> None:
        is_building.set()
        await may_build.wait()
        await original(library)
        order.append("used")

    monkeypatch.setattr(reloader, "folder", Folder())
    monkeypatch.setattr(services.knowledge, "load", load)
    file.write(LATER)
    first = asyncio.create_task(reloader.reload())
    await is_building.wait()
    file.write(KNOWLEDGE.replace("Press **Forgot password**.", "Last."))
    second = asyncio.create_task(reloader.reload())
    for _ in range(10):
        await asyncio.sleep(0)
    may_build.set()
    await asyncio.gather(first, second)
    assert order == ["read", "used", "read", "used"]
    assert (await services.looking_up.find("i forgot my password")).answer == "Last."


# The folder


async def test_a_change_can_be_tried_without_being_made(engine: Engine, file: File) -> None:
    folder = engine.services.reloader.folder
    library, problems = folder.read_with("account.yaml", LATER.encode())
    assert problems == []
    assert library is not None
    assert library.entries[0].answer == "Ask us."
    assert library.where(library.entries[0]) == "faq/account.yaml:4"
    library, problems = folder.read_with("more.yaml", b"entries: []")
    assert library is None
    assert {problem.file for problem in problems} == {"faq/more.yaml"}
    assert (file.text, file.neighbours) == (KNOWLEDGE, ["account.yaml"])


@pytest.mark.parametrize("step", ["copymode", "fsync"])
def test_a_write_that_fails_leaves_the_old_content_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    file = File(tmp_path / "account.yaml")
    file.write(KNOWLEDGE)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"bot.knowledge.folder.{'shutil' if step == 'copymode' else 'os'}.{step}", fail)
    with pytest.raises(OSError, match="No space left"):
        FaqFolder(tmp_path, [], []).replace("account.yaml", b"new")
    assert (file.text, file.neighbours) == (KNOWLEDGE, ["account.yaml"])


# The watcher: real files, real events


async def test_a_file_that_is_rewritten_or_replaced_is_noticed(
    file: File, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reloading, "LOOK_SECONDS", 0.5)
    monkeypatch.setattr(reloading, "QUIET_MS", 50)
    async with aclosing(engine.services.reloader.changes()) as found, asyncio.timeout(PATIENCE_SECONDS):
        await anext(found)  # the start, before which something may have changed
        file.write(LATER)
        await anext(found)
        beside = File(file.path.with_name("account.yaml~"))
        beside.write(KNOWLEDGE)
        beside.path.replace(file.path)
        await anext(found)


async def test_a_folder_that_is_deleted_and_made_anew_is_still_watched(
    file: File, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reloading, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(reloading, "QUIET_MS", 50)
    async with aclosing(engine.services.reloader.changes()) as found, asyncio.timeout(PATIENCE_SECONDS):
        await anext(found)
        shutil.rmtree(file.path.parent)
        await anext(found)
        file.path.parent.mkdir()
        file.write(LATER)
        await anext(found)
        assert file.text == LATER
        file.write(KNOWLEDGE)
        await anext(found)


async def test_what_the_database_was_too_busy_for_is_read_again_until_it_is_told(
    file: File, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ticks(_folder: Path) -> AsyncIterator[None]:
        for _ in range(6):
            yield

    monkeypatch.setattr(reloading, "_ticks", ticks)
    reloader, readings, told = engine.services.reloader, 0, 0

    async def tell(outcome: Reloaded | Broken) -> None:
        nonlocal told
        if readings < 3:
            raise DatabaseBusy
        told += 1

    reloader.tell_by(tell)
    file.write(BROKEN)
    async for _ in reloader.changes():
        readings += 1
        with suppress(DatabaseBusy):
            await reloader.reload()
    assert (readings, told) == (3, 1)


async def test_where_nothing_is_heard_of_a_folder_it_is_looked_at(
    file: File, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mute(*_: object, **__: object) -> object:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(reloading, "awatch", mute)
    monkeypatch.setattr(reloading, "LOOK_SECONDS", 0.01)
    async with aclosing(engine.services.reloader.changes()) as found, asyncio.timeout(PATIENCE_SECONDS):
        await anext(found)
        file.write(LATER)
        await anext(found)

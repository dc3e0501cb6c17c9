"""An entry id that comes back after deletion: nothing that was counted or said of the old entry is held against the new."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from bot.actor import Actor
from bot.config import Faq
from bot.database import Reader
from bot.faq.speaking import SPEAKING, Message, Place, Rule
from bot.knowledge.reloading import Broken
from bot.schema import entry_lives, suspicions
from tests.services import ELSEWHERE, HERE, KNOWLEDGE, Engine, File, open_engine

ANN = 1
sam, hugo = Actor(3, is_staff=True, guild_id=HERE), Actor(4, is_helper=True, guild_id=HERE)

FORGOTTEN = "i forgot my password"
GONE = KNOWLEDGE.replace(
    KNOWLEDGE[KNOWLEDGE.index("  - id: reset-password") : KNOWLEDGE.index("  - id: export")], ""
)
OTHER = KNOWLEDGE.replace("How do I reset my password?", "Where is the reset switch?").replace(
    "[how do i reset my password, i forgot my password]", "[where is the reset switch, reset switch position]"
)
SWITCH = "where is the reset switch"

numbers = count(1000)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    async with open_engine(tmp_path) as engine:
        await engine.services.reloader.begin()
        yield engine


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File(tmp_path / "faq" / "account.yaml")


async def ask(engine: Engine, text: str, *, asker: int = ANN, guild: int = HERE) -> int:
    """Somebody asks in a place of their own, and what there is to say is said; the question's id."""
    place = Place(guild, asker, asker, frozenset({asker}))
    asked = await engine.services.asking.ask(place, Message(text=text), message_id=next(numbers), asker_id=asker)
    assert asked is not None
    if asked.rule in SPEAKING:
        await engine.services.showing.served(asked.question_id, next(numbers))
    return asked.question_id


async def write(engine: Engine, file: File, text: str, **later: float) -> None:
    """Somebody saves the file, and the bot reads it."""
    engine.clock.turn(**later)
    file.write(text)
    await engine.services.reloader.reload()


async def served(engine: Engine) -> dict[str, int]:
    """How many answers each entry has given, as `/faq stats` counts them."""
    found = await engine.services.insights.numbers(HERE, days=365, by=sam)
    return {name: part.answers for name, part in found.by_entry}


async def suspect(engine: Engine, guild: int = HERE) -> list[str]:
    return [mark.entry_id for mark, _ in (await engine.services.insights.stale(guild, by=sam)).suspect]


async def test_another_entry_under_an_old_id_begins_without_numbers_and_without_suspicion(
    engine: Engine, file: File
) -> None:
    for guild in (HERE, ELSEWHERE):
        await engine.services.pressing.mark_wrong(
            await ask(engine, FORGOTTEN, asker=guild, guild=guild), by=replace(hugo, guild_id=guild)
        )
    await write(engine, file, GONE, minutes=1)
    assert await suspect(engine) == ["reset-password"], "what is gone may come back"
    await write(engine, file, OTHER, days=2)
    assert await served(engine) == {}
    assert await suspect(engine) == await suspect(engine, ELSEWHERE) == []
    asked = await engine.services.showing.question(await ask(engine, SWITCH), guild_id=HERE)
    assert (asked.rule, asked.entry_id) == (Rule.SURE, "reset-password")
    assert await served(engine) == {"reset-password": 1}


async def test_another_entry_under_an_id_that_was_free_for_a_minute_inherits_nothing_either(
    engine: Engine, file: File
) -> None:
    await engine.services.pressing.mark_wrong(await ask(engine, FORGOTTEN), by=hugo)
    await write(engine, file, GONE, minutes=1)
    await write(engine, file, OTHER, minutes=1)
    assert await served(engine) == {}
    assert await suspect(engine) == []


async def test_the_same_entry_comes_back_with_all_that_is_known_of_it(engine: Engine, file: File) -> None:
    question = await ask(engine, FORGOTTEN)
    await engine.services.pressing.mark_wrong(question, by=hugo)
    await write(engine, file, GONE, minutes=1)
    await write(engine, file, KNOWLEDGE.replace("How do I reset", "How would I reset"), days=30)
    assert await served(engine) == {"reset-password": 1}
    assert await suspect(engine) == ["reset-password"]


async def test_files_with_mistakes_end_no_life(engine: Engine, file: File) -> None:
    await ask(engine, FORGOTTEN)
    engine.clock.turn(minutes=1)
    file.write(GONE.replace("category:", "catgory:"))
    assert isinstance(await engine.services.reloader.reload(), Broken)
    await write(engine, file, OTHER, days=2)
    assert await served(engine) == {"reset-password": 1}


async def test_an_entry_that_moves_to_another_file_goes_on(engine: Engine, file: File) -> None:
    await ask(engine, FORGOTTEN)
    moved = file.path.with_name("moved.yaml")
    moved.write_text(OTHER, encoding="utf-8")
    file.path.unlink()
    engine.clock.turn(days=2)
    await engine.services.reloader.reload()
    assert await served(engine) == {"reset-password": 1}


async def test_what_was_deleted_while_the_bot_was_off_is_seen_at_the_next_start(tmp_path: Path) -> None:
    file = File(tmp_path / "faq" / "account.yaml")
    for at, text in enumerate((KNOWLEDGE, GONE, OTHER)):
        if at:
            file.write(text)
        async with open_engine(tmp_path, knowledge=text) as engine:
            engine.clock.turn(days=9 * at)
            await engine.services.reloader.begin()
            if not at:
                await ask(engine, FORGOTTEN)
            assert await served(engine) == ({} if at == 2 else {"reset-password": 1})


async def test_a_late_mark_on_an_answer_of_the_old_entry_does_not_touch_the_new_one(
    engine: Engine, file: File
) -> None:
    question = await ask(engine, FORGOTTEN)
    await write(engine, file, GONE, minutes=1)
    await write(engine, file, OTHER, days=2)
    await engine.services.pressing.mark_wrong(question, by=hugo)
    assert await suspect(engine) == []
    assert await engine.rows(suspicions) == []


async def test_what_staff_labelled_of_the_old_entry_proposes_nothing_for_the_new_one(tmp_path: Path) -> None:
    file = File(tmp_path / "faq" / "account.yaml")
    async with open_engine(tmp_path, faq=Faq(shadow=["help"])) as engine:
        await engine.services.reloader.begin()
        place = Place(HERE, 9, 9, frozenset({9, "help"}))
        asked = await engine.services.asking.ask(
            place, Message(text=FORGOTTEN), message_id=next(numbers), asker_id=ANN
        )
        assert asked is not None
        assert asked.rule is Rule.SHADOW
        await engine.services.shadow.label(HERE, [9], asked.question_id, is_right=True, by=sam)
        assert (await engine.services.shadow.digest(HERE, [9], by=sam)).labelled == 1
        await write(engine, file, GONE, minutes=1)
        await write(engine, file, OTHER, days=2)
        assert (await engine.services.shadow.digest(HERE, [9], by=sam)).labelled == 0


async def test_an_entry_of_a_new_life_is_not_called_unused_before_it_could_be_used(
    engine: Engine, file: File
) -> None:
    await ask(engine, FORGOTTEN)
    await write(engine, file, GONE, days=1)
    await write(engine, file, OTHER, days=100)
    unused = (await engine.services.insights.stale(HERE, by=sam)).unused
    assert unused is not None
    assert [entry.id for entry in unused] == ["export-contacts", "pay-invoice"]
    engine.clock.turn(days=91)
    unused = (await engine.services.insights.stale(HERE, by=sam)).unused
    assert unused is not None
    assert "reset-password" in [entry.id for entry in unused]


async def test_files_that_say_the_same_write_nothing(engine: Engine, file: File) -> None:
    before = await engine.database.read(lambda reader: reader.execute(entry_lives.select()).all())
    await write(engine, file, KNOWLEDGE + "# a remark\n", days=1)

    def look(reader: Reader) -> None:
        assert reader.execute(entry_lives.select()).all() == before

    await engine.database.read(look)
    assert {row.guild_id for row in before} == {0}

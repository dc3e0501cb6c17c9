"""What customers write is kept for as long as the operator says: afterwards no byte of it is in the database."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from bot.client import SupportBot
from bot.config import Between, Faq
from bot.faq.speaking import REREAD_WITHIN, Message, Place
from bot.schema import questions
from tests.conftest import World, live
from tests.services import HERE, Engine, member, open_engine, says

SECRET = b"zanzibar"
"""A word that only customers use; each message repeats it."""

PLACE = Place(HERE, 9, 9, frozenset({"help"}))
TEXTS = (
    "how do i reset my password for zanzibar",
    "zanzibar has no mail since noon and nobody knows why",
    "how do i pay a password in zanzibar",
    f"a long one: {'zanzibar and ' * 150}that is all",  # more than a page of the file
)


def remains(database: Path) -> list[str]:
    """The files of the database that hold the word, in whatever corner."""
    return [
        file.name for file in sorted(database.parent.glob("signpost.db*")) if SECRET in file.read_bytes().lower()
    ]


async def use(engine: Engine, *, first: int = 1) -> None:
    """Customers ask in every way: several messages as one, an edit, suggestions, a follow-up."""
    services = engine.services
    for asker, text in enumerate(TEXTS, first * 100):
        message_id = asker * 10
        engine.clock.turn(minutes=5)
        asked = await services.asking.ask(PLACE, Message(text=text), message_id=message_id, asker_id=asker)
        assert asked is not None
        await services.asking.ask(
            PLACE, Message(text="zanzibar, please, it hurries"), message_id=message_id + 1, asker_id=asker
        )
        edited = [f"{text} – that is zanzibar, in the south"]
        await services.asking.reread(PLACE, edited, message_id=message_id)
        await services.showing.served(asked.question_id, message_id + 2)
        await services.pressing.feedback(asked.question_id, by=member(asker), helped=False)
        await says(services, asker, replied_to=message_id, message_id=message_id + 3, text="still no zanzibar")


@pytest.mark.parametrize("between", [Between.SUGGEST, Between.HINT])
async def test_after_their_time_no_word_is_left_in_the_file_or_its_log(tmp_path: Path, between: Between) -> None:
    settings = Faq(keep_text_days=30, between=between, suggest_from=0.2)
    async with open_engine(tmp_path, faq=settings) as engine:
        await use(engine)
        assert remains(tmp_path / "signpost.db")
        engine.clock.turn(days=31)
        await engine.services.asking.forget_old_text()
        await engine.database.checkpoint()
        assert remains(tmp_path / "signpost.db") == []
        rows = await engine.rows(questions)
        assert len(rows) == len(TEXTS)
        assert all(row["candidates"] is not None and row["text"] is None for row in rows)
        await use(engine, first=2)
        assert remains(tmp_path / "signpost.db")


async def test_what_was_forgotten_does_not_come_back_with_later_questions(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        for first in range(1, 20):
            await use(engine, first=first)
        engine.clock.turn(days=31)
        await engine.services.asking.forget_old_text()
        for asker in range(50):
            engine.clock.turn(minutes=1)
            await engine.services.asking.ask(
                PLACE, Message(text="who has a cake recipe"), message_id=90_000 + asker, asker_id=90_000 + asker
            )
        await engine.database.checkpoint()
        assert remains(tmp_path / "signpost.db") == []


async def test_a_deleted_question_leaves_no_word(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        await use(engine)
        asked = [row["message_id"] for row in await engine.rows(questions)]
        await engine.services.asking.deleted(asked)
        await engine.database.checkpoint()
        assert remains(tmp_path / "signpost.db") == []


async def test_with_zero_days_no_word_is_ever_written(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        async with open_engine(tmp_path, faq=Faq(keep_text_days=0, suggest_from=0.2)) as engine:
            await use(engine)
            assert len(await engine.rows(questions)) == len(TEXTS)
            assert remains(tmp_path / "signpost.db") == []
    assert "zanzibar" not in caplog.text.lower()


async def test_an_edit_is_read_again_where_no_words_are_kept(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(keep_text_days=0)) as engine:
        services = engine.services
        asked = await services.asking.ask(
            PLACE, Message(text="nobody knows zanzibar here"), message_id=1, asker_id=1
        )
        assert asked is not None
        engine.clock.turn(seconds=REREAD_WITHIN / timedelta(seconds=2))
        assert (
            await services.asking.reread(PLACE, ["how do i reset my password"], message_id=1) == asked.question_id
        )
        assert (await services.showing.question(asked.question_id, HERE)).entry_id == "reset-password"
        assert remains(tmp_path / "signpost.db") == []


async def test_the_bot_writes_down_no_word_where_none_may_be_kept(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = home / "config.yaml"
    text = config.read_text(encoding="utf-8")
    assert "keep_text_days: 30" in text
    config.write_text(text.replace("keep_text_days: 30", "keep_text_days: 0"), encoding="utf-8")
    with caplog.at_level(logging.INFO):
        async with live(home) as world:
            await _everybody_asks(world)
            assert remains(home / "data" / "signpost.db") == []
    assert "zanzibar" not in caplog.text.lower()


async def _everybody_asks(world: World) -> None:
    people, sim = world.people, world.sim
    await people.member.send(people.help, "how do i set up spf for zanzibar")
    await people.customer.send(people.help, "how do i set up spf")
    answer = world.last(people.help)
    assert answer.author.bot
    await people.customer.send(people.help, "no, zanzibar still fails", reply_to=answer)
    await people.neighbour.send(people.help, "does anybody here live in zanzibar")
    await sim.post(people.newcomer, people.forum, "Mail from zanzibar", "it does not arrive in zanzibar")
    await people.customer.slash(people.lounge, "faq search", question="zanzibar")
    for command in ("faq stats", "faq gaps", "faq stale", "report"):
        await people.staff.slash(people.queue, command)
    await sim.advance(60)


async def test_of_a_message_that_becomes_no_ticket_no_word_is_left_after_an_hour(home: Path) -> None:
    async with live(home) as world:
        people, sim = world.people, world.sim
        message = await people.customer.send(people.lounge, "zanzibar has no mail since noon")
        chosen = await people.staff.context_menu(people.lounge, "Escalate to ticket", message)
        assert chosen.response is not None
        await sim.click(people.staff, chosen.response, "Billing")
        assert remains(home / "data" / "signpost.db")
        await sim.advance(60 * 60)
        bot = sim.bot
        assert isinstance(bot, SupportBot)
        await bot._database.checkpoint()
        assert remains(home / "data" / "signpost.db") == []

"""What needs no answer is written down together, soon, once, and before anybody looks for it."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable

import pytest

from bot.client import Services
from bot.database import IntegrityError, OperationalError
from bot.errors import DatabaseBusy
from bot.faq import gathering as module
from bot.faq.gathering import Batch, Gathering
from bot.faq.question import Read, Silence
from bot.faq.speaking import Place, Rule
from bot.matching.verdict import Verdict
from bot.schema import pieces, questions
from bot.turns import Urgency, urgency
from tests.faq.conversation import ANN, BOB, CAKE, PASSWORD, POST, ask
from tests.services import HERE, NOON, Engine, HandClock, writing

PLACE = Place(HERE, 9, 9)
UNSURE = Read(Verdict.SILENT, Rule.UNSURE, None, (), None, 0.1)


def silence(number: int, *pieces: int) -> Silence:
    return Silence(number, PLACE, ANN, NOON, "hm", UNSURE, pieces or (number,))


class Paper:
    """Where it is written, if it can be."""

    def __init__(self) -> None:
        self.written: list[list[int]] = []
        self.fails: Exception | None = None
        self.reports: list[BaseException] = []
        self.clock = HandClock()

    async def write(self, batch: Batch) -> None:
        silences = batch.begin()
        if self.fails is not None:
            raise self.fails
        self.written.append([one.question_id for one in silences])
        batch.end()

    def gathering(self) -> Gathering:
        return Gathering(self.clock, self.write, lambda _, error: self.reports.append(error))


async def stored(engine: Engine) -> list[str | None]:
    """The texts in the file, as it is."""
    return [
        row["text"] for row in await engine.database.read(lambda r: r.execute(questions.select()).mappings().all())
    ]


async def test_what_needs_no_answer_is_written_together_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WITHIN_SECONDS", 0)
    paper = Paper()
    gathering = paper.gathering()
    for number in range(3):
        gathering.add(silence(number))
    assert paper.written == []
    for _ in range(5):
        await asyncio.sleep(0)
    assert paper.written == [[0, 1, 2]]


async def test_what_meets_a_busy_database_is_kept_and_written_with_what_came_since() -> None:
    paper = Paper()
    gathering = paper.gathering()
    gathering.add(silence(1))
    paper.fails = DatabaseBusy()
    with pytest.raises(DatabaseBusy):
        await gathering.written()
    assert gathering.holds(1)
    gathering.add(silence(2))
    paper.fails = None
    await gathering.written()
    assert paper.written == [[1, 2]]


async def test_a_bug_is_reported_once_and_what_it_concerned_is_not_tried_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "WITHIN_SECONDS", 0)
    paper = Paper()
    gathering = paper.gathering()
    paper.fails = ValueError("a bug")
    gathering.add(silence(1))
    for _ in range(5):
        await asyncio.sleep(0)
    assert [str(error) for error in paper.reports] == ["a bug"]
    assert not gathering.holds(1)


async def test_lines_that_meet_a_full_disk_wait_for_room_and_whoever_looks_something_up_hears_nothing_of_it() -> (
    None
):
    paper = Paper()
    gathering = paper.gathering()
    gathering.add(silence(1))
    paper.fails = OperationalError("", {}, sqlite3.OperationalError("database or disk is full"))
    await gathering.make_findable([1])
    await gathering.make_findable([1])
    assert len(paper.reports) == 1
    gathering.add(silence(2))
    paper.fails = None
    await gathering.written()
    assert paper.written == [[1, 2]]
    gathering.end()


@pytest.mark.parametrize("gone", [55, 9], ids=["the message", "its channel"])
async def test_a_line_that_is_deleted_while_it_waits_is_not_written_however_long_that_was(
    engine: Engine, services: Services, gone: int
) -> None:
    await ask(services, CAKE, 55)
    await (services.asking.place_deleted(gone) if gone == 9 else services.asking.deleted([gone]))
    engine.clock.turn(hours=1)
    assert await engine.rows(questions) == []


async def test_a_full_disk_holds_up_no_stop(caplog: pytest.LogCaptureFixture) -> None:
    paper = Paper()
    gathering = paper.gathering()
    gathering.add(silence(1))
    paper.fails = OperationalError("", {}, sqlite3.OperationalError("database or disk is full"))
    await gathering.written_at_last()
    gathering.end()
    assert [record.getMessage() for record in caplog.records] == [
        "stopping: 1 silent lines could not be written down"
    ]


async def test_who_presses_does_not_wait_for_chatter_that_waits_for_the_writer(
    engine: Engine, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WITHIN_SECONDS", 0)
    order: list[str] = []

    async def write_as(who: str, how: Urgency, work: Callable[[], Awaitable[object]]) -> None:
        urgency.set(how)
        await work()
        order.append(who)

    async with writing(engine.database):
        await ask(services, CAKE, 55)
        for _ in range(5):
            await asyncio.sleep(0)  # the line waits for the writer, as chatter
        question = write_as("question", Urgency.QUESTION, lambda: engine.database.tx(lambda _: None))
        press = write_as("press", Urgency.PRESS, lambda: services.asking.gathering.make_findable([55]))
        both = [asyncio.create_task(question), asyncio.create_task(press)]
        await asyncio.sleep(0)
    await asyncio.gather(*both)
    assert order == ["press", "question"]
    assert await stored(engine) == [CAKE]


async def test_of_too_many_the_oldest_are_dropped_and_counted_once_a_minute(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "AT_MOST", 2)
    monkeypatch.setattr(module, "WITHIN_SECONDS", 0)
    paper = Paper()
    gathering = paper.gathering()

    async def flood(*numbers: int) -> None:
        for number in numbers:
            gathering.add(silence(number))
        for _ in range(5):
            await asyncio.sleep(0)

    with caplog.at_level(logging.WARNING):
        await flood(1, 2, 3, 4, 5)
        await flood(6, 7, 8)
        paper.clock.turn(minutes=1)
        await flood(9, 10, 11)
    assert paper.written == [[4, 5], [7, 8], [10, 11]]
    gathering.say_what_was_dropped()  # the bot stops, and has said everything
    assert [record.getMessage().split()[0] for record in caplog.records] == ["3", "2"]


async def test_who_looks_for_a_line_finds_it_and_other_lines_keep_nobody(
    engine: Engine, services: Services
) -> None:
    await ask(services, CAKE, 55)
    await services.asking.gathering.make_findable([54], channel_id=8)
    assert await stored(engine) == []
    assert await services.asking.may_be_reread(55) == [55]
    assert await stored(engine) == [CAKE]


async def test_a_line_that_is_deleted_within_the_second_leaves_no_words(
    engine: Engine, services: Services
) -> None:
    await ask(services, CAKE, 55)
    await services.asking.deleted([55])
    assert await stored(engine) == []


async def test_pieces_that_need_no_answer_are_one_question(engine: Engine, services: Services) -> None:
    for number, text in ((1, CAKE), (2, "or for a tart with plums"), (3, "my grandmother had one")):
        await ask(services, text, number)
    [row] = await engine.rows(questions)
    assert row["text"].count("\n") == 2
    assert (row["message_id"], len(await engine.database.read(lambda r: r.execute(pieces.select()).all()))) == (
        1,
        3,
    )


async def test_a_piece_that_brings_the_answer_finds_what_was_said_before(
    engine: Engine, services: Services
) -> None:
    first = await ask(services, CAKE, 1)
    second = await ask(services, PASSWORD, 2)
    assert first is not None
    assert second is not None
    assert (second.question_id, second.rule) == (first.question_id, Rule.SURE)
    assert len(await engine.rows(questions)) == 1


async def test_who_wants_no_answers_is_not_written_down(engine: Engine, services: Services) -> None:
    await services.pressing.opt_out(HERE, ANN, wants_out=True)
    await ask(services, CAKE, 1, by=ANN)
    await ask(services, CAKE, 2, by=BOB)
    assert [row["asker_id"] for row in await engine.rows(questions)] == [BOB]


async def test_a_piece_that_was_deleted_is_not_joined_to_what_follows(engine: Engine, services: Services) -> None:
    await ask(services, "hunter2", 1)
    await services.asking.deleted([1])
    await ask(services, CAKE, 2)
    assert [row["text"] for row in await engine.rows(questions)] == [CAKE]


async def test_who_deletes_and_asks_again_is_answered(services: Services) -> None:
    await ask(services, CAKE, 1)
    await services.asking.deleted([1])
    again = await ask(services, PASSWORD, 2)
    assert again is not None
    assert again.rule is Rule.SURE


@pytest.mark.parametrize("gone", [70, 9], ids=["the message", "its channel"])
async def test_what_is_deleted_while_it_waits_is_neither_kept_nor_answered(
    engine: Engine, services: Services, gone: int
) -> None:
    if gone == 9:
        await services.asking.place_deleted(gone)
    else:
        await services.asking.deleted([gone])
    assert await ask(services, PASSWORD, 70) is None
    assert await engine.rows(questions) == []
    assert await engine.owed() == []


async def test_who_asks_below_a_post_whose_starter_was_deleted_is_answered(services: Services) -> None:
    """The thread is there still: it has the id of its starter, and no more in common with it."""
    await ask(services, CAKE, POST.channel_id, place=POST)
    await services.asking.deleted([POST.channel_id])
    asked = await ask(services, PASSWORD, by=BOB, place=POST, is_addressed=True)
    assert asked is not None
    assert asked.rule is Rule.SURE


async def test_a_line_whose_thread_is_deleted_within_the_second_is_kept(
    engine: Engine, services: Services
) -> None:
    """It still stands in its channel."""
    await ask(services, CAKE, 55)
    await services.asking.place_deleted(55)
    assert [row["text"] for row in await engine.rows(questions)] == [CAKE]


async def test_one_line_that_cannot_be_stored_keeps_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = Paper()
    write = paper.write

    async def picky(batch: Batch) -> None:
        if any(one.question_id == 2 for one in batch.begin()):
            raise IntegrityError("", {}, ValueError())
        await write(batch)

    monkeypatch.setattr(paper, "write", picky)
    gathering = paper.gathering()
    for number in (1, 2, 3):
        gathering.add(silence(number))
    await gathering.written()
    assert paper.written == [[1], [3]]
    assert len(paper.reports) == 1
    assert not gathering.holds(2)


async def test_where_the_database_is_busy_while_the_others_are_stored_none_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = Paper()
    write, tries = paper.write, 0

    async def picky(batch: Batch) -> None:
        nonlocal tries
        tries += 1
        if len(batch.begin()) == 3:
            raise IntegrityError("", {}, ValueError())
        if tries == 3:
            raise DatabaseBusy
        await write(batch)

    monkeypatch.setattr(paper, "write", picky)
    gathering = paper.gathering()
    for number in (1, 2, 3):
        gathering.add(silence(number))
    with pytest.raises(DatabaseBusy):
        await gathering.written()
    assert paper.written == [[1]]
    assert all(gathering.holds(number) for number in (2, 3))
    gathering.end()


async def test_a_bug_that_is_met_at_the_stop_is_reported_and_the_stop_goes_on() -> None:
    paper = Paper()
    gathering = paper.gathering()
    gathering.add(silence(1))
    paper.fails = ValueError("a bug")
    await gathering.written_at_last()
    gathering.end()
    assert [str(error) for error in paper.reports] == ["a bug"]


async def test_what_is_being_written_is_still_known(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = Paper()
    known: list[bool] = []

    async def slowly(batch: Batch) -> None:
        batch.begin()
        known.append(gathering.holds(1))
        raise DatabaseBusy

    monkeypatch.setattr(paper, "write", slowly)
    gathering = paper.gathering()
    gathering.add(silence(1))
    with pytest.raises(DatabaseBusy):
        await gathering.written()
    assert known == [True]
    assert gathering.holds(1)
    gathering.end()

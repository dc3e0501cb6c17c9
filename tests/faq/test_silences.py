"""What is left of old questions that nothing was said to: how many there were."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, insert, select, update

from bot.config import Faq
from bot.database import Database, Reader, Transaction
from bot.faq.question import Outcome
from bot.faq.silences import service
from bot.faq.silences.service import AGAIN_AFTER, REST
from bot.faq.speaking import Message, Place, Rule
from bot.schema import feedback, labels, pieces, questions, silences, suspicions
from tests.insights.facts import Asked, write
from tests.services import ELSEWHERE, HERE, NOON, Engine, open_engine

OLD = NOON - timedelta(days=40)
LONG_AGO = Asked(1, 1, OLD - timedelta(days=1), Rule.UNSURE, None)
"""Since when the FAQ has listened; the first question of all stays."""


def chatter(number: int, **other: Any) -> Asked:
    """Of 40 days ago, with nothing to it, where no other time is given."""
    return Asked(**{"id": number, "asker_id": 7, "asked_at": OLD, "rule": Rule.UNKNOWN, "entry_id": None, **other})


@contextmanager
def little_by_little(rows: int, transactions: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "ROWS_A_TRANSACTION", rows)
        patch.setattr(service, "TRANSACTIONS_A_RUN", transactions)
        yield


async def everything(engine: Engine, table: Table) -> list[Any]:
    def look(reader: Reader) -> list[Any]:
        return [tuple(row) for row in reader.execute(select(table).order_by(*table.primary_key))]

    return await engine.database.read(look)


async def left(engine: Engine) -> list[int]:
    """The ids of the questions that are still known by themselves."""
    return [row[0] for row in await everything(engine, questions)]


async def test_old_chatter_becomes_a_count_by_day_place_and_rule(engine: Engine) -> None:
    before = OLD - timedelta(hours=12, microseconds=1)
    asked = [chatter(2), chatter(3), chatter(4, rule=Rule.UNSURE), chatter(5, asked_at=before)]
    await write(engine, [LONG_AGO, *asked])

    def in_two_places(tx: Transaction) -> None:
        tx.execute(update(questions).values(place_id=9))
        tx.execute(update(questions).where(questions.c.id == 3).values(place_id=10))
        for number in (1, 2, 3):
            tx.execute(insert(pieces).values(guild_id=HERE, question_id=number, message_id=number))

    await engine.database.tx(in_two_places)
    assert await engine.services.silences.sum_up() == NOON + AGAIN_AFTER
    assert await left(engine) == [1]
    assert await everything(engine, silences) == [
        (HERE, date(*before.timetuple()[:3]), 9, "unknown", 1),
        (HERE, OLD.date(), 9, "unknown", 1),
        (HERE, OLD.date(), 9, "unsure", 1),
        (HERE, OLD.date(), 10, "unknown", 1),
    ]
    assert [row[2] for row in await everything(engine, pieces)] == [1], "its messages are no longer known either"
    await write(engine, [chatter(6), chatter(7)])
    await engine.database.tx(lambda tx: tx.execute(update(questions).values(place_id=9)))
    await engine.services.silences.sum_up()
    assert (HERE, OLD.date(), 9, "unknown", 3) in await everything(engine, silences)


@pytest.mark.parametrize(
    ("since", "is_counted"),
    [
        (timedelta(0), False),
        (timedelta(days=30), False),
        (timedelta(days=30, hours=12), False),
        (timedelta(days=30, hours=12, microseconds=1), True),
    ],
)
async def test_only_whole_days_that_are_over_for_thirty_days_are_counted(
    engine: Engine, since: timedelta, is_counted: bool
) -> None:
    await write(engine, [LONG_AGO, chatter(2, asked_at=NOON - since)])
    await engine.services.silences.sum_up()
    assert (await left(engine) == [1]) is is_counted


@pytest.mark.parametrize(
    "needed",
    [
        *(chatter(2, rule=rule) for rule in Rule if rule not in (Rule.UNSURE, Rule.UNKNOWN)),
        chatter(2, entry_id="spf"),
        chatter(2, answered_at=OLD),
        chatter(2, helped=True),
        chatter(2, follow_up_at=OLD),
    ],
    ids=lambda one: f"{one.rule} {one.entry_id} {one.answered_at} {one.helped} {one.follow_up_at}",
)
async def test_whatever_was_said_or_withheld_stays(engine: Engine, needed: Asked) -> None:
    await write(engine, [LONG_AGO, needed])
    await engine.services.silences.sum_up()
    assert await left(engine) == [1, 2]


@pytest.mark.parametrize("outcome", [Outcome.HUMAN, Outcome.REMOVED])
async def test_that_somebody_else_answered_or_that_it_was_deleted_keeps_nothing(
    engine: Engine, outcome: Outcome
) -> None:
    await write(engine, [LONG_AGO, chatter(2, outcome=outcome, outcome_at=OLD)])
    await engine.services.silences.sum_up()
    assert await left(engine) == [1]


async def test_what_anything_refers_to_stays_and_words_too_until_they_are_forgotten(engine: Engine) -> None:
    await write(engine, [LONG_AGO, *map(chatter, range(2, 6))])

    def refer(tx: Transaction) -> None:
        about = {"guild_id": HERE, "question_id": 2}
        tx.execute(insert(labels).values(**about, is_right=True, labelled_by=3, labelled_at=NOON))
        about["question_id"] = 3
        tx.execute(insert(suspicions).values(**about, entry_id="spf", marked_by=3, marked_at=NOON))
        tx.execute(update(questions).where(questions.c.id == 4).values(text="who has a cake recipe"))

    await engine.database.tx(refer)
    await engine.services.silences.sum_up()
    assert await left(engine) == [1, 2, 3, 4]
    await engine.services.asking.forget_old_text()
    await engine.services.silences.sum_up()
    assert await left(engine) == [1, 2, 3]


async def test_what_happens_to_a_question_while_it_is_found_is_seen(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    await write(engine, [LONG_AGO, chatter(2), chatter(3)])
    tx = Database.tx

    async def pressed_before(database: Database, work: Any) -> Any:
        press = {"guild_id": HERE, "question_id": 2, "member_id": 7, "by_asker": True, "helped": True, "at": NOON}
        await tx(database, lambda one: one.execute(insert(feedback).values(**press)))
        return await tx(database, work)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "tx", pressed_before)
        await engine.services.silences.sum_up()
    assert await left(engine) == [1, 2]
    assert [row[-1] for row in await everything(engine, silences)] == [1]


async def test_a_run_does_so_much_and_the_next_goes_on(engine: Engine) -> None:
    await write(engine, [LONG_AGO, *map(chatter, range(2, 13))])
    runs = []
    with little_by_little(rows=2, transactions=2):
        while (due_at := await engine.services.silences.sum_up()) == NOON + REST:
            runs.append(len(await left(engine)))
    assert (runs, due_at) == ([8, 4], NOON + AGAIN_AFTER)
    assert await left(engine) == [1]
    assert sum(row[-1] for row in await everything(engine, silences)) == 11


async def test_what_stays_holds_up_nothing(engine: Engine) -> None:
    stays = [chatter(number, helped=True) for number in range(2, 9)]
    await write(engine, [LONG_AGO, *stays, *map(chatter, range(9, 12))])
    with little_by_little(rows=2, transactions=9):
        assert await engine.services.silences.sum_up() == NOON + AGAIN_AFTER
    assert await left(engine) == list(range(1, 9))


async def test_all_servers_are_summed_up_each_by_itself(engine: Engine) -> None:
    await write(engine, [LONG_AGO, *map(chatter, range(2, 8))])
    elsewhere = update(questions).where(questions.c.id > 4).values(guild_id=ELSEWHERE)
    await engine.database.tx(lambda tx: tx.execute(elsewhere))
    await write(engine, [replace(LONG_AGO, id=20)])
    their_first = update(questions).where(questions.c.id == 20).values(guild_id=ELSEWHERE)
    await engine.database.tx(lambda tx: tx.execute(their_first))
    with little_by_little(rows=2, transactions=9):
        await engine.services.silences.sum_up()
    assert await left(engine) == [1, 20]
    by_guild = [(row[0], row[-1]) for row in await everything(engine, silences)]
    assert sorted(guild for guild, _ in by_guild) == sorted([HERE] * 3 + [ELSEWHERE] * 3)


async def test_somebody_who_wants_to_write_meanwhile_waits_for_one_transaction_only(engine: Engine) -> None:
    await write(engine, [LONG_AGO, *map(chatter, range(2, 42))])
    with little_by_little(rows=2, transactions=50):
        summing_up = asyncio.create_task(engine.services.silences.sum_up())
        while len(await left(engine)) == 41:
            pass  # it goes on while we look
        place = Place(HERE, 9, 9, frozenset({"help"}))
        asked = await engine.services.asking.ask(
            place, Message(text="how do i reset my password"), message_id=99, asker_id=9
        )
        assert asked is not None
        assert not summing_up.done()
        await summing_up
    assert await left(engine) == sorted([1, asked.question_id])


async def test_who_keeps_no_words_keeps_a_month_of_chatter_all_the_same(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(keep_text_days=0)) as engine:
        place = Place(HERE, 9, 9, frozenset({"help"}))
        for message_id in (1, 2):
            engine.clock.turn(days=1)
            text = Message(text="who has a cake recipe for me")
            assert await engine.services.asking.ask(place, text, message_id=message_id, asker_id=message_id)
            await engine.services.asking.gathering.written()
        for days, rows in ((30, 2), (1, 1)):
            engine.clock.turn(days=days)
            await engine.services.silences.sum_up()
            assert len(await left(engine)) == rows

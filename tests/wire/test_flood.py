"""Everybody writes at once while the database is slow: questions are kept, presses are answered, the log stays calm."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from simcord.backend import serializers
from simcord.backend.models import Message

from cogs.listening import AT_ONCE
from tests.services import writing
from tests.wire.live import Live, living

pytestmark = pytest.mark.usefixtures("calm_log")

LINES, EACH, CHATTERERS = 220, 10, 70


async def test_a_flood_over_a_slow_database_loses_no_question_and_no_press(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with impatient(home, monkeypatch) as (live, first):
        async with writing(live.database):
            flood(live, LINES)
            await press_and_hear(live, first)
        await live.all_is_stored()
        await live.nothing_is_owed()
    live.assert_each_is_stored_once_and_answered_as_stored()
    assert live.stored("SELECT helped FROM feedback") == [(1,)]
    assert sum(bool(live.answers_to(one)) for one in live.asked) >= 10, "as many as a channel gets in an hour"


async def test_what_is_asked_while_another_process_writes_is_answered_after_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with impatient(home, monkeypatch) as (live, first):
        with closing(sqlite3.connect(live.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            flood(live, EACH)
            await press_and_hear(live, first)
            other.execute("ROLLBACK")
        await live.all_is_answered()
    live.assert_each_is_answered_once()
    assert live.stored("SELECT helped FROM feedback") == [(1,)]


async def test_what_is_edited_while_it_waits_for_its_turn_is_read_as_it_is_by_then(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with impatient(home, monkeypatch) as (live, first):
        async with writing(live.database):
            for _ in range(AT_ONCE + 1):
                last = live.ask()
            live.world.backend.edit_message(last.channel_id, last.id, {"content": "how do i reset my 2fa"})
            await press_and_hear(live, first)  # which comes after the edit
        await live.all_is_stored()
    assert live.stored(f"SELECT text FROM questions WHERE message_id = {last.id}") == [("how do i reset my 2fa",)]


async def test_what_is_edited_while_it_is_looked_at_is_read_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with impatient(home, monkeypatch) as (live, first):
        async with writing(live.database):
            asked = live.ask()
            await press_and_hear(live, first)  # by then it is its turn, and it waits for the writer
            live.world.backend.edit_message(asked.channel_id, asked.id, {"content": "how do i reset my 2fa"})
            await press_and_hear(live, first)
        await live.all_is_stored()
    assert live.stored(f"SELECT text FROM questions WHERE message_id = {asked.id}") == [("how do i reset my 2fa",)]


async def test_what_discord_tells_of_twice_while_it_waits_for_its_turn_is_heard_once(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with impatient(home, monkeypatch) as (live, first):
        async with writing(live.database):
            for _ in range(4 * AT_ONCE):
                live.ask()
            told_again(live, live.asked[2 * AT_ONCE])  # whose turn has come and gone before this one's
            await press_and_hear(live, first)
        await live.all_is_stored()
    live.assert_each_is_stored_once_and_answered_as_stored()


@asynccontextmanager
async def impatient(home: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Live, Message]]:
    """A bot that says soon that something takes longer, and a question that it has answered."""
    monkeypatch.setattr("cogs.ui.replies.PATIENCE_SECONDS", 0.05)
    async with living(home, monkeypatch) as live:
        first = live.ask()
        await live.all_is_answered()
        yield live, first


def flood(live: Live, lines: int) -> None:
    """Nobody waits for anybody, and one in `EACH` asks."""
    crowd = [live.world.newcomer(f"chatterer{number}") for number in range(min(lines, CHATTERERS))]
    for number in range(lines):
        if number % EACH:
            crowd[number % len(crowd)].write(
                live.help[number % 2], f"the weather is awful here, day {number} of rain"
            )
        else:
            live.ask()


def told_again(live: Live, message: Message) -> None:
    """Discord tells of it once more, as after a reconnect."""
    payload = serializers.message_payload(live.world.backend, message)
    live.world.backend.emit("MESSAGE_CREATE", {**payload, "guild_id": str(live.world.guild_id)})


async def press_and_hear(live: Live, question: Message) -> None:
    """The asker says that the answer helped, and hears of us whatever waits."""
    (answer,) = live.answers_to(question)
    pressed = live.press(live.asker_of(question), answer, "faq:solved")
    await live.world.wire.record.acknowledgement_of(pressed.id)

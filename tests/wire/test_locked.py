"""Another process locks the database for a while: what people do in that time is not lost, whatever they do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from simcord.backend.models import Message
from sqlalchemy import text

from bot.errors import DatabaseBusy
from bot.faq.question import Question
from bot.faq.replying import Replying
from tests.wire.live import Live, living, locked
from tests.wire.record import WAITS_SECONDS

T = TypeVar("T")

pytestmark = pytest.mark.usefixtures("calm_log")


async def test_what_was_asked_while_it_was_locked_is_stored_by_a_stop_that_comes_during_the_pause(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with giving_up_at_once(home, monkeypatch) as (live, _):
        with locked(live):
            asked = await until_it_pauses(monkeypatch, live.ask)
    assert live.stored(f"SELECT COUNT(*) FROM questions WHERE message_id = {asked.id}") == [(1,)]


async def test_who_replies_and_asks_hears_of_us_although_the_lock_comes_when_that_is_half_written(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.patience.PAUSES_SECONDS", (0,))
    followed_up, locks = Replying.followed_up, iter([DatabaseBusy()])

    async def after_the_lock(self: Replying, question: Question, **said: Any) -> None:
        for lock in locks:
            raise lock
        await followed_up(self, question, **said)

    monkeypatch.setattr(Replying, "followed_up", after_the_lock)
    async with living(home, monkeypatch) as live:
        assert live.bot.user is not None
        before = live.world.newcomer("talker").write(live.help[0], "who of you has been to the moon")
        asked = live.world.newcomer("asker").write(
            live.help[0], f"<@{live.bot.user.id}> does anybody have a recipe for lemon cake", reply_to=before.id
        )
        await live.world.wire.record.reply_to(asked.id)
    (_,) = live.answers_to(asked)


def deleted(live: Live, question: Message) -> None:
    live.world.backend.delete_message(question.channel_id, question.id)


def deleted_with_others(live: Live, question: Message) -> None:
    live.world.backend.bulk_delete_messages(question.channel_id, [question.id])


def deleted_with_its_channel(live: Live, question: Message) -> None:
    live.world.backend.delete_channel(question.channel_id)


@pytest.mark.parametrize("gone", [deleted, deleted_with_others, deleted_with_its_channel])
async def test_the_words_that_are_deleted_while_it_is_locked_go_after_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, gone: Callable[[Live, Message], None]
) -> None:
    async with giving_up_at_once(home, monkeypatch) as (live, first):
        with locked(live):
            await until_it_pauses(monkeypatch, lambda: gone(live, first))
    query = f"SELECT text, outcome FROM questions WHERE message_id = {first.id}"
    assert live.stored(query) == [(None, "removed")]


async def test_what_is_edited_while_it_is_locked_is_read_again_after_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with giving_up_at_once(home, monkeypatch) as (live, first):
        edited = {"content": "how do i reset my 2fa"}
        with locked(live):
            await until_it_pauses(
                monkeypatch, lambda: live.world.backend.edit_message(first.channel_id, first.id, edited)
            )
    assert live.stored(f"SELECT text FROM questions WHERE message_id = {first.id}") == [("how do i reset my 2fa",)]


@asynccontextmanager
async def giving_up_at_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Live, Message]]:
    """A bot that waits for no lock, and then pauses for a while; and a question that it has answered."""
    async with living(home, monkeypatch) as live:
        first = live.ask()
        await live.all_is_answered()
        await live.database.tx(lambda tx: tx.execute(text("PRAGMA busy_timeout=0")).close())
        yield live, first


async def until_it_pauses(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], T]) -> T:
    """What this does meets the lock; returns when that is waited for."""
    pauses = asyncio.Event()
    monkeypatch.setattr("bot.patience.log.warning", lambda *_: pauses.set())
    done = meanwhile()
    async with asyncio.timeout(WAITS_SECONDS):
        await pauses.wait()
    return done

"""Another process locks the database for a while: what people do in that time is not lost, whatever they do."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from simcord.backend.models import Message
from sqlalchemy import text

from tests.wire.live import Live, living
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


@asynccontextmanager
async def giving_up_at_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Live, Message]]:
    """A bot that waits for no lock, and then pauses for a while; and a question that it has answered."""
    async with living(home, monkeypatch) as live:
        first = live.ask()
        await live.all_is_answered()
        await live.database.tx(lambda tx: tx.execute(text("PRAGMA busy_timeout=0")).close())
        yield live, first


@contextmanager
def locked(live: Live) -> Iterator[None]:
    """Within, nobody else writes."""
    with closing(sqlite3.connect(live.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def until_it_pauses(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], T]) -> T:
    """What this does meets the lock; returns when that is waited for."""
    pauses = asyncio.Event()
    monkeypatch.setattr("bot.patience.log.warning", lambda *_: pauses.set())
    done = meanwhile()
    async with asyncio.timeout(WAITS_SECONDS):
        await pauses.wait()
    return done

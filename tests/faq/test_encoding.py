"""The queue before the encoder: in order, bounded, and nobody waits in it for long."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.faq.encoding import Encoding
from tests.encoders import Letters

NEVER, AT_ONCE = 30.0, 0.0
"""Seconds that somebody waits at most: longer than any test takes, and no longer than it takes to ask."""


@pytest.fixture
def letters() -> Letters:
    return Letters()


async def occupied(encoding: Encoding, letters: Letters) -> asyncio.Task[object]:
    """The first text is at the encoder, and stays there until its gate is opened."""
    letters.gate.clear()
    first = asyncio.ensure_future(encoding.encode(["first"]))
    assert await asyncio.to_thread(letters.is_reading.wait, NEVER)
    return first


async def wait_in(encoding: Encoding, *texts: str) -> asyncio.Task[object]:
    """The texts are in the queue."""
    waiting = asyncio.ensure_future(encoding.encode(texts))
    await asyncio.sleep(0)
    return waiting


async def test_each_text_gets_its_row(letters: Letters) -> None:
    rows = await Encoding(letters).encode(["abc", "b"])
    assert rows is not None
    assert rows.tolist() == Letters().encode(["abc", "b"]).tolist()


async def test_they_are_read_one_after_the_other_in_the_order_in_which_they_come(letters: Letters) -> None:
    encoding = Encoding(letters, longest_wait_seconds=NEVER)
    first = await occupied(encoding, letters)
    others = [await wait_in(encoding, "second", "with it"), await wait_in(encoding, "third")]
    assert letters.asked == [["first"]]
    letters.gate.set()
    assert all(rows is not None for rows in await asyncio.gather(first, *others))
    assert letters.asked == [["first"], ["second", "with it"], ["third"]]


async def test_who_waits_too_long_gets_nothing_and_is_not_read_later(letters: Letters) -> None:
    encoding = Encoding(letters, longest_wait_seconds=AT_ONCE)
    first = await occupied(encoding, letters)
    assert await first is None
    turn_has_come = threading.Event()

    def is_over() -> bool:
        if threading.current_thread() is letters.thread:
            turn_has_come.set()
        return False

    assert await encoding.encode(["second"], is_over) is None
    letters.gate.set()
    assert await asyncio.to_thread(turn_has_come.wait, NEVER)
    encoding.close()
    await ended(letters)
    assert letters.asked == [["first"]]


async def test_where_too_many_wait_nobody_else_does(letters: Letters, caplog: pytest.LogCaptureFixture) -> None:
    encoding = Encoding(letters, longest_wait_seconds=NEVER, waiting_at_most=2, said_every_seconds=AT_ONCE)
    first = await occupied(encoding, letters)
    second = await wait_in(encoding, "second")
    assert [await encoding.encode(["third"]), await encoding.encode(["fourth"])] == [None, None]
    letters.gate.set()
    assert all(rows is not None for rows in await asyncio.gather(first, second))
    assert await encoding.encode(["fifth"]) is not None
    assert [record.getMessage() for record in caplog.records] == [
        "the encoder is behind; questions judged by their words alone: 2"
    ]


async def test_what_nobody_wants_any_more_when_its_turn_comes_is_not_read(letters: Letters) -> None:
    encoding = Encoding(letters, longest_wait_seconds=NEVER)
    first = await occupied(encoding, letters)
    is_over = threading.Event()
    second = asyncio.ensure_future(encoding.encode(["second"], is_over.is_set))
    await asyncio.sleep(0)
    is_over.set()
    letters.gate.set()
    assert await second is None
    assert await encoding.encode(["third"], is_over.is_set) is None
    await first
    assert letters.asked == [["first"]]


async def test_an_encoder_that_fails_gives_nothing_and_reads_the_next(
    letters: Letters, caplog: pytest.LogCaptureFixture
) -> None:
    encoding = Encoding(letters)
    letters.error = ValueError("first")
    assert await encoding.encode(["first"]) is None
    letters.error = None
    assert await encoding.encode(["second"]) is not None
    (record,) = caplog.records
    assert "ValueError" in record.getMessage()
    assert "first" not in record.getMessage()


async def test_on_closing_all_who_wait_go_on_and_the_thread_ends(letters: Letters) -> None:
    encoding = Encoding(letters, longest_wait_seconds=NEVER)
    first = await occupied(encoding, letters)
    second = await wait_in(encoding, "second")
    encoding.close()
    assert await second is None
    assert await encoding.encode(["third"]) is None
    letters.gate.set()
    await first
    await ended(letters)
    assert letters.asked == [["first"]]


async def test_who_is_cancelled_while_waiting_leaves_the_queue_to_the_others(letters: Letters) -> None:
    encoding = Encoding(letters, longest_wait_seconds=NEVER)
    first = await occupied(encoding, letters)
    second, third = await wait_in(encoding, "second"), await wait_in(encoding, "third")
    second.cancel()
    await asyncio.wait({second})
    letters.gate.set()
    assert all(rows is not None for rows in await asyncio.gather(first, third))
    assert letters.asked == [["first"], ["third"]]


async def ended(letters: Letters) -> None:
    """The thread that the encoder was called in comes to its end."""
    assert letters.thread is not None
    await asyncio.to_thread(letters.thread.join, NEVER)
    assert not letters.thread.is_alive()

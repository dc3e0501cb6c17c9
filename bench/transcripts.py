"""How long the transcript of a long ticket takes, from the database to its files, and how long that keeps the loop waiting.

`python -m bench.transcripts [--messages N]`
"""

from __future__ import annotations

import argparse
import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

from bench.events.crowd import insert, text_of
from bot.database import Database
from bot.tickets.record.shelf import Shelf
from bot.tickets.transcripts import store
from bot.tickets.transcripts.page import Labels
from bot.tickets.transcripts.service import whole
from bot.tickets.transcripts.writing import Writer
from cogs.texts.language import ENGLISH
from cogs.texts.transcripts import labels

OPENED_AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
MESSAGES = 10_000
WORDS = "I have **set** the record as `v=spf1 include:_spf.larkmail.example ~all`, and <@5> says it is *not* there yet. "
MOST_BYTES = 25_000_000


def run(console: Console, messages: int = MESSAGES) -> None:
    """Print the middle one of five."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "signpost.db"
        asyncio.run(Database.at(file).migrate())
        insert(file, "tickets", [_ticket()])
        insert(file, "ticket_messages", (_message(number) for number in range(messages)))
        read, written, waited, size = asyncio.run(_measure(file))
        console.print(
            f"a transcript of {messages:,} messages: {read * 1000:.0f} ms to read, {written * 1000:.0f} ms to write"
            f" {size / 1e6:.1f} MB; meanwhile the loop waited {waited * 1000:.0f} ms at most"
        )


async def _measure(file: Path) -> tuple[float, float, float, int]:
    database, writer = Database.at(file), Writer(UTC, Shelf(file.parent).path)
    await database.open()
    waits, times, size = list[float](), list[tuple[float, float]](), 0
    ticking = asyncio.create_task(_tick(waits))
    for _ in range(5):
        began = time.perf_counter()
        found = await database.read(lambda reader: whole(reader, store.of_number(reader, 1)[0], OPENED_AT))
        read = time.perf_counter()
        said: Labels = labels(ENGLISH, found, "Billing", "UTC")
        files = await asyncio.to_thread(writer.write, found, said, (), MOST_BYTES)
        times.append((read - began, time.perf_counter() - read))
        size = sum(len(one.content) for one in files)
    ticking.cancel()
    with suppress(asyncio.CancelledError):
        await ticking
    await database.close()
    reads, writes = (sorted(one)[len(one) // 2] for one in zip(*times, strict=True))
    return reads, writes, max(waits), size


async def _tick(waits: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        waits.append(time.perf_counter() - began - 0.001)


def _ticket() -> dict[str, Any]:
    return {
        "id": 1,
        "guild_id": 1,
        "number": 1,
        "type_id": "billing",
        "status": "closed",
        "priority": "P3",
        "requester_id": 5,
        "summary": "It fails",
        "details": "[]",
        "interaction_id": 1,
        "opened_at": text_of(OPENED_AT),
        "announced_event_id": 0,
        "told_parts": 0,
        "remade": 0,
        "requester_added": 1,
        "offer_ids": "[]",
        "slot": 1,
        "waiting_on": "staff",
    }


def _message(number: int) -> dict[str, Any]:
    return {
        "id": number + 1,
        "guild_id": 1,
        "ticket_id": 1,
        "thread_id": 55,
        "kind": "message",
        "author_id": 5 + number % 3,
        "author_name": ("Ann", "Sam", "Noor")[number % 3],
        "is_bot": 0,
        "type": "default",
        "at": text_of(OPENED_AT + timedelta(minutes=number)),
        "text": WORDS * (1 + number % 3),
        "more": "{}",
        "reactions": "{}",
        "is_joined": 1,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.transcripts", description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=MESSAGES, metavar="N", help=f"default: {MESSAGES:,}")
    run(Console(), parser.parse_args().messages)


if __name__ == "__main__":
    main()

"""What a year of silent chatter takes, before and after it has become counts, and how long that keeps others waiting.

`python -m bench.silences [--rows N]`
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bench.events.crowd import insert, text_of
from bot.connections import Urgency, urgency
from bot.database import Database
from bot.faq.silences.service import AGAIN_AFTER, Silences
from bot.ids import snowflake

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
YEAR = timedelta(days=365)
ROWS, PLACES = 50_000, 5
PRESS_EVERY = 0.02
"""Seconds between the writes of somebody else meanwhile."""


def run(console: Console, rows: int = ROWS) -> None:
    """Print the table for so many questions of a year, nine in ten of them chatter."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "signpost.db"
        asyncio.run(Database.at(file).migrate())
        insert(file, "questions", _questions(rows))
        insert(file, "pieces", ({"message_id": id_, "guild_id": 1, "question_id": id_} for id_ in _ids(rows)))
        table = Table(f"a year of {rows:,} questions", "before", "after")
        before = _size(file)
        took, longest, waits = asyncio.run(_sum_up(file))
        for name, one, other in zip(
            ("questions", "counts", "MB of the file, compacted"), before, _size(file), strict=True
        ):
            table.add_row(name, f"{one:,.0f}", f"{other:,.0f}")
        console.print(table)
        console.print(
            f"{took:.1f} s of work; the longest transaction {longest * 1000:.0f} ms; of {len(waits)} presses meanwhile"
            f" the middle one waited {sorted(waits)[len(waits) // 2] * 1000:.1f} ms, the longest {max(waits) * 1000:.0f} ms"
        )


async def _sum_up(file: Path) -> tuple[float, float, list[float]]:
    """Seconds of all runs, of the longest transaction, and that somebody else waited, again and again."""
    database, lengths, waits = _Timed.at(file), list[float](), list[float]()
    assert isinstance(database, _Timed)
    await database.open()
    pressing = asyncio.create_task(_press(database, waits))
    database.lengths, began = lengths, time.perf_counter()
    silences = Silences(database, lambda: NOW)
    while await silences.sum_up() != NOW + AGAIN_AFTER:
        pass  # without the rest between two runs
    took = time.perf_counter() - began
    pressing.cancel()
    with suppress(asyncio.CancelledError):
        await pressing
    await database.close()
    return took, max(lengths), waits


class _Timed(Database):
    """Notes how long each transaction had the writer."""

    lengths: list[float]

    async def tx(self, work: Any) -> Any:
        def timed(tx: Any) -> Any:
            began.append(time.perf_counter())
            return work(tx)

        began: list[float] = []
        result = await super().tx(timed)
        self.lengths.append(time.perf_counter() - began[0])
        return result


async def _press(database: Database, waits: list[float]) -> None:
    urgency.set(Urgency.PRESS)
    while True:
        began = time.perf_counter()
        await Database.tx(
            database, lambda tx: tx.execute(text("UPDATE questions SET score = 0 WHERE id = 0")).close()
        )
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(PRESS_EVERY)


def _size(file: Path) -> tuple[float, float, float]:
    with sqlite3.connect(file) as connection:
        questions, counts = (
            connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
            for table in ("questions", "silences")
        )
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return questions, counts, file.stat().st_size / 1e6


def _ids(rows: int) -> Iterator[int]:
    return (snowflake(_asked_at(number, rows), number % 4000) for number in range(rows))


def _asked_at(number: int, rows: int) -> datetime:
    return NOW - YEAR * (1 - number / rows)


def _questions(rows: int) -> Iterator[dict[str, Any]]:
    for number, id_ in enumerate(_ids(rows)):
        asked_at, is_answered = _asked_at(number, rows), number % 10 == 0
        yield {
            "id": id_,
            "guild_id": 1,
            "channel_id": number % PLACES,
            "place_id": number % PLACES,
            "message_id": id_,
            "asker_id": number % 4_000,
            "asked_at": text_of(asked_at),
            "verdict": "answer" if is_answered else "silent",
            "rule": "sure" if is_answered else ("unsure", "unknown")[number % 2],
            "entry_id": "spf" if is_answered else None,
            "candidates": '[["spf", 0.6], ["dkim", 0.3], ["mx-records", 0.2]]',
            "score": 0.6,
            "answer_message_id": id_ + 1 if is_answered else None,
            "answered_at": text_of(asked_at) if is_answered else None,
        }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.silences", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS, metavar="N", help=f"questions (default: {ROWS:,})")
    run(Console(), parser.parse_args().rows)


if __name__ == "__main__":
    main()

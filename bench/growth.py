"""Whether what an event costs grows with the table: CPU per event at 0 and 100,000 questions, and at 1,000,000.

`python -m bench.growth [--full] [--besides CHECKOUT]`; `--full` adds the million.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.events import cpu
from bench.events.crowd import Crowd, insert, text_of, with_tickets
from bench.events.process import Code
from bot.ids import snowflake

SIZES, FULL = (0, 100_000), 1_000_000
OVER = timedelta(days=30)
SECTIONS = ("chatter", "answered", "ticket")
FRESHEST = timedelta(hours=2)
"""So long ago is the latest of these questions: no cap of the FAQ's counts it, and it is none of a burst."""


def run(console: Console) -> None:
    """Print a table for 0 and for 100,000 rows."""
    asyncio.run(measure(console, [Code("now")], SIZES, rounds=1))


async def measure(console: Console, codes: Sequence[Code], sizes: Sequence[int], *, rounds: int) -> None:
    """Print a table for each size."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            prepare, title = partial(_with_questions, size), f"{size:,} rows in `questions`"
            await cpu.measure(console, codes, ["words"], SECTIONS, rounds, Path(folder), prepare, title)


async def _with_questions(size: int, crowd: Crowd, code: Code) -> None:
    await with_tickets(crowd, code)
    if size:
        file = crowd.home / "data" / "signpost.db"
        ids = [snowflake(_asked_at(number, size), number % 4000) for number in range(size)]
        rows = _questions(ids, crowd)
        if "margin" in _columns_of(file, "questions"):  # until revision 0010; it may not be empty
            rows = (row | {"margin": 0.5} for row in rows)
        insert(file, "questions", rows)
        insert(file, "pieces", _pieces(ids, crowd))


def _columns_of(file: Path, table: str) -> set[str]:
    connection = sqlite3.connect(file)
    found = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
    connection.close()
    return found


def _asked_at(number: int, size: int) -> datetime:
    return datetime.now(UTC) - FRESHEST - OVER * (1 - number / size)


def _questions(ids: Sequence[int], crowd: Crowd) -> Iterator[dict[str, Any]]:
    """Four in five are silent chatter."""
    for number, id_ in enumerate(ids):
        asked_at, is_answered = _asked_at(number, len(ids)), number % 5 == 0
        place_id = crowd.help[number % len(crowd.help)]
        yield {
            "id": id_,
            "guild_id": crowd.world.guild_id,
            "channel_id": place_id,
            "place_id": place_id,
            "message_id": id_ + 1,
            "asker_id": 1_000 + number % 40_000,
            "asked_at": text_of(asked_at),
            "text": f"my mail server number {number} has been slow since the update",
            "verdict": "answer" if is_answered else "silent",
            "rule": "sure" if is_answered else "unsure",
            "entry_id": "mx-records" if is_answered else None,
            "candidates": '[["mx-records", 0.6]]',
            "score": 0.6,
            "answer_message_id": id_ + 2 if is_answered else None,
            "answered_at": text_of(asked_at + timedelta(seconds=1)) if is_answered else None,
        }


def _pieces(ids: Sequence[int], crowd: Crowd) -> Iterator[dict[str, Any]]:
    for id_ in ids:
        yield {"message_id": id_ + 1, "guild_id": crowd.world.guild_id, "question_id": id_}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="at 1,000,000 rows too")
    parser.add_argument("--besides", type=Path, metavar="CHECKOUT", help="measure this code too, alternately")
    parser.add_argument(
        "--python", default=sys.executable, help="what runs the other checkout (default: this Python)"
    )
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="medians of so many (default: 3)")
    options = parser.parse_args()
    codes = [Code("now")]
    if options.besides is not None:
        codes.insert(0, Code("before", options.besides.resolve(), options.python))
    sizes = (*SIZES, FULL) if options.full else SIZES
    asyncio.run(measure(Console(), codes, sizes, rounds=options.rounds))


if __name__ == "__main__":
    main()

"""How long an export and an import of a large community take, and how much memory: 100,000 tickets, 2,000,000 messages.

`python -m bench.taking_along [MESSAGES]`. Each runs in a process of its own, whose largest size is told.
"""

from __future__ import annotations

import multiprocessing
import random
import re
import sqlite3
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from bench.waiting import community
from bot.commands.export import export
from bot.commands.import_export import import_export
from bot.ids import snowflake

MESSAGES, FEW = 2_000_000, 100_000
_ADD = "INSERT INTO ticket_messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def run(console: Console, messages: int = FEW) -> None:
    """Print a row for each; `make bench` takes fewer messages, because two million are a minute to write."""
    table = Table(
        "what",
        "seconds",
        "of CPU",
        "largest size, MB",
        box=box.SIMPLE,
        title=f"100,000 tickets, {messages:,} messages",
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for home in ("old", "new"):
            (folder / home / "data").mkdir(parents=True)
        _add_messages(community.copied(folder / "old" / "data"), messages)
        for what, command, home in (("export", export, "old"), ("import", import_export, "new")):
            seconds, cpu, size = _alone(command, Namespace(home=folder / home, file=folder / "signpost.zip"))
            table.add_row(what, f"{seconds:.1f}", f"{cpu:.1f}", f"{size:.0f}")
        mebibytes = [
            f"{one.stat().st_size / 2**20:.0f} MB"
            for one in (folder / "signpost.zip", folder / "new/data/signpost.db")
        ]
    console.print(table)
    console.print(f"The export has {mebibytes[0]}, the database {mebibytes[1]}.")


def _alone(command: Callable[[Namespace], int], options: Namespace) -> tuple[float, float, float]:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_timed, command, options).result()


def _timed(command: Callable[[Namespace], int], options: Namespace) -> tuple[float, float, float]:
    begin = time.perf_counter()
    command(options)
    seconds = time.perf_counter() - begin
    # Not what `getrusage` says: that begins with the size of the process that started this one.
    [largest] = re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return seconds, time.process_time(), int(largest) / 1024


def _add_messages(file: Path, amount: int) -> None:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous=OFF")
    tickets = connection.execute("SELECT id, opened_at FROM tickets ORDER BY id").fetchall()
    connection.executemany(_ADD, _messages(tickets, amount))
    connection.commit()
    connection.close()


def _messages(tickets: list[tuple[int, str]], amount: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(2)
    at = int(community.NOW.timestamp())
    for number in range(amount):
        ticket_id, _ = tickets[number * len(tickets) // amount]
        text = " ".join(chance.choices(community.WORDS, k=chance.randint(3, 40)))
        author = 1_000 + chance.randrange(community.MEMBERS)
        id_ = snowflake(community.NOW, 0) + number * 1000
        spoken = time.strftime("%Y-%m-%d %H:%M:%S.000000", time.gmtime(at - amount + number))
        yield (
            id_,
            community.GUILD,
            ticket_id,
            5_000_000 + ticket_id,
            "message",
            author,
            f"member {author}",
            0,
            "default",
            spoken,
            text,
            "{}",
            None,
            None,
            None,
            "[]",
            1,
        )


if __name__ == "__main__":
    run(Console(), int(sys.argv[1]) if sys.argv[1:] else MESSAGES)

"""The sentence encoder (extra `semantic`): what it costs in time and memory, and whether the event loop feels it."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from bot.matching.encoder import EncoderNotInstalled, load_encoder

T = TypeVar("T")

PHRASINGS = 5_000
MESSAGES = 300
TICK_SECONDS = 0.001
STATUS = Path("/proc/self/status")


def texts() -> list[str]:
    """As many different questions, of 7 to 12 words."""
    begin = ("How do I", "Why can't I", "where is the page to", "please help me to", "I am no longer able to")
    act = ("change", "delete", "find", "export", "reset", "share", "move", "rename", "restore", "print")
    thing = ("my password", "the invoice of last month", "an old backup", "a custom role", "the welcome message")
    where = ("on my phone", "in the new app", "on Windows", "from the console", "without an account")
    when = ("", "since the update", "after a restart", "every single time")
    every = [" ".join(filter(None, words)) for words in itertools.product(begin, act, thing, where, when)]
    assert len(every) == PHRASINGS
    return every


def memory_mb() -> float | None:
    """What this process holds in RAM; None where the system does not tell."""
    if not STATUS.exists():
        return None
    return next(
        int(line.split()[1]) / 1024 for line in STATUS.read_text().splitlines() if line.startswith("VmRSS")
    )


async def longest_delay_ms(work: Awaitable[T]) -> tuple[T, float]:
    """What the work returns, and how late the event loop was at worst while it ran."""
    worst = 0.0

    async def watch() -> None:
        nonlocal worst
        while True:
            due = time.perf_counter() + TICK_SECONDS
            await asyncio.sleep(TICK_SECONDS)
            worst = max(worst, time.perf_counter() - due)

    watching = asyncio.create_task(watch())
    result = await work
    watching.cancel()
    return result, worst * 1000


async def measure() -> Table:
    phrasings = texts()
    table = Table("the sentence encoder", f"one core, {PHRASINGS:,} phrasings", "the loop's longest delay")
    _, idle = await longest_delay_ms(asyncio.sleep(1))
    table.add_row("nothing", "", f"{idle:.1f} ms")

    before, begun = memory_mb(), time.perf_counter()
    encoder, delay = await longest_delay_ms(asyncio.to_thread(load_encoder))
    table.add_row("loading it", f"{time.perf_counter() - begun:.2f} s", f"{delay:.1f} ms")
    loaded = memory_mb()

    begun = time.perf_counter()
    _, delay = await longest_delay_ms(asyncio.to_thread(encoder.encode, phrasings))
    took = time.perf_counter() - begun
    table.add_row(f"encoding, {took / PHRASINGS * 1000:.2f} ms each", f"{took:.1f} s", f"{delay:.1f} ms")

    times = []
    for phrasing in phrasings[:: PHRASINGS // MESSAGES]:
        begun = time.perf_counter()
        await asyncio.to_thread(encoder.encode, [phrasing])
        times.append((time.perf_counter() - begun) * 1000)
    table.add_row("one message, median", f"{statistics.median(times):.1f} ms")
    table.add_row("… p99", f"{statistics.quantiles(times, n=100)[98]:.1f} ms")
    after = memory_mb()
    if before is not None and loaded is not None and after is not None:
        table.add_row("memory it takes, loaded", f"{loaded - before:.0f} MB")
        table.add_row("… after encoding", f"{after - before:.0f} MB")
    return table


def run(console: Console) -> None:
    """Print the table; says so where the extra is not installed."""
    try:
        console.print(asyncio.run(measure()))
    except EncoderNotInstalled as error:
        console.print(f"The sentence encoder: not measured. {error}")

"""How long a start takes, and how much memory a bot has: after it, and over 50,000 messages."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from bench.events.crowd import Crowd, home_in
from bench.events.latency import bot_of
from bench.events.process import Code, started
from tests.wire.server import running

MB = 1024 * 1024
PHRASINGS = 10_000
MESSAGES, PORTION, HELP_ONE_IN = 50_000, 10_000, 10
A_SECOND = 400


async def start(console: Console, codes: Sequence[Code], kinds: Sequence[str], rounds: int) -> None:
    """From the start of the process until READY was handled; two seconds of it are discord.py's wait for servers."""
    table = Table("start", "s until ready", "s beyond the no-op", "RSS, MB", "goal", box=box.SIMPLE)
    nothing, rss = await _start(codes[0], "noop", 0, rounds)
    table.add_row("no-op", f"{nothing:.2f}", "", f"{rss:.0f}", "")
    cases = [(kind, phrasings) for kind in kinds for phrasings in (0, PHRASINGS)]
    goals = {("words", 0): "≤ 2.5 s, ≤ 100 MB", ("words", PHRASINGS): "≤ 150 MB", ("meaning", 0): "≤ 300 MB"}
    for kind, phrasings in cases:
        for code in codes:
            ready, rss = await _start(code, kind, phrasings, rounds)
            base = f"{phrasings:,} phrasings" if phrasings else "the shipped FAQ"
            beyond = f"{ready - nothing:.2f}"
            table.add_row(
                f"{code.name}, {kind}, {base}",
                f"{ready:.2f}",
                beyond,
                f"{rss:.0f}",
                goals.get((kind, phrasings), ""),
            )
    console.print(table)


async def _start(code: Code, kind: str, phrasings: int, rounds: int) -> tuple[float, float]:
    ready, rss = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            crowd = Crowd(home_in(Path(folder) / "home", phrasings))
            async with running(crowd.wire), started(code, kind, crowd.home, crowd.wire) as bot:
                ready.append(bot.ready_seconds)
                rss.append((await bot.idle(seconds=120)).rss / MB)
    return statistics.median(ready), statistics.median(rss)


async def flat(console: Console, codes: Sequence[Code], kinds: Sequence[str]) -> None:
    """Memory over 50,000 messages, one in ten of them in a help channel."""
    portions = range(PORTION, MESSAGES + 1, PORTION)
    table = Table("RSS, MB, after messages", "0", *(f"{one:,}" for one in portions), box=box.SIMPLE)
    for kind in kinds:
        for code in codes:
            async with bot_of(code, kind) as (bot, crowd):
                row = [f"{(await bot.cost()).rss / MB:.0f}"]
                for _ in portions:
                    await _talk(crowd, PORTION)
                    row.append(f"{(await bot.idle(seconds=120)).rss / MB:.0f}")
            table.add_row(f"{code.name}, {kind}", *row)
    console.print(table)


async def _talk(crowd: Crowd, messages: int) -> None:
    began = asyncio.get_running_loop().time()
    for number in range(messages):
        crowd.chatters(crowd.help if number % HELP_ONE_IN == 0 else [crowd.lounge])
        due = began + (number + 1) / A_SECOND
        await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))

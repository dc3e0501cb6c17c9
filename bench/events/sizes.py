"""How long a start takes, and how much memory a bot has: after it, and over 50,000 messages."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from bench.events.crowd import Crowd, home_in
from bench.events.latency import bot_of
from bench.events.process import Code, Cost, started
from tests.wire.server import running

MB = 1024 * 1024
PHRASINGS = 10_000
GOALS = {
    ("words", 0): "≤ 2.5 s, ≤ 100 MB",
    ("words", PHRASINGS): "≤ 150 MB",
    ("meaning", 0): "≤ 300 MB",
    ("meaning", PHRASINGS): "≤ 300 MB",
}
LOADED_WITHIN_SECONDS = 300  # with the meaning of 10,000 phrasings, on a busy machine
MESSAGES, PORTION, HELP_ONE_IN = 50_000, 10_000, 10
A_SECOND = 400


@dataclass(frozen=True)
class Start:
    """Seconds from the start of the process until READY was handled; and, once all is loaded, seconds of CPU since the
    start, and memory in bytes.
    """

    ready: float
    cost: Cost


async def start(console: Console, codes: Sequence[Code], kinds: Sequence[str], rounds: int) -> None:
    """The first start in a home, and the next; two seconds of each are discord.py's wait for servers."""
    table = Table(box=box.SIMPLE)
    table.add_column("start", no_wrap=True)
    for name in ("s until ready", "beyond the no-op", "CPU s", "RSS, MB", "without files", "peak", "goal"):
        table.add_column(name)
    _, nothing = await _starts(codes[0], "noop", 0, rounds)
    _add(table, "no-op", nothing, nothing, "")
    cases = [(kind, phrasings) for kind in kinds for phrasings in (0, PHRASINGS)]
    for kind, phrasings in cases:
        for code in codes:
            first, following = await _starts(code, kind, phrasings, rounds)
            base = f"{phrasings:,}" if phrasings else "shipped"
            for name, found in (("first", first), ("next", following)):
                goal = GOALS.get((kind, phrasings), "") if found is following else ""
                _add(table, f"{code.name}, {kind}, {base}, {name}", found, nothing, goal)
    console.print(table)


def _add(table: Table, name: str, found: Start, nothing: Start, goal: str) -> None:
    cost = found.cost
    sizes = (f"{size / MB:.0f}" for size in (cost.rss, cost.anonymous, cost.peak))
    beyond = "" if found is nothing else f"{found.ready - nothing.ready:.2f}"
    table.add_row(name, f"{found.ready:.2f}", beyond, f"{cost.cpu:.1f}", *sizes, goal)


async def _starts(code: Code, kind: str, phrasings: int, rounds: int) -> tuple[Start, Start]:
    """The first and the next, each the one of so many rounds that took the median time until it was ready."""
    found: tuple[list[Start], list[Start]] = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            crowd = Crowd(home_in(Path(folder) / "home", phrasings))
            async with running(crowd.wire):
                for starts in found:
                    async with started(code, kind, crowd.home, crowd.wire) as bot:
                        starts.append(Start(bot.ready_seconds, await bot.idle(seconds=LOADED_WITHIN_SECONDS)))
    first, following = (sorted(starts, key=lambda one: one.ready)[len(starts) // 2] for starts in found)
    return first, following


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

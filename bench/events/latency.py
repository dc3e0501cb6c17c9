"""How long people wait under load, and what a flood loses."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from bench.events.crowd import Crowd, home_in, with_tickets
from bench.events.process import BotProcess, Code, started
from tests.wire.server import running

A_SECOND, FOR_SECONDS, ONE_IN = 50, 20, 10
FLOOD, FLOOD_SECONDS = 6_000, 240
PRESSES = 200
BETWEEN_PRESSES_SECONDS = 0.25
WRITTEN_SECONDS = 3
"""By then silent lines are written down, which wait for a second."""


@asynccontextmanager
async def bot_of(code: Code, kind: str) -> AsyncIterator[tuple[BotProcess, Crowd]]:
    """A fresh bot of this code, with its tickets, idle."""
    with tempfile.TemporaryDirectory() as folder:
        crowd = Crowd(home_in(Path(folder) / "home"))
        await with_tickets(crowd, code)
        async with running(crowd.wire), started(code, kind, crowd.home, crowd.wire) as bot:
            await bot.idle()
            yield bot, crowd


async def answers(console: Console, codes: Sequence[Code], kinds: Sequence[str]) -> None:
    """50 help messages a second for 20 s, one in ten a question."""
    table = Table("ms until the answer", "questions", "answered", "p50", "p95", "goal p95", box=box.SIMPLE)
    table.title = f"{A_SECOND} help messages a second for {FOR_SECONDS} s, one in {ONE_IN} a question"
    for kind in kinds:
        for code in codes:
            async with bot_of(code, kind) as (bot, crowd):
                asked = await _talk(crowd, A_SECOND * FOR_SECONDS, A_SECOND)
                await asyncio.sleep(5)
                await bot.idle(seconds=120)
                waits = _waits(crowd, asked)
            table.add_row(
                f"{code.name}, {kind}", str(len(asked)), str(len(waits)), at(waits, 0.5), at(waits, 0.95), "≤ 300"
            )
    console.print(table)


async def flood(console: Console, codes: Sequence[Code], kinds: Sequence[str]) -> None:
    """6,000 messages at once, one in ten a question, and a press in the middle."""
    table = Table(
        f"{FLOOD:,} at once",
        "lost",
        "questions lost",
        "answered",
        "press, s",
        "done, s",
        "complaints",
        box=box.SIMPLE,
    )
    for kind in kinds:
        for code in codes:
            async with bot_of(code, kind) as (bot, crowd):
                began = time.perf_counter()
                said, asked = [], []
                for number in range(FLOOD):
                    if number == FLOOD // 2:
                        pressed = crowd.claims(crowd.tickets[0])
                    is_question = number % ONE_IN == 0
                    said.append(crowd.asks() if is_question else crowd.chatters(crowd.help))
                    asked += said[-1:] if is_question else []
                with suppress(TimeoutError):
                    await crowd.wire.record.acknowledgement_of(pressed, seconds=FLOOD_SECONDS)
                await bot.idle(seconds=FLOOD_SECONDS)
                seconds = time.perf_counter() - began
                await asyncio.sleep(WRITTEN_SECONDS)
                complaints = bot.complaints()
                kept = _kept(crowd.home) | crowd.wire.record.replied_at.keys()
                waited = _waits(crowd, [pressed])
            table.add_row(
                f"{code.name}, {kind}",
                str(len(set(said) - kept)),
                f"{len(set(asked) - kept)} of {len(asked)}",
                str(len(crowd.wire.record.replied_at.keys() & set(asked))),
                f"{waited[0]:.2f}" if waited else "never",
                f"{seconds:.0f}",
                str(complaints),
            )
    console.print(table)
    console.print(
        "Goals: no question lost, the press ≤ 2.5 s. Complaints: lines of the log. Lost: neither answered nor in the database."
    )


async def desk(console: Console, codes: Sequence[Code], _kinds: Sequence[str]) -> None:
    """`/queue` and Claim in turn over the socket, as fast as a busy team presses: what a claim owes is done between."""
    table = Table("ms until the acknowledgement", "p50", "p99", "goal p99", box=box.SIMPLE)
    for code in codes:
        async with bot_of(code, "words") as (_, crowd):
            record = crowd.wire.record
            queue, claims = [], []
            for ticket in crowd.tickets[:PRESSES]:
                await asyncio.sleep(BETWEEN_PRESSES_SECONDS)
                queue.append(await record.acknowledgement_of(crowd.looks_at_the_queue()))
                await asyncio.sleep(BETWEEN_PRESSES_SECONDS)
                claims.append(await record.acknowledgement_of(crowd.claims(ticket)))
        table.add_row(f"{code.name}: /queue", at(queue, 0.5), at(queue, 0.99), "< 20")
        table.add_row(f"{code.name}: Claim", at(claims, 0.5), at(claims, 0.99), "< 20")
    console.print(table)


async def _talk(crowd: Crowd, messages: int, a_second: float) -> list[int]:
    """Say so many things in the help channels; the ids of the questions among them."""
    asked = []
    began = asyncio.get_running_loop().time()
    for number in range(messages):
        if number % ONE_IN == 0:
            asked.append(crowd.asks())
        else:
            crowd.chatters(crowd.help)
        due = began + (number + 1) / a_second
        await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
    return asked


def _waits(crowd: Crowd, ids: Iterable[int]) -> list[float]:
    waits = []
    for id_ in ids:
        with suppress(KeyError):
            waits.append(crowd.wire.record.waited(id_))
    return waits


def _kept(home: Path) -> set[int]:
    """The messages that the database knows."""
    connection = sqlite3.connect(home / "data" / "signpost.db")
    found = connection.execute("SELECT message_id FROM pieces UNION SELECT message_id FROM questions").fetchall()
    connection.close()
    return {row[0] for row in found}


def at(waits: list[float], part: float) -> str:
    """Under this so large a part of them stayed, in milliseconds."""
    if not waits:
        return "–"
    return f"{sorted(waits)[min(len(waits) - 1, int(part * len(waits)))] * 1000:.0f}"

"""How long the look of each night takes for closed groups of givers, and how long it keeps the event loop waiting.

`python -m bench.rings [--lines N] [--members N]`
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.events.crowd import insert
from bot.database import Database
from bot.ids import Ids
from bot.jobs.runner import JobRunner
from bot.reputation.accepting import Accepting
from bot.reputation.holds.nightly import Nightly
from bot.reputation.holds.service import Cases
from bot.reputation.ledger import Ledger
from bot.reputation_settings import Reputation

NOW = datetime(2027, 3, 1, 3, tzinfo=UTC)
LINES, MEMBERS, PLANTED = 1_000_000, 50_000, 20
YEARS = timedelta(days=730)
TICK = 0.01
"""Seconds after which somebody else wants the event loop again."""


def run(console: Console, lines: int = LINES, members: int = MEMBERS) -> None:
    """Print the table: the lines lie within two years, and then all of them within the thirty days that are looked at."""
    table = Table(
        f"{lines:,} lines, {members:,} members", "s", "s of CPU", "longest wait of the loop, ms", "groups held"
    )
    for name, span in (("in two years", YEARS), ("in thirty days", timedelta(days=29))):
        with TemporaryDirectory() as folder:
            file = Path(folder) / "signpost.db"
            asyncio.run(Database.at(file).migrate())
            insert(file, "awards", _awards(lines, members, span))
            took, used, waited, held = asyncio.run(_look(file))
            table.add_row(name, f"{took:.1f}", f"{used:.1f}", f"{waited * 1000:.0f}", str(held))
    console.print(table)


async def _look(file: Path) -> tuple[float, float, float, int]:
    database, settings = Database.at(file), Reputation()
    await database.open()
    jobs = JobRunner(database, lambda: NOW, lambda *_: None, lambda *_: None)
    ledger = Ledger(lambda: NOW, settings, jobs)
    accepting = Accepting(database, lambda: NOW, settings, jobs, ledger)
    cases = Cases(database, lambda: NOW, jobs, Ids(), ledger, accepting)
    waits: list[float] = []
    ticking = asyncio.create_task(_tick(waits))
    began, cpu = time.perf_counter(), time.process_time()
    held = await Nightly(database, lambda: NOW, settings.rings, accepting, cases).look(1)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    ticking.cancel()
    with suppress(asyncio.CancelledError):
        await ticking
    await database.close()
    return took, used, max(waits), len(held)


async def _tick(waits: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(TICK)
        waits.append(time.perf_counter() - began - TICK)


def _awards(lines: int, members: int, span: timedelta) -> Iterator[dict[str, Any]]:
    """Most go to few, as in life; and some circles of three within the last month."""
    random = Random(1)
    for number in range(lines):
        giver, member = random.randrange(members), int(members * random.random() ** 4)
        at = NOW - span * random.random()
        yield _line(number, giver + 1, (member if member != giver else (member + 1) % members) + 1, at)
    for circle in range(PLANTED):
        three = [members + 3 * circle + place for place in (1, 2, 3)]
        for place in range(6):
            at = NOW - timedelta(days=1 + place)
            yield _line(lines + 6 * circle + place, three[place % 3], three[(place + 1) % 3], at)


def _line(number: int, giver: int, member: int, at: datetime) -> dict[str, Any]:
    return {
        "id": number + 1,
        "guild_id": 1,
        "key": f"accepted:m{number}",
        "turn": 0,
        "member_id": member,
        "awarded_by": giver,
        "giver": "asker",
        "reason": "accepted_answer",
        "subject_id": number,
        "points": 15,
        "pending": 0,
        "rule": "full",
        "data": "{}",
        "at": at,
        "earned_at": at,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--members", type=int, default=MEMBERS)
    given = parser.parse_args()
    run(Console(), given.lines, given.members)

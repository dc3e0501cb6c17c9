"""How long `/stats` takes over 100,000 tickets, how long the event loop waits for it meanwhile, and how long a chart is drawn.

`python -m bench.stats [--tickets N] [--days N]`: so many tickets of so many days, of which the last 90 are asked for.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.events.crowd import insert
from bot.actor import Actor
from bot.database import Database
from bot.insights.stats.figures import Group, Stats
from bot.insights.stats.service import TicketStats
from bot.tickets.clocks.policy import policy_of
from bot.working_hours import WorkingHours
from bot.zones import zone
from cogs.insights.stats.charts import charts
from cogs.insights.stats.drawing import DARK, draw
from cogs.texts.language import ENGLISH
from tests.services import configuration

NOW = datetime(2027, 4, 5, 12, tzinfo=UTC)
TICKETS, DAYS, ASKED = 100_000, 365, 90
ROUNDS = 20
TYPES = ("question", "billing", "bug", "delivery", "callback", "press")
GUILD, SAM = 1, Actor(3, is_staff=True, guild_id=1)
WEEK = ["09:00-12:30", "13:30-17:30"]
OFFICE = WorkingHours(monday=WEEK, tuesday=WEEK, wednesday=WEEK, thursday=WEEK, friday=WEEK, country="DE")


def run(console: Console, count: int = TICKETS, days: int = DAYS) -> None:
    """Print the table for a year of tickets."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "signpost.db"
        asyncio.run(Database.at(file).migrate())
        for table, rows in _rows(count, days).items():
            insert(file, table, rows)
        took, busy, waits, stats = asyncio.run(_asked(file))
    took_by_chart = _drawn(stats)
    table = Table(f"/stats, {ASKED} of {days} days, {count:,} tickets", "median", "p99", "longest")
    for name, seconds in (("the answer", took), ("of it CPU", busy), ("the event loop waits", waits)):
        ordered = sorted(seconds)
        shown = (ordered[len(ordered) // 2], ordered[int(0.99 * (len(ordered) - 1))], ordered[-1])
        table.add_row(name, *(f"{1000 * one:.0f} ms" for one in shown))
    for name, seconds in (("a chart, the first time", took_by_chart[:1]), ("a chart", took_by_chart[1:])):
        table.add_row(name, "", "", f"{1000 * max(seconds):.0f} ms")
    console.print(table)
    console.print(f"{stats.overall.opened:,} opened, {stats.overall.resolution.count:,} resolved in these days")


async def _asked(file: Path) -> tuple[list[float], list[float], list[float], Stats]:
    """Seconds of each time that it is asked, of the processor for that, and by which a task that wakes each millisecond comes too late meanwhile."""
    database, took, busy, waits = Database.at(file), list[float](), list[float](), list[float]()
    settings = configuration().tickets.model_copy(update={"working_hours": OFFICE})
    stats = TicketStats(database, lambda: NOW, policy_of(settings, zone("Europe/Berlin")))
    await database.open()
    found = await stats.of_days(ASKED, by=SAM)
    watching = asyncio.create_task(_watch(waits))
    for _ in range(ROUNDS):
        began, used = time.perf_counter(), time.process_time()
        found = await stats.of_days(ASKED, by=SAM)
        took.append(time.perf_counter() - began)
        busy.append(time.process_time() - used)
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    await database.close()
    return took, busy, waits, found


def _drawn(stats: Stats) -> list[float]:
    """Seconds of each chart by week; the first loads what draws them."""
    took = []
    for chart in charts(ENGLISH, stats, Group.WEEK, configuration().tickets):
        began = time.perf_counter()
        draw(chart, DARK)
        took.append(time.perf_counter() - began)
    return took


async def _watch(waits: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        waits.append(time.perf_counter() - began - 0.001)


def _rows(count: int, days: int) -> dict[str, list[dict[str, Any]]]:
    """Nine in ten are answered and resolved; some come again, run out of time, are promised something, and are rated."""
    pick = random.Random(14)
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("tickets", "ticket_events", "ticket_resolutions", "ticket_ratings", "promises")
    }
    for number in range(1, count + 1):
        opened_at = NOW - timedelta(days=days) * (1 - number / count) - timedelta(minutes=5)
        type_id, is_live = pick.choice(TYPES), pick.random() < 0.02
        rows["tickets"].append(_ticket(number, opened_at, type_id, "open" if is_live else "closed"))
        for kind, at, data in _happened(pick, opened_at, is_live):
            event = {"guild_id": GUILD, "ticket_id": number, "kind": kind, "at": _text(at), "data": data}
            rows["ticket_events"].append(event)
        if not is_live and pick.random() < 0.3:
            about = {"guild_id": GUILD, "ticket_id": number, "at": _text(opened_at + timedelta(hours=5))}
            rows["ticket_resolutions"].append({**about, "id": number, "handler_id": 3, "type_id": type_id})
            rating = {**about, "resolution_id": number, "member_id": number, "number": 1}
            rows["ticket_ratings"].append({**rating, "score": pick.randint(1, 5)})
        if pick.random() < 0.1:
            rows["promises"].append(_promise(number, _text(opened_at + timedelta(hours=4))))
    return rows


def _happened(pick: random.Random, opened_at: datetime, is_live: bool) -> Iterator[tuple[str, datetime, str]]:
    yield "opened", opened_at, "{}"
    if pick.random() < 0.1:
        yield "breached", opened_at + timedelta(hours=1), '{"clock": "first_response"}'
    if pick.random() < 0.95:
        yield "responded", opened_at + timedelta(minutes=pick.expovariate(1 / 60)), "{}"
    if not is_live:
        resolved_at = opened_at + timedelta(hours=pick.expovariate(1 / 12))
        yield "resolved", resolved_at, "{}"
        if pick.random() < 0.05:
            yield "reopened", resolved_at + timedelta(hours=1), "{}"
            yield "resolved", resolved_at + timedelta(hours=3), "{}"


def _ticket(number: int, opened_at: datetime, type_id: str, status: str) -> dict[str, Any]:
    return {
        "id": number,
        "guild_id": GUILD,
        "number": number,
        "type_id": type_id,
        "status": status,
        "priority": "P3",
        "requester_id": number,
        "summary": "",
        "details": "[]",
        "interaction_id": number,
        "opened_at": _text(opened_at),
        "requester_added": 0,
        "announced_event_id": 0,
    }


def _promise(number: int, due_at: str) -> dict[str, Any]:
    is_kept = number % 5 != 0
    return {
        "id": number,
        "guild_id": GUILD,
        "ticket_id": number,
        "number": 1,
        "state": "kept" if is_kept else "withdrawn",
        "text": "",
        "made_by": 3,
        "made_at": due_at,
        "due_at": due_at,
        "missed_at": None if is_kept else due_at,
        "settled_at": due_at,
    }


def _text(at: datetime) -> str:
    """As SQLite keeps it."""
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=TICKETS)
    parser.add_argument("--days", type=int, default=DAYS)
    options = parser.parse_args()
    run(Console(), options.tickets, options.days)
